"""Sections of evaluation reports: hazards and their rectification, inspections and coverage."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, DateField, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.models import Grade, HazardCategory
from communities.models import Area
from documents import (
    Block,
    Callout,
    Cell,
    Chart,
    Column,
    Finding,
    KeyFigures,
    Section,
    Table,
    charts,
)
from documents.blocks import Given
from documents.context import ReportContext
from documents.figures import key_figure
from grids.indicators import found_in
from grids.models import Hazard, HazardState, Inspection, Outcome
from grids.models.inspections import InspectionQuerySet
from lib.bilingual import bilingual
from lib.indicators import indicators, rows_href, share
from lib.numerals import format_number
from premises.models import Premises, PremisesQuerySet

MONTHS_SHOWN = 12
WORKERS_SHOWN = 20
HAZARD_FIGURES = (
    "grids.hazards.found",
    "grids.hazards.major",
    "grids.hazards.on_spot",
    "grids.hazards.rectified",
    "grids.rectified_on_time",
    "grids.hazards.overdue",
    "grids.hazards.repeated",
)
INSPECTION_FIGURES = (
    "grids.premises",
    "grids.coverage",
    "grids.inspections",
)


def hazards_section(context: ReportContext) -> Section | None:
    """Key figures, hazards by category and grade, the months, what needs attention."""
    blocks: list[Block] = [_figures(context, HAZARD_FIGURES)]
    found = found_in(context.area, context.period)
    chart = _months_chart(context)
    if not found.exists() and chart is None:
        return None
    if found.exists():
        blocks.append(_category_table(context, found))
    if chart is not None:
        blocks.append(chart)
    blocks += _attention(context)
    return Section("grids.hazards", bilingual(_("Hazards and rectification")), tuple(blocks))


def inspections_section(context: ReportContext) -> Section | None:
    """Key figures, coverage by area, who inspected how much."""
    registered = Premises.objects.in_area(context.area).registered_on(context.period.last_day)
    premises = registered.inspectable()
    made = Inspection.objects.in_area(context.area).started_in(context.period)
    if not registered.exists() and not made.exists():
        return None
    blocks: list[Block] = [_figures(context, INSPECTION_FIGURES)]
    blocks += _coverage_table(context, premises, made)
    blocks += _workers_table(context, made)
    return Section("grids.inspections", bilingual(_("Inspections")), tuple(blocks))


def _figures(context: ReportContext, keys: tuple[str, ...]) -> KeyFigures:
    return KeyFigures(tuple(key_figure(key, context) for key in keys))


def _category_table(context: ReportContext, found: QuerySet[Hazard]) -> Table:
    settled = Q(state__in=(HazardState.RECTIFIED, HazardState.CLOSED))
    rows: dict[Any, Mapping[str, Any]] = {
        row["category"]: row
        for row in found.order_by()
        .values("category")
        .annotate(
            general=Count("pk", filter=Q(grade=Grade.GENERAL)),
            major=Count("pk", filter=Q(grade=Grade.MAJOR)),
            found=Count("pk"),
            on_spot=Count("pk", filter=Q(on_spot=True)),
            settled=Count("pk", filter=settled),
        )
    }
    names = ("general", "major", "found", "on_spot", "settled")
    more: tuple[dict[str, str], ...] = (
        {"grade": "general"},
        {"grade": "major"},
        {},
        {"on_spot": "yes"},
        {"rectified": "yes"},
    )
    body: list[tuple[Given, ...]] = [
        (
            category.text,
            *(
                Cell(rows[category.pk][name], _hazards(context, category=category.pk, **query))
                for name, query in zip(names, more, strict=True)
            ),
        )
        for category in HazardCategory.objects.filter(pk__in=rows)
    ]
    totals: tuple[Given, ...] = (
        bilingual(_("Total")),
        *(
            Cell(sum(row[name] for row in rows.values()), _hazards(context, **query))
            for name, query in zip(names, more, strict=True)
        ),
    )
    headings = (_("General"), _("Major"), _("Found"), _("On the spot"), _("Rectified"))
    columns = (
        Column(bilingual(_("Category"))),
        *(Column(bilingual(heading), "integer") for heading in headings),
    )
    caption = bilingual(_("Hazards found in the period, by category and grade"))
    return Table(columns, tuple(body), caption=caption, totals=totals)


def _hazards(context: ReportContext, **more: Any) -> str:
    return rows_href("grids:hazards", context.area, context.period, standing="yes", **more)


def _months_chart(context: ReportContext) -> Chart | None:
    """Hazards found and closed in each of the last twelve months."""
    months = context.period.months()[-1].back(MONTHS_SHOWN)
    hazards = Hazard.objects.in_area(context.area).standing()
    start, end = months[0].start_at, min(months[-1].end_at, context.as_of)
    found = _by_month(hazards.filter(found_at__gte=start, found_at__lt=end), "found_at")
    closed = _by_month(
        hazards.filter(state=HazardState.CLOSED, ended_at__gte=start, ended_at__lt=end), "ended_at"
    )
    if not found and not closed:
        return None
    days = [month.start for month in months]
    series = [
        charts.Series(bilingual(_("Found")), [found[day] for day in days]),
        charts.Series(bilingual(_("Closed")), [closed[day] for day in days]),
    ]
    measure = charts.Axis(bilingual(_("hazards")))
    caption = bilingual(_("Hazards found and closed by month"))
    alt = bilingual(
        _("Found in twelve months: %(found)s; closed: %(closed)s."),
        found=format_number(sum(found.values())),
        closed=format_number(sum(closed.values())),
    )
    columns = (
        Column(bilingual(_("Month"))),
        Column(bilingual(_("Found")), "integer"),
        Column(bilingual(_("Closed")), "integer"),
    )
    rows = tuple((month.code, found[month.start], closed[month.start]) for month in months)
    return Chart(charts.line(days, series, measure=measure), caption, alt, Table(columns, rows))


def _by_month(rows: QuerySet[Hazard], field: str) -> Counter[dt.date]:
    zone = timezone.get_default_timezone()
    months = (
        rows.order_by()
        .annotate(month=TruncMonth(field, tzinfo=zone, output_field=DateField()))
        .values_list("month")
        .annotate(count=Count("pk"))
    )
    return Counter(dict(months))


def _attention(context: ReportContext) -> list[Block]:
    """Name what is overdue and what comes back, with what to do about it."""
    blocks: list[Block] = []
    late = indicators["grids.hazards.overdue"].compute(context.area, context.period).value
    if late:
        text = bilingual(_("%(n)s hazards are past their deadline."), n=format_number(late))
        action = bilingual(
            _("Agree on a new date with the person responsible, or pass it on to the authority.")
        )
        blocks.append(Finding("high", text, action))
    again = indicators["grids.hazards.repeated"].compute(context.area, context.period).value
    if again:
        text = bilingual(
            _("%(n)s hazards had been found in the same place in the 12 months before."),
            n=format_number(again),
        )
        action = bilingual(_("Look for the cause: training, supervision, or the building itself."))
        blocks.append(Finding("medium", text, action))
    if context.period.end_at > context.as_of:
        text = bilingual(
            _("The period has not ended: hazards found late in it may still be rectified.")
        )
        blocks.append(Callout("info", text))
    return blocks


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
