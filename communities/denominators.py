"""Population as a denominator: which year's figures, and what an area without its own gets."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from communities.models import Area, Population
from lib.counting import topmost
from lib.periods import Period


@dataclass(frozen=True)
class Denominator:
    """Residents of an area: total and by (sex, age band), with the year the figures are of.

    `total` is None when no figures exist for the area or anything below it.
    """

    area_name: str
    year: int | None
    total: int | None
    cells: dict[tuple[str, int], int]

    def person_years(self, period: Period) -> float | None:
        """Return residents × length of the period in years."""
        return None if self.total is None else self.total * period.years


def residents(area: Area, year: int) -> Denominator:
    """Return the population of `area` for `year`, see `residents_of`."""
    return residents_of([(area, year)])[0]


def residents_of(wanted: Sequence[tuple[Area, int]]) -> list[Denominator]:
    """Return the population of each area for its year; three statements at most.

    Own figures of the year nearest to it (the earlier of two equally near) come first; an area
    without own figures gets the sum of the topmost areas below it that have some.
    """
    areas = {area for area, _year in wanted}
    years = _years(Population.objects.filter(area__in=areas))
    lacking = {area.path for area in areas if area.path not in years}
    if lacking:
        years |= _years(Population.objects.in_paths(tuple(topmost(lacking))))
    sources = [_source(area, year, years) for area, year in wanted]
    cells = _cells([source for source in sources if source is not None])
    return [
        _denominator(area, source, cells)
        for (area, _year), source in zip(wanted, sources, strict=True)
    ]


#: The year of the figures, and the paths of the areas that have them.
Source = tuple[int, list[str]]
Cells = dict[tuple[str, int], list[tuple[str, int, int]]]


def _years(cells: QuerySet[Population]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for path, year in cells.order_by().values_list("area__path", "year").distinct():
        found.setdefault(path, set()).add(year)
    return found


def _source(area: Area, year: int, years: dict[str, set[int]]) -> Source | None:
    """Return where the figures of `area` stand; None when there are none."""
    if area.path in years:
        return _nearest(years[area.path], year), [area.path]
    below = {path: found for path, found in years.items() if path.startswith(area.path)}
    if not below:
        return None
    nearest = _nearest(set().union(*below.values()), year)
    return nearest, topmost([path for path, found in below.items() if nearest in found])


def _nearest(years: set[int], year: int) -> int:
    return min(years, key=lambda one: (abs(one - year), one))


def _cells(sources: Sequence[Source]) -> Cells:
    """Read the figures of all sources by one statement."""
    if not sources:
        return {}
    paths = {path for _year, found in sources for path in found}
    rows = Population.objects.filter(
        area__path__in=paths, year__in={year for year, _paths in sources}
    )
    cells: Cells = {}
    columns = ("area__path", "year", "sex", "age_band", "persons")
    for path, year, sex, band, persons in rows.order_by().values_list(*columns):
        cells.setdefault((path, year), []).append((sex, band, persons))
    return cells


def _denominator(area: Area, source: Source | None, cells: Cells) -> Denominator:
    if source is None:
        return Denominator(str(area), None, None, {})
    year, paths = source
    found: Counter[tuple[str, int]] = Counter()
    for path in paths:
        for sex, band, persons in cells[path, year]:
            found[sex, band] += persons
    return Denominator(str(area), year, found.total(), dict(found))
