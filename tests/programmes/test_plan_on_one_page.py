"""A project with everything in its plan is written on one page, row by row."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from programmes.models import BudgetLine, Indicator, Measure, Objective, Project
from tests.programmes.factories import (
    make_budget_line,
    make_indicator,
    make_measure,
    make_project,
    make_value,
    run_project,
)
from tests.sent import form_on

NEW = "programmes:project-new"


def rows(prefix: str, *given: dict[str, str]) -> dict[str, str]:
    """What is typed into the first rows of a sheet."""
    return {
        f"{prefix}-{n}-{name}": text for n, row in enumerate(given) for name, text in row.items()
    }


def plan(places) -> dict[str, str]:
    """An objective, two indicators, two measures and a budget line, as an office writes them."""
    return {
        "title": "老年人防跌倒",
        "domain": "05",
        "area": str(places.east.pk),
        "start": "2026-01-01",
        "end": "2026-12-31",
        **rows("objectives", {"text": "跌倒伤害下降", "due": "2026年12月31日"}),
        **rows(
            "indicators",
            {
                "name": "扶手安装率",
                "kind": "process",
                "direction": "higher",
                "unit": "户",
                "baseline_value": "１,２００",
                "baseline_period": "2025年",
                "target_value": "2,400",
                "due": "2026.12.31",
                "objective_row": "1",
            },
            {"registry_key": "programmes.measures_on_time", "kind": "process", "unit": "忽略"},
        ),
        **rows(
            "measures",
            {"title": "入户安装扶手", "kind": "facility", "unit": "户", "planned_quantity": "300"},
            {
                "title": "健康讲座",
                "kind": "publicity",
                "unit": "场",
                "start": "2026/3/1",
                "end": "2026/6/30",
                "planned_quantity": "12",
            },
        ),
        **rows("budget", {"item": "扶手采购", "source": "街道财政", "planned": "¥36,000.50"}),
    }


def test_one_page_makes_the_project_and_all_its_parts(places, cast, as_user) -> None:
    liu, url = as_user(cast.liu), reverse(NEW)
    typed = form_on(liu.get(url)) | plan(places)
    answer = liu.post(url, typed)
    project = Project.objects.get()
    assert answer.url == project.get_absolute_url()
    objective = Objective.objects.get(project=project)
    by_hand, computed = Indicator.objects.filter(project=project)
    assert (by_hand.baseline_value, by_hand.baseline_period) == (Decimal(1200), "2025")
    assert (by_hand.objective, by_hand.due) == (objective, dt.date(2026, 12, 31))
    assert by_hand.place == places.east and by_hand.order < computed.order
    assert (computed.direction, computed.unit) == ("higher", "")
    early, late = Measure.objects.filter(project=project)
    assert (early.start, early.end) == (project.start, project.end)
    assert (late.start, late.end) == (dt.date(2026, 3, 1), dt.date(2026, 6, 30))
    assert BudgetLine.objects.get(project=project).planned == Decimal("36000.50")
    told = AuditEntry.objects.filter(target_id=str(project.pk)).values_list("code", flat=True)
    assert sorted(told) == sorted(
        ["programmes.project.added", "programmes.objective.added"]
        + ["programmes.indicator.added"] * 2
        + ["programmes.measure.added"] * 2
        + ["programmes.budgetline.added"]
    )
    assert liu.post(url, typed).url == project.get_absolute_url()
    assert Measure.objects.count() == 2, "the same page sent again adds nothing"


def test_a_mistake_stands_at_its_cell_and_nothing_typed_is_lost(places, cast, as_user) -> None:
    liu, url = as_user(cast.liu), reverse(NEW)
    typed = form_on(liu.get(url)) | plan(places)
    typed |= {
        "objectives-0-due": "明年底",
        "indicators-0-objective_row": "7",
        "budget-0-planned": "三万",
        "measures-1-kind": "",
    }
    page = liu.post(url, typed)
    assert page.status_code == 200 and not Project.objects.exists()
    text = page.content.decode()
    form = page.context["form"]
    assert "due" in form.objectives.forms[0].errors and "明年底" in text
    assert "Objectives · Row 1" in text and 'href="#id_objectives-0-due"' in text
    assert "planned" in form.budget.forms[0].errors and "三万" in text
    assert "kind" in form.measures.forms[1].errors and "健康讲座" in text
    assert form_on(page)["indicators-0-baseline_value"] == ["１,２００"]
    typed |= {"objectives-0-due": "", "budget-0-planned": "30000", "measures-1-kind": "service"}
    page = liu.post(url, typed)
    assert "objective_row" in page.context["form"].indicators.forms[0].errors
    assert not Project.objects.exists()


def test_a_measure_without_days_needs_those_of_the_project(places, cast, as_user) -> None:
    liu, url = as_user(cast.liu), reverse(NEW)
    typed = form_on(liu.get(url)) | plan(places) | {"start": "", "end": ""}
    page = liu.post(url, typed)
    assert set(page.context["form"].measures.forms[0].errors) == {"start", "end"}
    assert not page.context["form"].measures.forms[1].errors and not Project.objects.exists()


def test_more_rows_come_without_javascript_and_keep_what_was_typed(places, cast, as_user) -> None:
    liu, url = as_user(cast.liu), reverse(NEW)
    typed = form_on(liu.get(url)) | rows("measures", {"title": "入户"})
    before = int(typed["measures-TOTAL_FORMS"][0])
    page = liu.post(url, typed | {"more_rows": "measures"})
    drawn = form_on(page)
    assert int(drawn["measures-TOTAL_FORMS"][0]) == before + 3
    assert drawn["measures-0-title"] == ["入户"] and f"measures-{before + 2}-title" in drawn
    assert drawn["record_key"] == typed["record_key"], "it still is the same project"
    assert not page.context["form"].errors and not Project.objects.exists()


def test_a_sheet_that_does_not_exist_gets_no_rows(places, cast, as_user) -> None:
    liu, url = as_user(cast.liu), reverse(NEW)
    page = liu.post(url, form_on(liu.get(url)) | {"more_rows": "nothing"})
    assert page.status_code == 200 and not Project.objects.exists()


@pytest.fixture
def draft(places, cast) -> Project:
    """A draft of the eastern community with one part of each kind."""
    project = make_project(places.east, cast.liu)
    make_indicator(project, cast.liu)
    make_measure(project, cast.liu)
    make_budget_line(project, cast.liu)
    return project


def test_a_draft_is_changed_in_the_same_sheet(draft, cast, as_user) -> None:
    """Changed, added and removed at once; what is left alone keeps its revision."""
    liu, url = as_user(cast.liu), reverse("programmes:project-edit", args=[draft.pk])
    typed = form_on(liu.get(url))
    assert typed["indicators-0-name"] == ["烟感安装率"] and typed["budget-0-planned"] == ["10000"]
    untouched = Indicator.objects.get().revision
    typed |= {
        "measures-0-title": "逐户检查",
        **rows("objectives", {"text": "烟感全覆盖"}),
        "budget-0-DELETE": "on",
        "budget-1-item": "宣传品",
        "budget-1-planned": "500",
    }
    for _time in range(2):
        assert liu.post(url, typed).status_code == 302
    assert Measure.objects.get().title == "逐户检查"
    assert Objective.objects.get().text == "烟感全覆盖"
    assert BudgetLine.objects.get().item == "宣传品"
    assert Indicator.objects.get().revision == untouched
    gone = AuditEntry.objects.get(code="communities.record.deleted")
    assert gone.target_id == str(draft.pk) and gone.changes["budgetline"] == ["烟感报警器", None]


def test_of_two_at_one_row_nobody_loses_anything(draft, cast, as_user) -> None:
    liu, chen = as_user(cast.liu), as_user(cast.chen)
    url = reverse("programmes:project-edit", args=[draft.pk])
    lius, chens = form_on(liu.get(url)), form_on(chen.get(url))
    assert liu.post(url, lius | {"measures-0-title": "甲"}).status_code == 302
    assert chen.post(url, chens | {"measures-0-unit": "栋"}).status_code == 302
    measure = Measure.objects.get()
    assert (measure.title, measure.unit) == ("甲", "栋")
    page = chen.post(url, chens | {"measures-0-title": "乙"})
    (clash,) = page.context["form"].measures.forms[0].clashes
    assert (clash.theirs, clash.yours) == ("甲", "乙") and Measure.objects.get().title == "甲"


def test_what_has_values_stays_in_the_plan(draft, cast, as_user) -> None:
    make_value(Indicator.objects.get(), cast.liu)
    liu, url = as_user(cast.liu), reverse("programmes:project-edit", args=[draft.pk])
    page = liu.post(url, form_on(liu.get(url)) | {"indicators-0-DELETE": "on"})
    assert page.status_code == 200 and Indicator.objects.exists()
    (row,) = (row for row in page.context["form"].indicators.rows if row.errors)
    assert "indicator value: 1" in str(row.non_field_errors())


def test_the_plan_of_a_running_project_is_no_sheet(draft, cast, as_user) -> None:
    """What was approved is changed part by part, each with its own trail."""
    run_project(draft)
    liu = as_user(cast.liu)
    page = liu.get(reverse("programmes:project-edit", args=[draft.pk]))
    assert "measures-TOTAL_FORMS" not in page.content.decode()
    assert "#measures" not in liu.get(draft.get_absolute_url()).content.decode().split("edit/")[-1]


def test_a_stranger_finds_no_sheet(draft, cast, as_user) -> None:
    url = reverse("programmes:project-edit", args=[draft.pk])
    assert as_user(cast.outsider).post(url, {}).status_code == 404
    assert as_user(cast.wang).post(url, {}).status_code == 403
