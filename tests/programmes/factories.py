"""Projects and their parts with plain defaults."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import User
from communities.models import Area, Organisation
from programmes.models import (
    BudgetLine,
    Indicator,
    IndicatorKind,
    IndicatorValue,
    Measure,
    MeasureKind,
    Project,
    Way,
)
from programmes.services.plan import save_part
from programmes.services.projects import save_project
from programmes.services.values import save_value


def make_lead_unit(area: Area) -> Organisation:
    """The fire station of an area."""
    return Organisation.objects.get_or_create(
        area=area, name="消防救援站", defaults={"sector": "fire"}
    )[0]


def make_project(area: Area, actor: User | None = None, **overrides: Any) -> Project:
    """A complete plan of a fire project, still a draft without indicators and measures."""
    covered = overrides.pop("covered", [])
    partners = overrides.pop("partners", [])
    fields = {
        "title": "出租屋消防安全",
        "domain": "02",
        "problem": "出租屋电气火灾多发。",
        "diagnosis_sources": ["accidents"],
        "goal": "减少出租屋火灾。",
        "lead_unit": make_lead_unit(area),
        "leader_name": "李队长",
        "start": dt.date(2026, 1, 1),
        "end": dt.date(2026, 12, 31),
    } | overrides
    project = Project(area=area, **fields)
    return save_project(actor=actor, project=project, covered=covered, partners=partners)


def run_project(project: Project, since: dt.date = dt.date(2026, 1, 1)) -> Project:
    """Put the project into the running stage, as if it had been moved there on `since`."""
    Project.objects.filter(pk=project.pk).update(stage="running", running_from=since)
    project.refresh_from_db()
    return project


def make_indicator(project: Project, actor: User | None = None, **overrides: Any) -> Indicator:
    """A manual percentage: households with a smoke alarm, 20 % → 80 %."""
    fields = {
        "name": "烟感安装率",
        "kind": IndicatorKind.SHORT_TERM,
        "place": project.area,
        "direction": Way.HIGHER,
        "is_share": True,
        "baseline_value": Decimal(20),
        "baseline_period": "2025",
        "target_value": Decimal(80),
        "due": dt.date(2026, 12, 31),
    } | overrides
    return save_part(actor=actor, part=Indicator(project=project, **fields))


def make_measure(project: Project, actor: User | None = None, **overrides: Any) -> Measure:
    """Ten visits in spring."""
    fields = {
        "title": "入户检查",
        "kind": MeasureKind.SERVICE,
        "start": dt.date(2026, 3, 1),
        "end": dt.date(2026, 5, 31),
        "planned_quantity": Decimal(10),
        "unit": "户",
    } | overrides
    return save_part(actor=actor, part=Measure(project=project, **fields))


def make_budget_line(project: Project, actor: User | None = None, **overrides: Any) -> BudgetLine:
    """Ten thousand yuan for smoke alarms."""
    fields = {"item": "烟感报警器", "source": "街道财政", "planned": Decimal(10_000)} | overrides
    return save_part(actor=actor, part=BudgetLine(project=project, **fields))


def make_value(
    indicator: Indicator, actor: User | None = None, evidence: bool = True, **overrides: Any
) -> IndicatorValue:
    """30 of 100 households in September 2026, a draft with its table."""
    fields = {
        "period_start": dt.date(2026, 9, 1),
        "numerator": Decimal(30),
        "denominator": Decimal(100),
        "value": Decimal(30),
    } | overrides
    file = ContentFile(b"household,alarm\n1,yes\n", name="table.csv") if evidence else None
    value = IndicatorValue(indicator=indicator, **fields)
    return save_value(actor=actor, value=value, evidence=file)
