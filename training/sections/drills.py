"""Section of evaluation reports: drills held, how they were judged, findings and their state."""

import datetime as dt
from typing import Any

from django.utils import timezone
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
from documents.figures import compared, key_figure
from lib.bilingual import bilingual
from lib.comparison import Compared
from lib.numerals import format_date
from training.drillsheet import drill_sheet
from training.indicators import drills_url
from training.kinds import DrillKind
from training.models import Drill, DrillFinding, Event

DRILLS = "training.drills"
DRILLS_TITLE = _("Drills")
#: Overdue findings told one by one; the rest is a number with its list.
FINDINGS_TOLD = 8


def drills_section(context: ReportContext) -> Section | None:
    """Drills held in the period, and findings that are due or overdue."""
    drills = Event.objects.in_area(context.area).drills().held_in(context.period)
    today = timezone.localdate(context.as_of)
    overdue = DrillFinding.objects.in_area(context.area).overdue(today)
    figures = compared(("training.drills", "training.findings_on_time"), context)
    if not drills.exists() and not overdue.exists() and not figures[1].now.denominator:
        return None
    held = list(
        drills.with_persons()
        .select_related("area", "drill")
        .prefetch_related("drill__moments", "drill__scores", "drill__findings")
        .order_by("starts_at")
    )
    blocks: list[Any] = [_figures(context, held, *figures)]
    if held:
        blocks.append(_drill_table(held))
    blocks += _overdue_blocks(context, overdue, today)
    return Section(DRILLS, bilingual(DRILLS_TITLE), tuple(blocks))


def _figures(
    context: ReportContext, held: list[Event], drills: Compared, on_time: Compared
) -> KeyFigures:
    found = sum(len(drill.findings.all()) for event in held if (drill := _drill(event)))
    return KeyFigures(
        (
            key_figure(drills),
            KeyFigure(
                bilingual(_("Person-times at drills")),
                sum(event.persons for event in held),
                href=drills_url(context.area, context.period),
            ),
            KeyFigure(bilingual(_("Findings of these drills")), found),
            key_figure(on_time),
        )
    )


def _drill(event: Event) -> Drill | None:
    return getattr(event, "drill", None)


def _drill_table(held: list[Event]) -> Table:
    return Table(
        (
            Column(bilingual(_("Date")), "date"),
            Column(bilingual(_("Drill"))),
            Column(bilingual(_("Form"))),
            Column(bilingual(_("Area"))),
            Column(bilingual(_("Persons")), "integer"),
            Column(bilingual(_("Out after the alarm (min:s)")), align="right"),
            Column(bilingual(_("Score")), "percent", 0),
            Column(bilingual(_("Findings")), "integer"),
        ),
        tuple(_drill_row(event) for event in held),
        caption=bilingual(_("Drills held")),
    )


def _drill_row(event: Event) -> tuple[Any, ...]:
    drill = _drill(event)
    title = Cell(event.title, (drill or event).get_absolute_url())
    if drill is None:
        return (event.day, title, None, str(event.area), event.persons, None, None, None)
    sheet = drill_sheet(drill)
    return (
        event.day,
        title,
        bilingual(DrillKind(drill.kind).label),
        str(event.area),
        event.persons,
        sheet.evacuated_after or None,
        sheet.percent,
        len(drill.findings.all()),
    )


def _overdue_blocks(context: ReportContext, overdue: Any, today: dt.date) -> list[Any]:
    rows = list(overdue.for_list().order_by("due", "pk")[: FINDINGS_TOLD + 1])
    blocks: list[Any] = [
        Finding(
            "medium",
            bilingual(
                _("%(drill)s: %(problem)s (due %(due)s, %(days)s days ago)"),
                drill=row.drill.event.title,
                problem=row.problem,
                due=lambda language, due=row.due: format_date(due, language=language),
                days=str((today - row.due).days),
            ),
            row.action,
        )
        for row in rows[:FINDINGS_TOLD]
    ]
    if len(rows) > FINDINGS_TOLD:
        count = overdue.count()
        words = _("%(count)s findings of drills are overdue; the oldest are named above.")
        blocks.append(Callout("warning", bilingual(words, count=str(count))))
    return blocks
