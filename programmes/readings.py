"""Readings of an indicator: what it was in each of its periods, computed afresh."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext

import stats
from lib.indicators import Measured, measure_series, protected
from lib.periods import Period
from programmes.goals import light_of
from programmes.models import Indicator, IndicatorValue, Light


@dataclass(frozen=True)
class Reading:
    """An indicator in a period: what was measured, and the traffic light."""

    period: Period
    measured: Measured
    light: Light

    @property
    def value(self) -> float | None:
        """The value in the indicator's unit; None when there is none."""
        return self.measured.value


def readings(
    indicator: Indicator, periods: list[Period], at: dt.datetime | None = None
) -> list[Reading]:
    """Return the reading of `indicator` in each of `periods`, in their order.

    `at` leaves out what was approved by hand after that moment.
    A computed indicator costs what its `series` costs, or its `compute` once a period; a manual
    one a query in all.
    """
    if indicator.is_manual:
        measured = _manual(indicator, periods, at)
    else:
        measured = dict(zip(periods, _computed(indicator, periods), strict=True))
    return [
        Reading(
            period,
            _published(indicator, measured[period]),
            light_of(indicator, measured[period].value, period),
        )
        for period in periods
    ]


def _published(indicator: Indicator, measured: Measured) -> Measured:
    """Projects are read by partners: what counts 1 to 4 persons is not shown, its light is."""
    definition = indicator.registered
    return measured if definition is None else protected(definition, measured)


def latest_reading(
    indicator: Indicator, day: dt.date, at: dt.datetime | None = None
) -> Reading | None:
    """Return the reading that counts on `day`.

    For a computed indicator that of the last finished period; for a manual one the newest approved
    value of a finished period, because values come in late; None when there is none.
    """
    last = indicator.last_finished(day)
    if not indicator.is_manual:
        return readings(indicator, [last])[0]
    newest = (
        indicator.values.in_force(at)
        .filter(period_start__lte=last.start)
        .order_by("-period_start")
        .first()
    )
    if newest is None:
        return None
    return readings(indicator, [Period(newest.period_start, indicator.period_kind)], at)[0]


def _computed(indicator: Indicator, periods: list[Period]) -> list[Measured]:
    if indicator.registered is None:
        reason = gettext("This portal does not know the indicator “%s”.") % indicator.registry_key
        return [Measured(value=None, reason=reason)] * len(periods)
    return measure_series(indicator.registry_key, indicator.place, periods)


def _manual(
    indicator: Indicator, periods: list[Period], at: dt.datetime | None
) -> dict[Period, Measured]:
    rows = indicator.values.in_force(at).filter(period_start__in=[p.start for p in periods])
    found = {row.period_start: measured_by_hand(row) for row in rows}
    nothing = Measured(value=None)
    return {period: found.get(period.start, nothing) for period in periods}


def measured_by_hand(row: IndicatorValue) -> Measured:
    """Return a value entered by hand as the registry's kind of measure.

    A share gets the Wilson interval (Wilson, JASA 1927;22:209-212) where numerator and denominator
    are counts that allow one.
    """
    top = None if row.numerator is None else float(row.numerator)
    bottom = None if row.denominator is None else float(row.denominator)
    low = high = None
    if top is not None and bottom is not None and 0 <= top <= bottom:
        estimate = stats.proportion(top, bottom)
        low, high = estimate.low * 100, estimate.high * 100
    return Measured(
        value=float(row.value),
        numerator=top,
        denominator=bottom,
        low=low,
        high=high,
        href=row.get_absolute_url(),
    )
