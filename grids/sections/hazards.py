"""Section of evaluation reports: hazards and their rectification."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, DateField, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.models import Grade, HazardCategory
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
from documents.figures import compared, key_figure
from grids.indicators import found_in
from grids.models import Hazard, HazardState
from lib.bilingual import bilingual
from lib.indicators import rows_href
from lib.numerals import format_number

MONTHS_SHOWN = 12
HAZARD_FIGURES = (
    "grids.hazards.found",
    "grids.hazards.major",
    "grids.hazards.on_spot",
    "grids.hazards.rectified",
    "grids.rectified_on_time",
    "grids.hazards.overdue",
    "grids.hazards.repeated",
)


def hazards_section(context: ReportContext) -> Section | None:
    """Key figures, hazards by category and grade, the months, what needs attention."""
    figures = compared(HAZARD_FIGURES, context)
    blocks: list[Block] = [KeyFigures(tuple(map(key_figure, figures)))]
    found = found_in(context.area, context.period)
    chart = _months_chart(context)
    some = bool(figures[0].now.value)
    if not some and chart is None:
        return None
    if some:
        blocks.append(_category_table(context, found))
    if chart is not None:
        blocks.append(chart)
    blocks += _attention(context, {one.definition.key: one.now.value for one in figures})
    return Section("grids.hazards", bilingual(_("Hazards and rectification")), tuple(blocks))


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


def _attention(context: ReportContext, values: Mapping[str, float | None]) -> list[Block]:
    """Name what is overdue and what comes back, with what to do about it."""
    blocks: list[Block] = []
    late = values["grids.hazards.overdue"]
    if late:
        text = bilingual(_("%(n)s hazards are past their deadline."), n=format_number(late))
        action = bilingual(
            _("Agree on a new date with the person responsible, or pass it on to the authority.")
        )
        blocks.append(Finding("high", text, action))
    again = values["grids.hazards.repeated"]
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
