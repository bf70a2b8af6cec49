"""Section of evaluation reports: inspections and how far they cover the premises."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.models import Area
from documents import (
    Block,
    Cell,
    Column,
    Section,
    Table,
)
from documents.context import ReportContext
from documents.figures import key_figures
from grids.indicators import found_in
from grids.models import Inspection, Outcome
from grids.models.inspections import InspectionQuerySet
from lib.bilingual import bilingual
from lib.indicators import rows_href, share
from premises.models import Premises, PremisesQuerySet

WORKERS_SHOWN = 20
INSPECTION_FIGURES = (
    "grids.premises",
    "grids.coverage",
    "grids.inspections",
)


def inspections_section(context: ReportContext) -> Section | None:
    """Key figures, coverage by area, who inspected how much."""
    registered = Premises.objects.in_area(context.area).registered_on(context.period.last_day)
    premises = registered.inspectable()
    made = Inspection.objects.in_area(context.area).started_in(context.period)
    if not registered.exists() and not made.exists():
        return None
    blocks: list[Block] = [key_figures(INSPECTION_FIGURES, context)]
    blocks += _coverage_table(context, premises, made)
    blocks += _workers_table(context, made)
    return Section("grids.inspections", bilingual(_("Inspections")), tuple(blocks))


def _coverage_table(
    context: ReportContext, premises: PremisesQuerySet, made: InspectionQuerySet
) -> list[Block]:
    """Return coverage for each area directly below; none when there is nothing below."""
    period = context.period
    below = Area.objects.subtree(context.area).filter(depth=context.area.depth + 1)
    areas = list(below.valid_on(period.last_day).order_by("path"))
    if not areas:
        return []
    inspected = premises.inspected_between(period.start, period.end)
    counted = [
        _per_area(areas, rows)
        for rows in (
            premises,
            inspected,
            made.done(),
            made.exclude(outcome=Outcome.DONE),
            found_in(context.area, period),
        )
    ]
    body = [
        _coverage_row(context, area, [counts[area.path] for counts in counted]) for area in areas
    ]
    columns = (
        Column(bilingual(_("Area"))),
        Column(bilingual(_("Premises to inspect")), "integer"),
        Column(bilingual(_("Inspected")), "integer"),
        Column(bilingual(_("Coverage")), "percent"),
        Column(bilingual(_("Inspections")), "integer"),
        Column(bilingual(_("Nobody there or refused")), "integer"),
        Column(bilingual(_("Hazards found")), "integer"),
    )
    caption = bilingual(_("Inspections and coverage by area"))
    return [Table(columns, tuple(body), caption=caption)]


def _coverage_row(context: ReportContext, area: Area, numbers: list[int]) -> tuple[Any, ...]:
    registered, inspected, made, missed, hazards = numbers
    period = context.period
    last = f"{period.last_day}"
    coverage = share(inspected, registered, href="", nothing="")
    covered: dict[str, Any] = {
        "on": last,
        "state": "inspectable",
        "inspected_start": f"{period.start}",
        "inspected_end": last,
    }
    return (
        str(area),
        Cell(registered, rows_href("premises:list", area, on=last, state="inspectable")),
        Cell(inspected, rows_href("premises:list", area, **covered)),
        coverage.value,
        Cell(made, rows_href("grids:inspections", area, period, outcome=Outcome.DONE.value)),
        missed,
        Cell(hazards, rows_href("grids:hazards", area, period, standing="yes")),
    )


def _per_area(areas: list[Area], rows: QuerySet[Any]) -> Counter[str]:
    """Count rows below each of `areas`: one grouped query, summed up the tree here."""
    counted = rows.order_by().values_list("area__path").annotate(number=Count("pk"))
    paths = {area.path for area in areas}
    length = len(areas[0].path)
    totals: Counter[str] = Counter()
    for path, number in counted:
        if path[:length] in paths:
            totals[path[:length]] += number
    return totals


def _workers_table(context: ReportContext, made: QuerySet[Inspection]) -> list[Block]:
    """Return how much the most active inspectors did."""
    done = Count("pk", filter=Q(outcome=Outcome.DONE))
    rows = list(
        made.order_by()
        .values("inspector", "inspector__full_name")
        .annotate(done=done, tried=Count("pk"), places=Count("premises", distinct=True))
        .order_by("-done", "inspector__full_name")[:WORKERS_SHOWN]
    )
    if not rows:
        return []
    found = dict(
        found_in(context.area, context.period)
        .order_by()
        .values_list("found_by")
        .annotate(number=Count("pk"))
    )
    body = tuple(_worker_row(context, row, found.get(row["inspector"], 0)) for row in rows)
    columns = (
        Column(bilingual(_("Inspector"))),
        Column(bilingual(_("Inspections")), "integer"),
        Column(bilingual(_("Nobody there or refused")), "integer"),
        Column(bilingual(_("Premises")), "integer"),
        Column(bilingual(_("Hazards found")), "integer"),
    )
    caption = bilingual(_("Activity of inspectors"))
    return [Table(columns, body, caption=caption)]


def _worker_row(context: ReportContext, row: Mapping[str, Any], found: int) -> tuple[Any, ...]:
    who = {"inspector": str(row["inspector"])}
    visits = rows_href(
        "grids:inspections", context.area, context.period, outcome=Outcome.DONE.value, **who
    )
    hazards = rows_href("grids:hazards", context.area, context.period, standing="yes", **who)
    return (
        row["inspector__full_name"],
        Cell(row["done"], visits),
        row["tried"] - row["done"],
        row["places"],
        Cell(found, hazards),
    )
