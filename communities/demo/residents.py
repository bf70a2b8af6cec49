"""Residents of the demonstration: the age structure of China's census of 2020 on 42,000 people."""

import random

import stats
from communities.demo.ground import Ground
from communities.models import AgeBand, Area, Population, Sex

RESIDENTS = 42_000
HOUSEHOLD = 2.62
#: Growth of the street from year to year.
GROWTH = 1.008
#: Share of men at birth and in the last age band. China's censuses show more boys than girls and
#: fewer old men than old women; the line between the two is the demonstration's own.
MEN_YOUNG, MEN_OLD = 0.53, 0.42
SOURCE = "演示数据（按 2020 年全国人口普查年龄构成推算）"


def settle(rng: random.Random, ground: Ground, years: range) -> None:
    """Write residents per community, year, sex and age band; households per community and grid."""
    ages = [f"{band.value}-{band.value + 4}" for band in list(AgeBand)[:-1]] + ["85+"]
    weights = stats.standard_population("china_2020", ages=ages).weights
    sizes = _shares(rng, len(ground.communities))
    cells = []
    for community, size in zip(ground.communities, sizes, strict=True):
        tilt = rng.uniform(-0.15, 0.15)
        last = list(years)[-1]
        for year in years:
            total = RESIDENTS * size * GROWTH ** (year - last)
            cells += _cells(community, year, total, weights, tilt)
        _houses(rng, community, ground, RESIDENTS * size)
    Population.objects.bulk_create(cells, batch_size=1000)
    ground.street.households = sum(community.households or 0 for community in ground.communities)
    ground.street.save(update_fields=["households"])


def _shares(rng: random.Random, parts: int) -> list[float]:
    sizes = [rng.uniform(0.75, 1.25) for _ in range(parts)]
    return [size / sum(sizes) for size in sizes]


def _cells(
    community: Area, year: int, total: float, weights: tuple[float, ...], tilt: float
) -> list[Population]:
    """Return the cells of a year; `tilt` makes a community older (above 0) or younger."""
    tilted = [w * (1 + tilt * (i / 8.5 - 1)) for i, w in enumerate(weights)]
    cells = []
    for band, weight in zip(AgeBand, tilted, strict=True):
        persons = total * weight / sum(tilted)
        men = round(persons * (MEN_YOUNG + (MEN_OLD - MEN_YOUNG) * band.value / 85))
        for sex, number in ((Sex.MALE, men), (Sex.FEMALE, round(persons) - men)):
            cells.append(
                Population(
                    area=community, year=year, sex=sex, age_band=band, persons=number, source=SOURCE
                )
            )
    return cells


def _houses(rng: random.Random, community: Area, ground: Ground, residents: float) -> None:
    """Share the community's households among its grids."""
    grids = [grid for grid in ground.grids if community.contains(grid)]
    numbers = [round(residents / HOUSEHOLD * share) for share in _shares(rng, len(grids))]
    for grid, number in zip(grids, numbers, strict=True):
        grid.households = number
    Area.objects.bulk_update(grids, ["households"])
    community.households = sum(numbers)
    community.save(update_fields=["households"])
