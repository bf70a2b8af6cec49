"""Charts of this app, as the web page and the report draw them."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext, gettext_lazy as _

from documents import charts
from lib.bilingual import bilingual, localise, words
from lib.numerals import format_number
from lib.periods import PeriodKind
from programmes.models import Indicator
from programmes.readings import Reading

STEPS = {PeriodKind.MONTH: "month", PeriodKind.QUARTER: "month", PeriodKind.YEAR: "year"}


def goal_spec(
    indicator: Indicator, rows: Sequence[Reading], marked: Reading | None = None
) -> charts.Spec | None:
    """Return the line of an indicator with its interval, baseline and target; None without values.

    The target is a reference line, the baseline a second, level series. `marked` is a reading of
    `rows` that is being judged: it stands out, and the line before leads to it.
    """
    if not rows:
        return None
    values = [row.value if row is not marked else None for row in rows]
    bounded = any(row.measured.low is not None for row in rows)
    series = [
        charts.Series(
            label=bilingual(_("Actual")),
            values=values,
            low=[_bound(row, "low", marked) for row in rows] if bounded else None,
            high=[_bound(row, "high", marked) for row in rows] if bounded else None,
        )
    ]
    if marked is not None:
        series.append(charts.Series(label=bilingual(_("This value")), values=_to(marked, rows)))
    if indicator.baseline_value is not None and any(value is not None for value in values):
        level = [float(indicator.baseline_value)] * len(rows)
        series.append(charts.Series(label=bilingual(_("Baseline")), values=level))
    reference = None
    if indicator.target_value is not None:
        reference = charts.Reference(float(indicator.target_value), bilingual(_("Target")))
    unit = indicator.registered.unit if indicator.registered else indicator.shown_unit
    return charts.line(
        [row.period.start for row in rows],
        series,
        measure=charts.Axis(words(unit), "decimal", indicator.digits),
        step=STEPS[indicator.period_kind],
        reference=reference,
    )


def _to(marked: Reading, rows: Sequence[Reading]) -> list[float | None]:
    """Return a series that leads from the last known value to the one that is marked."""
    before = [row for row in rows if row is not marked and row.value is not None][-1:]
    return [row.value if row is marked or row in before else None for row in rows]


def _bound(row: Reading, name: str, marked: Reading | None) -> float | None:
    return None if row is marked else getattr(row.measured, name)


def goal_chart(
    indicator: Indicator, rows: Sequence[Reading], language: str, marked: Reading | None = None
) -> dict[str, Any]:
    """Return what `documents/blocks/chart.html` draws, in `language`; the page has the table."""
    spec = goal_spec(indicator, rows, marked)
    return {
        "label": "",
        "caption": "",
        "alt": _in_words(indicator, rows),
        "spec": localise(spec, language) if spec else None,
        "data": None,
    }


def _in_words(indicator: Indicator, rows: Sequence[Reading]) -> str:
    known = [(row.period, row.value) for row in rows if row.value is not None]
    if not known:
        return gettext("No values yet.")
    (start, first), (end, last) = known[0], known[-1]
    text = gettext("%(name)s: %(first)s in %(start)s, %(last)s in %(end)s.")
    return text % {
        "name": indicator.label,
        "first": format_number(first, digits=indicator.digits),
        "start": start,
        "last": format_number(last, digits=indicator.digits),
        "end": end,
    }
