"""Causes by age and by place of a year's injuries: small numbers are hidden from everybody.

The table hangs on the wall of a meeting room, so it does not ask who looks. Of twelve months that
move on from month to month the difference of two is a single month: whoever may not open the cards
gets the last calendar year that is over, and only of a street or more, because what a street and
all communities but one show is what the last one hides.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, TextChoices
from django.utils.translation import gettext_lazy as _

from communities.models import Area, AreaKind
from injuries.codes import AgeGroup, Cause, Place
from injuries.filters import BLANK
from injuries.statistics import counted
from lib.indicators import rows_href
from lib.periods import Period, PeriodKind
from lib.small_cells import Crossed, protect_crossed

MONTHS = 12
#: Shades of a cell, from nothing to the largest.
SHADES = 4
NOT_FILLED_IN = _("Not filled in")
#: Levels of which the parts that are published do not tell each other's numbers.
WHOLE = (AreaKind.CITY, AreaKind.DISTRICT, AreaKind.STREET)


@dataclass(frozen=True)
class CrossCell:
    """A number with the rows that it counts; `number` None is hidden, `shade` 0 to SHADES."""

    number: int | None
    href: str = ""
    shade: int = 0


@dataclass(frozen=True)
class CrossRow:
    """A cause: all of it, then by age and by place."""

    label: str
    total: CrossCell
    ages: list[CrossCell]
    places: list[CrossCell]


@dataclass(frozen=True)
class CrossTable:
    """Causes by falling number, with the columns' labels; `first` and `last` day counted."""

    first: dt.date
    last: dt.date
    ages: list[str]
    places: list[str]
    rows: list[CrossRow]
    complete: bool


def may_cross(area: Area, open_cards: bool) -> bool:
    """Tell whether the table of `area` may be shown to who may, or may not, open its cards."""
    return open_cards or area.kind in WHOLE


def cause_table(area: Area, period: Period, today: dt.date, open_cards: bool) -> CrossTable | None:
    """Return the table of the year up to `period`; None when it may not be shown or is empty.

    A running month is counted up to `today`.
    """
    if not may_cross(area, open_cards):
        return None
    first, after = _window(period, today, open_cards)
    counts = _counts(area, first, after)
    if not counts:
        return None
    causes, ages, places = (sorted({key[place] for key in counts}, key=_rank) for place in range(3))
    tables = [_table(counts, causes, codes, place) for codes, place in ((ages, 1), (places, 2))]
    table = _Drawn(area, first, after, protect_crossed(tables), causes, ages, places)
    return CrossTable(
        first,
        after - dt.timedelta(days=1),
        [_label(AgeGroup, code) for code in ages],
        [_label(Place, code) for code in places],
        table.rows(),
        table.crossed.complete,
    )


def _window(period: Period, today: dt.date, open_cards: bool) -> tuple[dt.date, dt.date]:
    """Return the first day counted and the day after the last one."""
    if open_cards:
        return period.back(MONTHS)[0].start, period.so_far(today).end
    year = Period.containing(min(period.start, today), PeriodKind.YEAR).previous
    return year.start, year.end


def _counts(area: Area, first: dt.date, after: dt.date) -> dict[tuple[str, str, str], int]:
    """Count the injuries by cause, age group and place: one statement."""
    rows: Any = counted(area).happened_between(first, after).order_by().with_age_group()
    found = rows.values_list("cause", "age_group", "place").annotate(n=Count("pk"))
    return {(cause, age, place): n for cause, age, place, n in found}


def _table(
    counts: dict[tuple[str, str, str], int], causes: list[str], codes: list[str], place: int
) -> list[list[int]]:
    rows = {cause: dict.fromkeys(codes, 0) for cause in causes}
    for key, n in counts.items():
        rows[key[0]][key[place]] += n
    return [list(rows[cause].values()) for cause in causes]


def _rank(code: str) -> tuple[bool, float, str]:
    """Codes in the order of the card; what is not filled in comes last."""
    return not code, float(code) if code.isdigit() else 0, code


def _label(choices: type[TextChoices], code: str) -> str:
    return str(choices(code).label if code else NOT_FILLED_IN)


@dataclass(frozen=True)
class _Drawn:
    """The protected numbers, about to become rows with links and shades."""

    area: Area
    first: dt.date
    after: dt.date
    crossed: Crossed
    causes: list[str]
    ages: list[str]
    places: list[str]

    def rows(self) -> list[CrossRow]:
        """The causes by falling number; the place of a hidden one must not tell which is larger."""
        totals = self.crossed.rows
        order = sorted(range(len(self.causes)), key=lambda i: -(totals[i] or 0.5))
        return [self._row(i) for i in order]

    def _row(self, i: int) -> CrossRow:
        cause = {"cause": self.causes[i] or BLANK}
        ages, places = (table[i] for table in self.crossed.cells)
        return CrossRow(
            _label(Cause, self.causes[i]),
            self._cell(self.crossed.rows[i], 0, cause),
            self._cells(ages, 0, cause, "age", self.ages),
            self._cells(places, 1, cause, "place", self.places),
        )

    def _cells(
        self,
        numbers: Sequence[int | None],
        table: int,
        cause: dict[str, str],
        name: str,
        codes: list[str],
    ) -> list[CrossCell]:
        top = max((n or 0 for row in self.crossed.cells[table] for n in row), default=0)
        return [
            self._cell(number, top, cause | {name: code or BLANK})
            for number, code in zip(numbers, codes, strict=True)
        ]

    def _cell(self, number: int | None, top: int, filters: dict[str, Any]) -> CrossCell:
        if not number:
            return CrossCell(number)
        last = self.after - dt.timedelta(days=1)
        href = rows_href("injuries:records", self.area, start=self.first, end=last, **filters)
        shade = -(-SHADES * number // top) if top else 0
        return CrossCell(number, href, shade)
