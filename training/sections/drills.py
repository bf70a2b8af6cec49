"""Section of evaluation reports: drills held, how they were judged, how many findings each had."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from documents import (
    Cell,
    Column,
    KeyFigure,
    KeyFigures,
    Section,
    Table,
)
from documents.context import ReportContext
from documents.figures import compared, key_figure
from lib.bilingual import bilingual
from lib.comparison import Compared
from training.drillsheet import drill_sheet
from training.indicators import drills_url
from training.kinds import DrillKind
from training.models import Drill, Event

DRILLS = "training.drills"
DRILLS_TITLE = _("Drills")


def drills_section(context: ReportContext) -> Section | None:
    """Drills held in the period, and the share of their findings that was closed in time."""
    drills = Event.objects.in_area(context.area).drills().held_in(context.period)
    figures = compared(("training.drills", "training.findings_on_time"), context)
    if not drills.exists() and not figures[1].now.denominator:
        return None
    held = list(
        drills.with_persons()
        .select_related("area", "drill")
        .with_findings()
        .prefetch_related("drill__moments", "drill__scores")
        .order_by("starts_at")
    )
    blocks: list[Any] = [_figures(context, held, *figures)]
    if held:
        blocks.append(_drill_table(held))
    return Section(DRILLS, bilingual(DRILLS_TITLE), tuple(blocks))


def _figures(
    context: ReportContext, held: list[Event], drills: Compared, on_time: Compared
) -> KeyFigures:
    return KeyFigures(
        (
            key_figure(drills),
            KeyFigure(
                bilingual(_("Person-times at drills")),
                sum(event.persons for event in held),
                href=drills_url(context.area, context.period),
            ),
            KeyFigure(
                bilingual(_("Findings of these drills")), sum(event.findings for event in held)
            ),
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
        event.findings,
    )
