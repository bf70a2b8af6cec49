"""Residents by age band and sex, as a page shows them."""

from dataclasses import dataclass

from communities.denominators import Denominator
from communities.models import AgeBand, Sex


@dataclass(frozen=True)
class BandRow:
    """One age band: label, men, women, and the share of the largest cell in percent."""

    label: str
    male: int
    female: int
    male_share: int
    female_share: int


@dataclass(frozen=True)
class PopulationTable:
    """All age bands of an area with their sums."""

    year: int | None
    total: int | None
    male: int
    female: int
    rows: list[BandRow]


def population_table(denominator: Denominator) -> PopulationTable:
    """Arrange the cells of `denominator`, oldest band first, as a pyramid is drawn."""
    cells = denominator.cells
    largest = max(cells.values(), default=0) or 1
    rows = []
    for band in reversed(AgeBand):
        male = cells.get((Sex.MALE.value, band.value), 0)
        female = cells.get((Sex.FEMALE.value, band.value), 0)
        rows.append(
            BandRow(band.label, male, female, male * 100 // largest, female * 100 // largest)
        )
    return PopulationTable(
        denominator.year,
        denominator.total,
        sum(row.male for row in rows),
        sum(row.female for row in rows),
        rows,
    )
