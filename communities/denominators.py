"""Population as a denominator: which year's figures, and what an area without its own gets."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet, Sum

from communities.models import Area, Population
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
    """Return the population of `area` for `year`.

    Own figures of the year nearest to `year` (the earlier of two equally near) come first; an area
    without own figures gets the sum of the topmost areas below it that have some.
    """
    own = _nearest_year(Population.objects.filter(area=area), year)
    if own is not None:
        return _sum(area, own, [area.pk])
    below = Population.objects.in_area(area)
    nearest = _nearest_year(below, year)
    if nearest is None:
        return Denominator(str(area), None, None, {})
    return _sum(area, nearest, _topmost_with_figures(area, nearest))


def _nearest_year(cells: QuerySet[Population], year: int) -> int | None:
    years = cells.order_by().values_list("year", flat=True).distinct()
    return min(years, key=lambda one: (abs(one - year), one), default=None)


def _topmost_with_figures(area: Area, year: int) -> list[UUID]:
    rows = (
        Area.objects.subtree(area)
        .filter(population__year=year)
        .order_by("path")
        .values_list("pk", "path")
        .distinct()
    )
    kept: list[tuple[UUID, str]] = []
    for pk, path in rows:
        if not kept or not path.startswith(kept[-1][1]):
            kept.append((pk, path))
    return [pk for pk, _path in kept]


def _sum(area: Area, year: int, areas: list[UUID]) -> Denominator:
    rows = (
        Population.objects.filter(area__in=areas, year=year)
        .order_by()
        .values_list("sex", "age_band")
        .annotate(persons=Sum("persons"))
    )
    cells = {(sex, band): persons for sex, band, persons in rows}
    return Denominator(str(area), year, sum(cells.values()), cells)
