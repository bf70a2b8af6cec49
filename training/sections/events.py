"""Sections of evaluation reports: events with their audiences, drills with their findings.

Domain facts 8.2, item 7. The year's overview page shows the blocks of the first section.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from documents import (
    Cell,
    Chart,
    Column,
    Section,
    Table,
    charts,
)
from documents.context import ReportContext
from documents.figures import key_figures
from lib.bilingual import Text, bilingual
from lib.indicators import rows_href
from lib.numerals import MONTHS
from lib.periods import Period
from training.indicators import events_url
from training.kinds import MaterialKind, StockUnit
from training.models import AudienceCount, Event, MaterialIssue
from training.tally import Tally, by_kind, by_month

EVENTS = "training.events"
EVENTS_TITLE = _("Training and publicity")

FIGURES = ("training.sessions", "training.persons", "training.reach", "training.materials")
MONTHS_SHOWN = 12


def events_section(context: ReportContext) -> Section | None:
    """Sessions, person-times by group, sex and age, types, materials, and the last months."""
    events = Event.objects.in_area(context.area).held_in(context.period)
    issues = MaterialIssue.objects.in_area(context.area).held_in(context.period)
    if not events.exists() and not issues.exists():
        return None
    blocks: list[Any] = [
        key_figures(FIGURES, context),
        month_chart(context),
        *_group_blocks(context),
        _kind_table(context, events),
    ]
    if given := _material_table(context, issues):
        blocks.append(given)
    return Section(EVENTS, bilingual(EVENTS_TITLE), tuple(blocks))


def month_label(month: Period) -> Text:
    """Return a month as a chart's axis has it: 26年3月, Mar 26."""
    year, number = f"{month.start.year % 100:02d}", month.start.month
    return Text(f"{year}年{number}月", f"{MONTHS[number - 1][:3]} {year}")


def month_chart(context: ReportContext) -> Chart:
    """Person-times of the last twelve months up to the end of the period, with the sessions."""
    months = context.period.months()[-1].back(MONTHS_SHOWN)
    rows = by_month(Event.objects.in_area(context.area), months)
    labels = [month_label(row.month) for row in rows]
    unit = bilingual(_("person-times"))
    spec = charts.grouped_bar(
        labels,
        [charts.Series(unit, [row.persons for row in rows])],
        measure=charts.Axis(unit),
    )
    data = Table(
        (
            Column(bilingual(_("Month"))),
            Column(bilingual(_("Events held")), "integer"),
            Column(bilingual(_("Person-times")), "integer"),
        ),
        tuple(
            (
                label,
                Cell(row.sessions, events_url(context.area, row.month)),
                Cell(row.persons, events_url(context.area, row.month)),
            )
            for label, row in zip(labels, rows, strict=True)
        ),
        totals=(bilingual(_("Total")), sum(r.sessions for r in rows), sum(r.persons for r in rows)),
    )
    top = max(rows, key=lambda row: row.persons)
    alt = bilingual(
        _("Most person-times, %(count)s, in %(month)s."),
        count=f"{top.persons:,}",
        month=month_label(top.month),
    )
    return Chart(spec, bilingual(_("Person-times by month")), alt, data)


def _group_blocks(context: ReportContext) -> list[Any]:
    """Return the chart and the table of person-times by audience group."""
    tally = Tally.of(AudienceCount.objects.in_area(context.area).held_in(context.period))
    groups = tally.groups()
    if not groups:
        return []
    table = Table(
        (
            Column(bilingual(_("Audience group"))),
            Column(bilingual(_("Person-times")), "integer"),
            Column(bilingual(_("Male")), "integer"),
            Column(bilingual(_("Female")), "integer"),
            Column(bilingual(_("Under 15")), "integer"),
            Column(bilingual(_("15–59")), "integer"),
            Column(bilingual(_("60 and over")), "integer"),
            Column(bilingual(_("Not recorded")), "integer"),
        ),
        tuple(_group_row(context, tally, group) for group in groups),
        caption=bilingual(_("Person-times by audience group, sex and age")),
        note=bilingual(_("Who came to two events counts twice.")),
        totals=(bilingual(_("Total")), *tally.figures()),
    )
    spec = charts.bar(
        [bilingual(group.label) for group in groups],
        [tally.persons(group=group) for group in groups],
        measure=charts.Axis(bilingual(_("person-times"))),
    )
    alt = bilingual(
        _("The largest group: %(group)s, %(count)s person-times of %(total)s."),
        group=groups[0].label,
        count=f"{tally.persons(group=groups[0]):,}",
        total=f"{tally.total:,}",
    )
    return [Chart(spec, bilingual(_("Person-times by audience group")), alt), table]


def _group_row(context: ReportContext, tally: Tally, group: Any) -> tuple[Any, ...]:
    persons, *parts = tally.figures(group)
    href = events_url(context.area, context.period, group=group.value)
    return (bilingual(group.label), Cell(persons, href), *parts)


def _kind_table(context: ReportContext, events: Any) -> Table:
    rows = by_kind(events)
    return Table(
        (
            Column(bilingual(_("Type"))),
            Column(bilingual(_("Events held")), "integer"),
            Column(bilingual(_("Person-times")), "integer"),
        ),
        tuple(
            (
                bilingual(row.kind.label),
                Cell(row.sessions, events_url(context.area, context.period, kind=row.kind.value)),
                row.persons,
            )
            for row in rows
        ),
        caption=bilingual(_("Events by type")),
        totals=(bilingual(_("Total")), sum(r.sessions for r in rows), sum(r.persons for r in rows)),
    )


def _material_table(context: ReportContext, issues: Any) -> Table | None:
    found: dict[Any, int] = {}
    for issue in issues.order_by("material__title", "material_id").select_related("material"):
        found[issue.material] = found.get(issue.material, 0) + issue.copies
    if not found:
        return None
    return Table(
        (
            Column(bilingual(_("Material"))),
            Column(bilingual(_("Kind"))),
            Column(bilingual(_("Given")), "integer"),
            Column(bilingual(_("Unit"))),
        ),
        tuple(
            (
                material.title,
                bilingual(MaterialKind(material.kind).label),
                Cell(
                    copies,
                    rows_href("training:issues", context.area, context.period, q=material.title),
                ),
                bilingual(StockUnit(material.unit).label),
            )
            for material, copies in found.items()
        ),
        caption=bilingual(_("Materials given out")),
    )
