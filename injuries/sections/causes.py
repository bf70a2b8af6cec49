"""What caused the injuries, and where they happened."""

from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from documents import Cell, Chart, Column, Paragraph, Section, Table
from documents.charts import Measure, bar
from documents.context import ReportContext
from injuries.codes import Cause, Place
from injuries.filters import BLANK
from injuries.statistics import by_code, counted, listed
from lib.bilingual import bilingual
from lib.numerals import format_value
from lib.periods import Period

NOT_FILLED_IN = _("Not filled in")


def causes(context: ReportContext) -> Section | None:
    """Tables by cause and by place with the periods to compare, and a chart of causes."""
    area, period = context.area, context.period
    counts = by_code(counted(area, period), "cause")
    if not counts:
        return None
    table = code_table(area, period, "cause", Cause, _("Cause"))
    blocks = (
        Paragraph(_leading(counts)),
        table,
        _chart(counts),
        code_table(area, period, "place", Place, _("Place")),
    )
    return Section("injuries.causes", bilingual(_("Injuries by cause and place")), blocks)


def code_table(
    area: Any, period: Period, field: str, choices: type[models.TextChoices], title: str | Promise
) -> Table:
    """Return a table of counts by a code list, by falling size, against two earlier periods."""
    columns = [by_code(counted(area, one), field) for one in _periods(period)]
    now = columns[0]
    total = sum(now.values())
    rows = []
    for code in sorted({*now, *columns[1], *columns[2]}, key=lambda one: -now.get(one, 0)):
        number = now.get(code, 0)
        href = listed(area, period, **{field: code or BLANK})
        label = bilingual(choices(code).label) if code else bilingual(NOT_FILLED_IN)
        shares = number / total if total else None
        rows.append(
            (
                label,
                Cell(number, href if number else ""),
                shares,
                *(column.get(code, 0) for column in columns[1:]),
            )
        )
    totals = (bilingual(_("Total")), Cell(total, listed(area, period)), 1 if total else None)
    return Table(
        _columns(title),
        tuple(rows),
        caption=bilingual(_("Injuries: %(title)s"), title=title),
        totals=(*totals, *(sum(column.values()) for column in columns[1:])),
    )


def _periods(period: Period) -> tuple[Period, Period, Period]:
    return period, period.previous, period.year_before


def _columns(title: str | Promise) -> tuple[Column, ...]:
    return (
        Column(bilingual(title)),
        Column(bilingual(pgettext_lazy("count", "Injuries")), "integer"),
        Column(bilingual(_("Share")), "percent"),
        Column(bilingual(_("Period before")), "integer"),
        Column(bilingual(_("Same period of last year")), "integer"),
    )


def _ranked(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(((c, n) for c, n in counts.items() if c), key=lambda pair: -pair[1])


def _leading(counts: dict[str, int]) -> Any:
    ranked = _ranked(counts)
    if not ranked:
        return bilingual(_("No card of this period names a cause."))
    code, number = ranked[0]
    share = format_value(number / sum(counts.values()), kind="percent", language="en")
    text = _("“%(cause)s” comes first: %(number)s of %(total)s injuries (%(share)s).")
    return bilingual(
        text,
        cause=Cause(code).label,
        number=str(number),
        total=str(sum(counts.values())),
        share=share,
    )


def _chart(counts: dict[str, int]) -> Chart:
    ranked = _ranked(counts)
    labels = [bilingual(Cause(code).label) for code, _number in ranked]
    # Two lists of the card have the same word for different things; within one they differ.
    spec = bar(labels, [n for _code, n in ranked], measure=Measure(bilingual(_("cases"))))
    return Chart(spec, bilingual(_("Injuries by cause")), _leading(counts))
