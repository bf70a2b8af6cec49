"""Import of population tables: wide (a row an area) or long (a row a cell)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from communities.models import AgeBand, Area, Population, Sex
from communities.permissions import POPULATION_IMPORT
from lib.errors import BadUpload
from lib.workbooks import Cell, Sheet

HEADINGS = {
    "code": {"code", "区划代码", "代码", "区域代码", "编码"},
    "sex": {"sex", "性别"},
    "age": {"age", "年龄", "年龄组", "年龄段"},
    "persons": {"persons", "population", "人数", "人口", "人口数"},
    "total": {"total", "合计", "总人口", "总计"},
}
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
WIDE = re.compile(r"^(m|f|男|女)[_\s-]*(.+)$", re.IGNORECASE)
AGE = re.compile(r"^(\d{1,3})\s*(?:[-–~至]\s*(\d{1,3}))?\s*(?:岁)?\s*(\+|及以上|以上)?\s*(?:岁)?$")


@dataclass(frozen=True)
class RowError:
    """What is wrong with a row; `row` is its number in the sheet, the heading being row 1."""

    row: int
    message: str


@dataclass
class PopulationDraft:
    """A table read but not yet kept: cells by (area key, sex, band), errors and warnings by row."""

    cells: dict[tuple[Any, str, int], int] = field(default_factory=dict)
    areas: dict[Any, Area] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)
    warnings: list[RowError] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Persons in all."""
        return sum(self.cells.values())


def read_population(sheet: Sheet, user: User) -> PopulationDraft:
    """Read `sheet` for the areas in which `user` may import; nothing is written.

    Raises BadUpload when no heading is understood. Codes that are not in sight become errors of
    their rows. Where a wide row has a total that differs from the sum of its cells, the row is
    taken and a warning names both numbers.
    """
    heading = [str(cell).strip() for cell in sheet.rows[0]]
    columns = {key: _find(heading, names) for key, names in HEADINGS.items()}
    wide = _wide_columns(heading)
    long = all(columns[key] is not None for key in ("sex", "age", "persons"))
    if columns["code"] is None or not (wide or long):
        raise BadUpload(
            _("The first row must name a column “code” (区划代码) and the population columns.")
        )
    codes = {area.code: area for area in Area.objects.where_allowed(user, POPULATION_IMPORT)}
    draft = PopulationDraft()
    for number, row in enumerate(sheet.rows[1:], start=2):
        if any(cell not in ("", None) for cell in row):
            _read_row(draft, number, row, columns, wide, codes)
    return draft


@transaction.atomic
def keep_population(*, actor: User, draft: PopulationDraft, year: int, source: str) -> int:
    """Replace the figures of `year` for every area in `draft`; return the number of cells."""
    Population.objects.filter(area__in=draft.areas, year=year).delete()
    Population.objects.bulk_create(
        [
            Population(
                area_id=area, year=year, sex=sex, age_band=band, persons=persons, source=source
            )
            for (area, sex, band), persons in draft.cells.items()
        ],
        batch_size=2000,
    )
    for area in draft.areas.values():
        persons = sum(n for (key, _sex, _band), n in draft.cells.items() if key == area.pk)
        audit.record(
            actor=actor,
            code="communities.population.imported",
            target=area,
            changes={"year": [None, year], "persons": [None, persons]},
        )
    return len(draft.cells)


def _find(heading: list[str], names: set[str]) -> int | None:
    return next((i for i, text in enumerate(heading) if text.lower() in names), None)


def _wide_columns(heading: list[str]) -> dict[int, tuple[str, int]]:
    found = {}
    for number, text in enumerate(heading):
        match = WIDE.match(text)
        band = _band(match[2]) if match else None
        if match and band is not None:
            found[number] = (SEXES[match[1].lower()].value, band)
    return found


def _band(text: str) -> int | None:
    """Return the five-year band of "0", "1-4", "85+", "90-94"; None when it is no such band."""
    match = AGE.match(str(text).strip())
    if not match:
        return None
    start, end = int(match[1]), int(match[2] or match[1])
    first, last = AgeBand.of(start), AgeBand.of(end)
    return first.value if first == last else None


def _read_row(
    draft: PopulationDraft,
    number: int,
    row: list[Cell],
    columns: dict[str, int | None],
    wide: dict[int, tuple[str, int]],
    codes: dict[str, Area],
) -> None:
    code = _code(_at(row, columns["code"]))
    area = codes.get(code)
    if area is None:
        text = _("No area with the code “%s” that you may change.") % code
        draft.errors.append(RowError(number, text))
        return
    try:
        cells = list(_wide_cells(row, wide) if wide else _long_cell(row, columns))
        total = sum(persons for _sex, _band, persons in cells)
        _compare_total(draft, number, row, columns, total, wide)
    except ValueError as error:
        draft.errors.append(RowError(number, str(error)))
        return
    draft.areas[area.pk] = area
    for sex, band, persons in cells:
        key = (area.pk, sex, band)
        draft.cells[key] = draft.cells.get(key, 0) + persons


def _compare_total(
    draft: PopulationDraft,
    number: int,
    row: list[Cell],
    columns: dict[str, int | None],
    total: int,
    wide: dict[int, tuple[str, int]],
) -> None:
    if not wide or (cell := _at(row, columns["total"])) in ("", None):
        return
    stated = _persons(cell)
    if stated != total:
        text = _("The total says %(stated)d, the age groups sum to %(total)d.")
        draft.warnings.append(RowError(number, text % {"stated": stated, "total": total}))


def _wide_cells(
    row: list[Cell], wide: dict[int, tuple[str, int]]
) -> Iterator[tuple[str, int, int]]:
    for number, (sex, band) in wide.items():
        if number < len(row) and row[number] not in ("", None):
            yield sex, band, _persons(row[number])


def _long_cell(row: list[Cell], columns: dict[str, int | None]) -> Iterator[tuple[str, int, int]]:
    sex = SEXES.get(str(_at(row, columns["sex"])).strip().lower().removesuffix(".0"))
    band = _band(str(_at(row, columns["age"])).removesuffix(".0"))
    if sex is None:
        raise ValueError(_("The sex must be 男 or 女."))
    if band is None:
        raise ValueError(_("The age group must be like 0-4, 5-9 … 85+."))
    yield sex.value, band, _persons(_at(row, columns["persons"]))


def _at(row: list[Cell], column: int | None) -> Cell:
    """Return the cell, empty where the row is too short or the table has no such column."""
    return row[column] if column is not None and column < len(row) else ""


def _persons(cell: Cell) -> int:
    try:
        value = float(str(cell).replace(",", ""))
    except ValueError:
        raise ValueError(_("“%s” is no number of persons.") % cell) from None
    if not (value.is_integer() and 0 <= value <= 2_000_000_000):
        raise ValueError(_("“%s” is no number of persons.") % cell)
    return int(value)


def _code(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
