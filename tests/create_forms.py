"""What is typed into every form that makes something (tests/test_create_forms.py)."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from actions import models as actions
from checklists.models import HazardCategory
from communities import models as communities, roles
from grids.models import Hazard, Inspection, TimeLimit
from injuries.models import ImportBatch, InjuryRecord, ReportingSite
from ledgers.models import Batch
from lib.periods import Period
from notices.models import Channel
from premises.models import CategoryThreshold, Premises, PremisesCategory
from programmes import models as programmes
from reports.models import ReportRun, ReportSchedule
from tests.access.table import World
from tests.grids.makers import visit_data
from tests.injuries.conftest import HEADINGS, row as card_row, workbook
from tests.ledgers.makers import shop, shops
from tests.training.factories import make_event
from training import models as training

#: A card about which there is nothing to remark.
CARD = {
    "resident": "on",
    "name": "张三丰",
    "sex": "1",
    "age_value": "40",
    "age_unit": "years",
    "occurred_on": "2026-03-01",
    "visited_on": "2026-03-01",
    "cause": "3",
    "place": "1",
    "activity": "2",
    "intent": "1",
    "nature": "1",
    "body_site": "3",
    "severity": "2",
    "outcome": "1",
}
Typed = dict[str, Any]


@dataclass(frozen=True)
class Form:
    """A form that makes a record of `model`.

    `typed` is what somebody writes into it, `other` what the next record has instead. `prepare`
    makes what it needs beside the world of its access table and returns the arguments of its
    address, `drawn` that of the page it stands on when it has none of its own. `asks` says that
    whoever comes second is asked, and not led to what the first one made.
    """

    model: type[Model]
    typed: Callable[[World], Typed]
    other: Callable[[World], Typed]
    prepare: Callable[[World], list[Any]] | None = None
    drawn: Callable[[World], Model] | None = None
    asks: bool = False


def given(**fields: Any) -> Callable[[World], Typed]:
    """What is typed in whatever world."""
    return lambda world: fields


def at_street(**fields: Any) -> Callable[[World], Typed]:
    """What is typed of something that lies at the street."""
    return lambda world: {"area": world.places.street.pk, **fields}


def in_east(**fields: Any) -> Callable[[World], Typed]:
    """What is typed of something that lies in the eastern community."""
    return lambda world: {"area": world.places.east.pk, **fields}


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    """A file, read from its beginning by each sending."""
    return SimpleUploadedFile(name, content)


def material(world: World, title: str) -> training.Material:
    """A handbook of the street."""
    return training.Material.objects.get_or_create(
        area=world.places.street, title=title, defaults={"kind": "handbook", "printed": 100}
    )[0]


def boundary(code: str) -> bytes:
    """A file with the boundary of one area."""
    ring = [[104.0, 30.0], [104.1, 30.0], [104.1, 30.1], [104.0, 30.0]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"code": code}, "geometry": shape}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def role_of(code: str) -> Any:
    """The key of a role."""
    return communities.Role.objects.get(code=code).pk


def undescribed_drill(world: World) -> list[Any]:
    """A drill that nobody has described yet."""
    return [make_event(world.places.east, kind="drill", title="疏散演练").pk]


def visit(world: World) -> Typed:
    """An inspection with one hazard, under the key of the page."""
    typed = visit_data({"A11": {}})
    del typed["record_key"]
    return typed


def withdrawn_report(world: World) -> list[Any]:
    """A report that was withdrawn."""
    ReportRun.objects.filter(pk=world.made.run.pk).update(state="withdrawn")
    return [world.made.run.pk]


LAST_MONTH = Period.containing(timezone.localdate()).previous
CARDS = workbook([HEADINGS, card_row()]).read()
OTHER_CARDS = workbook([HEADINGS, card_row(姓名="李四")]).read()
PERSONS = "区划代码,性别,年龄,人数\n990100001001,男,0-4,{}\n"

FORMS: dict[str, Form] = {
    "actions:action-of": Form(
        actions.CorrectiveAction,
        given(problem="甲问题", action="清理", owner_name="物业经理", due="2026-04-01"),
        given(problem="乙问题"),
    ),
    "actions:action-new": Form(
        actions.CorrectiveAction,
        in_east(
            source="委员会会议",
            found_on="2026-03-10",
            problem="甲问题",
            action="清理",
            owner_name="物业经理",
            due="2026-04-01",
        ),
        given(problem="乙问题"),
    ),
    "communities:area-new": Form(
        communities.Area,
        lambda w: {"parent": w.places.east.pk, "kind": "grid", "name": "新网格", "code": "99X"},
        given(name="新二网格", code="99Y"),
    ),
    "communities:attachment-add": Form(
        communities.Attachment,
        lambda w: {"file": upload(b"one", "one.txt")},
        lambda w: {"file": upload(b"two", "two.txt")},
        drawn=lambda w: w.made.organisation,
    ),
    "communities:boundary-import": Form(
        communities.BoundaryDraft,
        lambda w: {"file": upload(boundary(w.places.east.code), "a.geojson")},
        lambda w: {"file": upload(boundary(w.places.west.code), "b.geojson")},
    ),
    "communities:calendar-new": Form(
        communities.HolidayNotice,
        given(year="2031", text="元旦：1月1日放假，共1天。", source="国办发明电"),
        given(year="2032"),
    ),
    "communities:organisation-new": Form(
        communities.Organisation,
        at_street(name="甲单位", sector="school"),
        given(name="乙单位"),
    ),
    "communities:population-import": Form(
        communities.Population,
        lambda w: {"year": 2025, "workbook": upload(PERSONS.format(50).encode(), "persons.csv")},
        lambda w: {"workbook": upload(PERSONS.format(60).encode(), "persons.csv")},
        asks=True,
    ),
    "communities:role-new": Form(
        communities.Role,
        given(name_zh="甲角色", order="50", may_communities=["communities.area.view"]),
        given(name_zh="乙角色"),
    ),
    "communities:user": Form(
        communities.Membership,
        lambda w: at_street(role=role_of(roles.OFFICE))(w),
        lambda w: {"role": role_of(roles.AUDITOR)},
    ),
    "communities:user-new": Form(
        User,
        lambda w: at_street(username="newcomer", full_name="新人", role=role_of(roles.OFFICE))(w),
        given(username="another", full_name="另一人"),
        asks=True,  # the first password is shown once
    ),
    "checklists:category-new": Form(
        HazardCategory, given(name_zh="甲类", order="50"), given(name_zh="乙类")
    ),
    "grids:limit-new": Form(
        TimeLimit,
        given(category="gas", grade="general", working_days="1", source="本市规定第五条"),
        given(grade="major"),
    ),
    "grids:hazard-new": Form(
        Hazard,
        in_east(place="兴园路口", category="fire", description="电动车飞线充电"),
        given(description="占用消防通道"),
    ),
    "grids:inspection-new": Form(
        Inspection,
        visit,
        given(note="复查"),
    ),
    "injuries:import-new": Form(
        ImportBatch,
        lambda w: at_street(reporting_site=w.made.site.pk, workbook=upload(CARDS, "a.xlsx"))(w),
        lambda w: {"workbook": upload(OTHER_CARDS, "b.xlsx")},
    ),
    "injuries:record-new": Form(
        InjuryRecord,
        lambda w: in_east(**CARD, reporting_site=w.made.site.pk)(w),
        given(name="李四光", age_value="71"),
    ),
    "injuries:site-new": Form(
        ReportingSite,
        at_street(name="甲卫生站", code="H77", kind="clinic"),
        given(name="乙卫生站", code="H78"),
    ),
    "notices:channel-new": Form(
        Channel, given(name="甲群", kind="mail", active="on"), given(name="乙群")
    ),
    "ledgers:new": Form(
        Batch,
        lambda w: at_street(workbook=shops(shop()), origin="市场监管所")(w),
        lambda w: {"workbook": shops(shop("JS-9"))},
        prepare=lambda w: ["premises"],
    ),
    "premises:kind-new": Form(
        PremisesCategory, given(name_zh="甲类", order="50"), given(name_zh="乙类")
    ),
    "premises:threshold-new": Form(
        CategoryThreshold,
        given(category="small-shop", quantity="beds", at_most="20", source="本市规定第五条"),
        given(quantity="persons"),
    ),
    "premises:new": Form(
        Premises,
        lambda w: {
            "area": w.places.grid1.pk,
            "category": "small-shop",
            "name": "甲店",
            "address": "兴园路9号",
        },
        given(name="乙店", address="兴园路10号"),
    ),
    "programmes:budget-new": Form(
        programmes.BudgetLine,
        given(item="甲项", source="街道财政", planned="100"),
        given(item="乙项"),
    ),
    "programmes:expense-new": Form(
        programmes.Expense, given(day="2026-03-10", amount="10"), given(amount="20")
    ),
    "programmes:indicator-new": Form(
        programmes.Indicator,
        lambda w: {
            "name": "甲率",
            "kind": "short-term",
            "place": w.places.east.pk,
            "frequency": "month",
            "direction": "higher",
            "unit": "户",
        },
        given(name="乙率"),
    ),
    "programmes:measure-new": Form(
        programmes.Measure,
        given(
            title="甲措施",
            kind="service",
            start="2026-03-01",
            end="2026-05-31",
            planned_quantity="10",
            unit="户",
        ),
        given(title="乙措施"),
    ),
    "programmes:objective-new": Form(
        programmes.Objective, given(text="甲目标"), given(text="乙目标")
    ),
    "programmes:progress-new": Form(
        programmes.MeasureProgress, given(day="2026-03-10", quantity="1"), given(quantity="2")
    ),
    "programmes:project-new": Form(
        programmes.Project,
        in_east(title="甲项目", domain="02", start="2026-01-01", end="2026-12-31"),
        given(title="乙项目"),
    ),
    "programmes:site-new": Form(
        programmes.PilotSite,
        lambda w: {"place": w.places.grid2.pk, "role": "pilot", "since": "2026-01-01"},
        lambda w: {"place": w.places.west_grid.pk},
    ),
    "programmes:value-correct": Form(
        programmes.IndicatorValue, given(numerator="40", denominator="100"), given(numerator="41")
    ),
    "programmes:value-new": Form(
        programmes.IndicatorValue,
        given(period="2026-06", numerator="40", denominator="100"),
        given(period="2026-05"),
    ),
    "reports:run-correct": Form(
        ReportRun, given(reason="数字有误"), given(reason="另一处有误"), prepare=withdrawn_report
    ),
    "reports:run-new": Form(
        ReportRun,
        at_street(period=LAST_MONTH.previous.code),
        given(period=LAST_MONTH.previous.previous.code),
    ),
    "reports:schedule-new": Form(
        ReportSchedule,
        lambda w: in_east(days_after="5", hour="6", template=w.made.schedule.template_id)(w),
        given(days_after="6"),
    ),
    "training:drill-edit": Form(
        training.Drill,
        given(kind="operational", scenario="楼道起火"),
        given(scenario="厨房起火"),
        prepare=undescribed_drill,
    ),
    "training:event-new": Form(
        training.Event,
        in_east(kind="lecture", title="甲讲座", stage="planned"),
        given(title="乙讲座"),
    ),
    "training:issue-add": Form(
        training.MaterialIssue,
        lambda w: {"material": material(w, "甲册").pk, "copies": "10"},
        lambda w: {"material": material(w, "乙册").pk},
        drawn=lambda w: w.made.event,
    ),
    "training:material-new": Form(
        training.Material,
        in_east(kind="handbook", title="甲册", unit="copy", printed="10"),
        given(title="乙册"),
    ),
    "training:moment-add": Form(
        training.DrillMoment,
        given(clock="09:10:00", kind="evacuated"),
        given(clock="09:20:00"),
        drawn=lambda w: w.made.drill,
    ),
}
