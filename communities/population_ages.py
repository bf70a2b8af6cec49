"""Ages and sexes of population tables, and which of several overlapping age groups count.

Census volumes print the single years below their five-year groups, and sums below both. Adding all
of them counts everybody two or three times, and every rate comes out too low.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from communities.models import AgeBand, Area, Sex
from lib.text import half_width

#: The end of an open group: “85 and older”.
OPEN = 999
AGE = re.compile(
    r"(\d{1,3})岁?(?:(?:-|–|—|~|～|至|到)(\d{1,3})岁?)?(\+|及以上|以上|及其以上)?岁?(?:组)?"
)
UNDER = re.compile(r"(?:不满|未满)1(?:周?岁)?")
SUMS = frozenset(["合计", "总计", "小计", "计", "总数", "总人口", "全部", "total", "sum", "all"])
SEXES = {
    "m": Sex.MALE,
    "male": Sex.MALE,
    "男": Sex.MALE,
    "男性": Sex.MALE,
    "1": Sex.MALE,
    "f": Sex.FEMALE,
    "female": Sex.FEMALE,
    "女": Sex.FEMALE,
    "女性": Sex.FEMALE,
    "2": Sex.FEMALE,
}


@dataclass(frozen=True)
class Ages:
    """A group of ages, both ends included; `last` of an open one is OPEN."""

    first: int
    last: int

    @property
    def band(self) -> int | None:
        """The five-year band in which the whole group lies, None when it lies in several."""
        low, high = AgeBand.of(self.first), AgeBand.of(self.last)
        return low.value if low == high else None

    def holds(self, other: "Ages") -> bool:
        """Tell whether `other` is a part of this group and not the same."""
        return self != other and self.first <= other.first and other.last <= self.last


@dataclass(frozen=True)
class Figure:
    """Persons of one area, sex and age group, and the row that says so."""

    row: int
    area: Area
    sex: str
    ages: Ages
    persons: int


def ages_of(text: str) -> Ages | None:
    """Read “0”, “0岁”, “0-4岁”, “85岁及以上”, “不满1岁”; None when it is no age."""
    text = "".join(half_width(text).split()).removesuffix(".0")
    if UNDER.fullmatch(text):
        return Ages(0, 0)
    match = AGE.fullmatch(text)
    if match is None:
        return None
    first = int(match[1])
    last = OPEN if match[3] else int(match[2] or first)
    return Ages(first, last) if first <= last else None


def is_sum(text: str) -> bool:
    """Tell whether a cell names a sum and no part of it."""
    return half_width(text).replace(" ", "").lower() in SUMS


def sex_of(text: str) -> str | None:
    """Return the code of a sex, None for another word."""
    found = SEXES.get(half_width(text).replace(" ", "").lower().removesuffix(".0"))
    return found.value if found else None


@dataclass
class Settled:
    """What counts among the figures of one area and sex, and what was left out and why.

    `counted` are figures with their five-year band.
    """

    counted: list[tuple[int, Figure]]
    repeated: list[Figure]
    parts: list[Figure]
    contradictions: list[Figure]
    too_wide: list[Figure]
    differing: list[tuple[Figure, int]]


def settle(figures: Iterable[Figure]) -> Settled:
    """Choose among the figures of one area and one sex those that count everybody once.

    A group goes before its parts; a group over several bands goes behind them when they are there.
    """
    found = Settled([], [], [], [], [], [])
    once: dict[Ages, Figure] = {}
    for figure in figures:
        known = once.setdefault(figure.ages, figure)
        if known is not figure:
            same = known.persons == figure.persons
            (found.repeated if same else found.contradictions).append(figure)
    groups = sorted(once.values(), key=lambda one: (one.ages.first, -one.ages.last))
    for figure in groups:
        parts = [one for one in groups if figure.ages.holds(one.ages)]
        band = figure.ages.band
        if band is None:
            (found.parts if _covered(figure.ages, parts) else found.too_wide).append(figure)
        elif any(one.ages.band is not None and one.ages.holds(figure.ages) for one in groups):
            found.parts.append(figure)
        else:
            found.counted.append((band, figure))
            _compare(found, figure, parts)
    return found


def _covered(ages: Ages, parts: list[Figure]) -> bool:
    """Tell whether `parts` leave no age of the group out."""
    reached = ages.first
    for part in sorted(parts, key=lambda one: one.ages.first):
        if part.ages.first > reached:
            return False
        reached = max(reached, part.ages.last + 1)
    return reached > ages.last


def _compare(found: Settled, figure: Figure, parts: list[Figure]) -> None:
    """Note a group whose parts are all there and sum to another number."""
    whole = [one for one in parts if not any(other.ages.holds(one.ages) for other in parts)]
    if whole and _covered(figure.ages, whole):
        total = sum(one.persons for one in whole)
        if total != figure.persons:
            found.differing.append((figure, total))
