"""What must be seen beside a value to judge it: where it stands, what was before, what is odd."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lib.indicators import Measured
from lib.numerals import format_number
from lib.periods import Period
from programmes.goals import light_of
from programmes.models import Indicator, IndicatorValue, Light
from programmes.readings import Reading, measured_by_hand, readings

#: So many periods before the value are looked at.
BACK = 12
#: So many changes there must be before anything is called usual.
KNOWN_CHANGES = 3


@dataclass(frozen=True)
class Jump:
    """A change between two values that is larger than usual, in the indicator's unit.

    The rule is the portal's own and stands on the page: larger than any change between
    neighbouring values of the twelve periods before, of which at least three are known.
    """

    change: float
    usual: float

    def in_words(self, indicator: Indicator) -> str:
        """Say what is unusual, and by which rule."""
        text = _(
            "The change of %(change)s is unusual: in the twelve periods before no value differed "
            "from the one before it by more than %(usual)s."
        )
        return text % {
            "change": with_sign(self.change, indicator),
            "usual": f"{format_number(self.usual, digits=indicator.digits)}{points(indicator)}",
        }


@dataclass(frozen=True)
class ValueStory:
    """A value among the others of its indicator. `rows` end with the period of the value.

    `earlier` is what was measured in the periods before, where something was.
    """

    value: float
    light: Light
    rows: Sequence[Reading]
    own: Reading
    previous: Reading | None
    year_before: Reading | None
    earlier: Sequence[Measured]

    @property
    def change(self) -> float | None:
        """Difference from the value before, in the indicator's unit."""
        before = self.previous.value if self.previous else None
        return None if before is None else self.value - before


def story_of(value: IndicatorValue) -> ValueStory:
    """Return what must be seen beside `value`."""
    indicator, period = value.indicator, value.period
    own = Reading(period, measured_by_hand(value), light_of(indicator, float(value.value), period))
    earlier = readings(indicator, period.back(BACK + 1)[:-1])
    known = [row for row in earlier if row.value is not None]
    return ValueStory(
        value=float(value.value),
        light=own.light,
        rows=[*earlier, own],
        own=own,
        previous=known[-1] if known else None,
        year_before=next((row for row in known if row.period == period.year_before), None),
        earlier=[row.measured for row in known],
    )


def jump_before(indicator: Indicator, period: Period, value: float) -> Jump | None:
    """Return what is unusual about `value` for `period`, None when nothing is."""
    rows = readings(indicator, period.back(BACK + 1)[:-1])
    return jump_of([row.value for row in rows if row.value is not None], value)


def jump_of(earlier: Sequence[float], value: float) -> Jump | None:
    """Return the unusual change from the last of `earlier` (oldest first) to `value`."""
    changes = [abs(new - old) for old, new in zip(earlier, earlier[1:], strict=False)]
    if len(changes) < KNOWN_CHANGES:
        return None
    usual, change = max(changes), value - earlier[-1]
    return Jump(change, usual) if abs(change) > usual else None


def values_before(values: Sequence[IndicatorValue]) -> dict[Any, list[IndicatorValue]]:
    """Return the values in force in the twelve periods before each of `values`, oldest first.

    By key, as `story_of` looks for them, in one query for all of them.
    """
    indicators = {one.indicator_id for one in values}
    known: dict[Any, list[IndicatorValue]] = {}
    counted = IndicatorValue.objects.in_force().select_related("indicator")
    rows = counted.filter(indicator__in=indicators)
    for row in rows.order_by("period_start"):
        known.setdefault(row.indicator_id, []).append(row)
    found = {}
    for one in values:
        first = one.period.shifted(-BACK).start
        found[one.pk] = [
            row
            for row in known.get(one.indicator_id, ())
            if first <= row.period_start < one.period_start
        ]
    return found


def remarks_on(value: IndicatorValue, earlier: Sequence[Measured]) -> list[str]:
    """Return what whoever judges `value` should look at twice.

    `earlier` is what was measured in the periods before it, oldest first.
    """
    indicator = value.indicator
    before = earlier[-1].denominator if earlier else None
    found = [
        (not value.note.strip(), _("How it was found out has not been written.")),
        (not indicator.definition.strip(), _("The indicator has no definition.")),
        (indicator.baseline_value is None, _("The indicator has no baseline.")),
        (indicator.target_value is None, _("The indicator has no target.")),
        (
            _differs(before, measured_by_hand(value).denominator),
            _("The denominator changed by more than a tenth."),
        ),
    ]
    words = [text for odd, text in found if odd]
    jump = jump_of([one.value for one in earlier if one.value is not None], float(value.value))
    return [*words, jump.in_words(indicator)] if jump else words


def _differs(before: float | None, now: float | None) -> bool:
    return bool(before and now is not None and abs(now - before) > before / 10)


def with_sign(change: float, indicator: Indicator) -> str:
    """Return a change with its sign and unit; percentages differ by points."""
    sign = "+" if change > 0 else ""
    return f"{sign}{format_number(change, digits=indicator.digits)}{points(indicator)}"


def points(indicator: Indicator) -> str:
    """Return the unit in which values of `indicator` differ."""
    if indicator.shown_unit == "%":
        return " " + _("percentage points")
    return f" {indicator.shown_unit}" if indicator.shown_unit else ""
