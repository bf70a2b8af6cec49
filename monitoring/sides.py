"""The areas right below one, side by side: each with the same figures."""

from dataclasses import dataclass
from uuid import UUID

from communities.models import Area, AreaKind
from lib.comparison import Guard
from lib.indicators import (
    Asked,
    Direction,
    IndicatorDefinition,
    Measured,
    indicators,
    measure_all,
)
from lib.periods import Period


@dataclass(frozen=True)
class Bar:
    """A figure of an area; `length` is its part of the longest bar in percent."""

    measured: Measured
    length: float


@dataclass(frozen=True)
class Side:
    """An area with its figures, in the order of `Sides.definitions`."""

    pk: UUID
    name: str
    bars: list[Bar]


@dataclass(frozen=True)
class Sides:
    """Areas of one parent side by side."""

    definitions: list[IndicatorDefinition]
    rows: list[Side]

    def ranked(self, key: str) -> list[Side]:
        """Return the rows by figure `key`, what needs attention first; unknown ones last.

        Any other key leaves them in the order of the tree.
        """
        place = next((n for n, one in enumerate(self.definitions) if one.key == key), None)
        if place is None:
            return self.rows
        sign = 1 if self.definitions[place].direction is Direction.HIGHER else -1

        def rank(row: Side) -> tuple[bool, float]:
            value = row.bars[place].measured.value
            return value is None, sign * (value or 0)

        return sorted(self.rows, key=rank)


def areas_below(area: Area) -> list[Area]:
    """Return the areas right below that are valid today; buildings are not compared."""
    below = Area.objects.subtree(area).filter(depth=area.depth + 1).valid_on()
    return list(below.exclude(kind=AreaKind.BUILDING).defer("boundary").order_by("path"))


def side_by_side(
    areas: list[Area], period: Period, keys: tuple[str, ...], guard: Guard | None
) -> Sides | None:
    """Measure `keys` for each of `areas`; None when there are not two to compare.

    `period` is cut to its days so far; `guard` hides what may not be read.
    """
    definitions = [indicators[key] for key in keys if key in indicators]
    if len(areas) < 2 or not definitions:
        return None
    asked = [Asked(one.key, area, period) for one in definitions for area in areas]
    measured = measure_all(asked)
    if guard is not None:
        measured = guard(asked, measured)
    columns = [
        _bars(one, measured[place * len(areas) : (place + 1) * len(areas)])
        for place, one in enumerate(definitions)
    ]
    rows = [
        Side(one.pk, str(one), [column[place] for column in columns])
        for place, one in enumerate(areas)
    ]
    return Sides(definitions, rows)


def _bars(definition: IndicatorDefinition, values: list[Measured]) -> list[Bar]:
    """Scale the bars of a figure: a share to 100, a count to the largest."""
    top = 100 if definition.is_percent else max((one.value or 0 for one in values), default=0)
    return [Bar(one, 100 * (one.value or 0) / top if top else 0) for one in values]
