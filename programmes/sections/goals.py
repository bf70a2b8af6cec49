"""Section of evaluation reports: goals against actual values (domain facts 8.2, item 2)."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from documents import (
    Callout,
    Cell,
    Column,
    Finding,
    KeyFigure,
    KeyFigures,
    Section,
    Table,
)
from documents.context import ReportContext
from lib.bilingual import Text, bilingual, words
from lib.indicators import rows_href
from lib.numerals import format_number
from programmes.models import Indicator, Light, Measure, Project
from programmes.readings import Reading, latest_readings

GOALS = "programmes.goals"
GOALS_TITLE = _("Goals and actual values")

#: Overdue measures named one by one; the rest is a number that opens its rows.
NAMED = 15


def goals_section(context: ReportContext) -> Section | None:
    """Goals against actual values with their lights, and what is overdue."""
    projects = Project.objects.in_area(context.area).running_in(context.period)
    indicators = Indicator.objects.of_projects(projects).select_related("project", "place")
    ordered = list(indicators.order_by("project__code", "order", "created_at"))
    found = latest_readings(ordered, context.period.end, context.as_of)
    rows = list(zip(ordered, found, strict=True))
    late = _late(context)
    if not rows and not late.exists():
        return None
    blocks: list[Any] = [_lights(rows, late, context)]
    if rows:
        blocks.append(_goal_table(rows))
        blocks.append(Callout("info", bilingual(RULE)))
    blocks += _late_blocks(late)
    return Section(GOALS, words(GOALS_TITLE), tuple(blocks))


RULE = _(
    "On target: the target is reached, or as much of the way to it is covered as of the time. "
    "Behind plan: better than the baseline, but less of the way than of the time. Not improving: "
    "not better than the baseline, or the time is over. The rule is the portal's own."
)


def _late(context: ReportContext) -> QuerySet[Measure]:
    rows = Measure.objects.in_area(context.area).promised().late(context.last_day)
    return rows.for_list().order_by("end", "id")


def _lights(
    rows: list[tuple[Indicator, Reading | None]], late: QuerySet[Measure], context: ReportContext
) -> KeyFigures:
    lights = [reading.light if reading else Light.NONE for _one, reading in rows]
    figures = [KeyFigure(words(one.label), lights.count(one)) for one in Light]
    href = rows_href("programmes:measures", context.area, state="late", on=context.last_day)
    figures.append(KeyFigure(bilingual(_("Measures overdue")), late.count(), href=href))
    return KeyFigures(tuple(figures))


def _goal_table(rows: list[tuple[Indicator, Reading | None]]) -> Table:
    columns = (
        Column(bilingual(_("Project"))),
        Column(bilingual(_("Indicator"))),
        Column(bilingual(_("Baseline")), align="right"),
        Column(bilingual(_("Target")), align="right"),
        Column(bilingual(_("Actual")), align="right"),
        Column(bilingual(_("95% CI")), align="right"),
        Column(bilingual(_("Period"))),
        Column(bilingual(_("Traffic light"))),
    )
    return Table(
        columns,
        tuple(_goal_row(one, reading) for one, reading in rows),
        caption=bilingual(_("Indicators of the running projects")),
        note=bilingual(_("The actual value is that of the last finished period of the indicator.")),
    )


def _goal_row(indicator: Indicator, reading: Reading | None) -> tuple[Any, ...]:
    measured = reading.measured if reading else None
    light = reading.light if reading else Light.NONE
    href = (measured.href if measured else "") or indicator.get_absolute_url()
    return (
        Cell(indicator.project.title, indicator.project.get_absolute_url()),
        Cell(_name(indicator), indicator.get_absolute_url()),
        _figure(indicator, indicator.baseline_value),
        _figure(indicator, indicator.target_value),
        Cell(_figure(indicator, reading.value if reading else None), href),
        _interval(indicator, measured),
        bilingual("%(period)s", period=_period_words(reading)) if reading else "",
        words(light.label),
    )


def _name(indicator: Indicator) -> Text:
    """Return name, unit and place of an indicator, as "Falls (per 100,000) · East"."""
    name = indicator.name or (
        indicator.registered.name if indicator.registered else indicator.registry_key
    )
    unit = indicator.registered.unit if indicator.registered else indicator.shown_unit
    pattern = "%(name)s (%(unit)s) · %(place)s" if unit else "%(name)s · %(place)s"
    return bilingual(pattern, name=name, unit=unit, place=str(indicator.place))


def _figure(indicator: Indicator, value: Any) -> int | float | None:
    """Return a number as a text column prints it: whole for counts, else with decimals."""
    if value is None:
        return None
    return round(float(value)) if indicator.digits == 0 else round(float(value), indicator.digits)


def _interval(indicator: Indicator, measured: Any) -> str:
    if measured is None or measured.low is None or measured.high is None:
        return ""
    low, high = (
        format_number(float(limit), kind="decimal", digits=indicator.digits)
        for limit in (measured.low, measured.high)
    )
    return f"{low} – {high}"


def _period_words(reading: Reading) -> Any:
    return lambda _language: str(reading.period)


def _late_blocks(late: QuerySet[Measure]) -> list[Finding]:
    text = _("Overdue: %(measure)s (%(project)s), %(done)s of %(planned)s %(unit)s done.")
    return [
        Finding(
            "medium",
            bilingual(
                text,
                measure=one.title,
                project=one.project.title,
                unit=one.unit,
                done=f"{one.done_quantity.normalize():f}",
                planned=f"{one.planned_quantity.normalize():f}",
            ),
            bilingual(
                _("Planned end %(day)s; responsible: %(who)s."),
                day=one.end.isoformat(),
                who=_responsible(one),
            ),
        )
        for one in late[:NAMED]
    ]


def _responsible(measure: Measure) -> Any:
    names = [str(measure.owner or ""), measure.owner_name]
    return " · ".join(name for name in names if name) or _("nobody named")
