"""Report sections of this app (domain facts 8.2, items 2 and 3)."""

import datetime as dt
from collections import Counter
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents import (
    Callout,
    Cell,
    Chart,
    Column,
    Finding,
    KeyFigure,
    KeyFigures,
    Section,
    SectionKind,
    Table,
    charts,
    sections,
)
from documents.context import ReportContext
from lib.bilingual import Text, bilingual, words
from lib.indicators import rows_href
from lib.numerals import format_number
from programmes.models import Indicator, Light, Measure, Project, Stage
from programmes.readings import Reading, latest_readings

GOALS = "programmes.goals"
PROJECTS = "programmes.projects"
GOALS_TITLE = _("Goals and actual values")
PROJECTS_TITLE = _("Promotion projects")

#: Overdue measures named one by one; the rest is a number that opens its rows.
NAMED = 15


def register_sections() -> None:
    """Fill the registry of report sections."""
    sections.register(
        SectionKind(
            key=GOALS,
            title=GOALS_TITLE,
            builder=goals_section,
        )
    )
    sections.register(
        SectionKind(
            key=PROJECTS,
            title=PROJECTS_TITLE,
            builder=projects_section,
        )
    )


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


def _last_day(context: ReportContext) -> dt.date:
    """Return the last day that the report speaks of."""
    return min(context.period.last_day, timezone.localdate(context.as_of))


def _late(context: ReportContext) -> QuerySet[Measure]:
    rows = Measure.objects.in_area(context.area).promised().late(_last_day(context))
    return rows.for_list().order_by("end", "id")


def _lights(
    rows: list[tuple[Indicator, Reading | None]], late: QuerySet[Measure], context: ReportContext
) -> KeyFigures:
    lights = [reading.light if reading else Light.NONE for _one, reading in rows]
    figures = [KeyFigure(words(one.label), lights.count(one)) for one in Light]
    href = rows_href("programmes:measures", context.area, state="late", on=_last_day(context))
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


def projects_section(context: ReportContext) -> Section | None:
    """Stage, measures, money, indicators and reach of every project that ran in the period."""
    day = _last_day(context)
    rows = (
        Project.objects.in_area(context.area)
        .running_in(context.period)
        .select_related("area")
        .with_measure_counts(day)
        .with_money(day)
        .prefetch_related("covered_areas", "steps")
        .order_by("code", "id")
    )
    projects = list(rows)
    if not projects:
        return None
    blocks: list[Any] = [_project_table(projects, context)]
    if any(project.measures_total for project in projects):
        blocks.append(_measure_chart(projects))
    return Section(PROJECTS, words(PROJECTS_TITLE), tuple(blocks))


def _project_table(projects: list[Project], context: ReportContext) -> Table:
    columns = (
        Column(bilingual(_("Project"))),
        Column(bilingual(_("Stage"))),
        Column(bilingual(_("Measures planned")), "integer"),
        Column(bilingual(_("Measures done")), "integer"),
        Column(bilingual(_("Measures overdue")), "integer"),
        Column(bilingual(_("Planned (yuan)")), "integer"),
        Column(bilingual(_("Spent (yuan)")), "integer"),
        Column(bilingual(_("Persons in the target")), "integer"),
        Column(bilingual(_("Covered areas")), "integer"),
    )
    rows = tuple(_project_row(project, context) for project in projects)
    totals = (
        bilingual(_("Total")),
        "",
        *(
            sum(getattr(one, name) for one in projects)
            for name in ("measures_total", "measures_done", "measures_late", "planned", "spent")
        ),
        None,
        None,
    )
    return Table(
        columns, rows, caption=bilingual(_("Projects that ran in the period")), totals=totals
    )


def _project_row(project: Project, context: ReportContext) -> tuple[Any, ...]:
    return (
        Cell(project.title, project.get_absolute_url()),
        words(stage_at(project, context.period.end_at).label),
        project.measures_total,
        project.measures_done,
        project.measures_late,
        project.planned,
        project.spent,
        project.target_size,
        len(project.covered_areas.all()),
    )


def stage_at(project: Project, moment: dt.datetime) -> Stage:
    """Return the stage of `project` just before `moment`, from its prefetched steps."""
    past = [step for step in project.steps.all() if step.at < moment]
    return Stage(past[-1].target) if past else Stage.DRAFT


def _labels(projects: list[Project]) -> list[str]:
    """Return code and title; where two areas use the same ones, the area tells them apart."""
    labels = [f"{project.code} {project.title}" for project in projects]
    for more in (str, lambda area: area.code):
        often = Counter(labels)
        labels = [
            f"{label} · {more(project.area)}" if often[label] > 1 else label
            for label, project in zip(labels, projects, strict=True)
        ]
    return labels


def _measure_chart(projects: list[Project]) -> Chart:
    shown = [project for project in projects if project.measures_total]
    shares = [100 * project.measures_done / project.measures_total for project in shown]
    labels = _labels(shown)
    spec = charts.bar(labels, shares, measure=charts.Axis(kind="percent", digits=0))
    table = Table(
        (Column(bilingual(_("Project"))), Column(bilingual(_("Measures done")), "percent")),
        tuple(zip(labels, shares, strict=True)),
    )
    done = sum(project.measures_done for project in shown)
    alt = bilingual(
        _("Share of the measures done, by project; in all %(done)s of %(total)s."),
        done=str(done),
        total=str(sum(project.measures_total for project in shown)),
    )
    return Chart(spec, bilingual(_("Share of the measures done, by project")), alt, table)
