"""Import of population tables: read, shown beside what is there, kept when somebody has said so."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from communities.area_names import AreaNames, SeveralAreas, UnknownArea
from communities.models import Area, Population
from communities.permissions import POPULATION_IMPORT
from communities.population_ages import Figure, settle
from communities.population_shapes import (
    BadFigure,
    Heading,
    area_in,
    at,
    figures_in,
    heading_of,
    is_sum_row,
    persons_of,
)
from lib.errors import BadUpload, Outdated
from lib.sheet_cells import shown, text_of
from lib.workbooks import Cell, Sheet, read_sheet

CellKey = tuple[UUID, str, int]


@dataclass(frozen=True)
class RowError:
    """What is wrong with a row; `row` is its number as Excel shows it, 0 for the whole table."""

    row: int
    message: str


@dataclass
class PopulationDraft:
    """A table read but not yet kept: cells by (area key, sex, band), errors and warnings by row."""

    cells: dict[CellKey, int] = field(default_factory=dict)
    areas: dict[UUID, Area] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)
    warnings: list[RowError] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Persons in all."""
        return sum(self.cells.values())

    def persons_in(self, area: UUID) -> int:
        """Persons of one area."""
        return sum(n for (key, _sex, _band), n in self.cells.items() if key == area)


def read_workbook(path: Path, user: User) -> PopulationDraft:
    """Read the sheets of a workbook that are population tables. Raises BadUpload without one.

    Several sheets are taken together only when each is of one area, as yearbooks print them.
    """
    first = read_sheet(path)
    names = AreaNames(user, POPULATION_IMPORT)
    found = [(one, heading_of(one, names)) for one in (first, *first.others)]
    known = [(sheet, heading) for sheet, heading in found if heading is not None]
    if len(known) > 1 and not all(heading.area for _sheet, heading in known):
        listed = ", ".join(sheet.name for sheet, _heading in known)
        raise BadUpload(
            _("Several sheets have population tables (%s): send a workbook with one.") % listed
        )
    if not known:
        return read_population(first, user)
    draft = PopulationDraft()
    for sheet, _heading in known:
        whole = sheet if sheet is first else read_sheet(path, sheet.name)
        _merge(draft, read_population(whole, user))
    _tell_hidden(draft, first)
    return draft


def _merge(draft: PopulationDraft, other: PopulationDraft) -> None:
    for area in draft.areas.keys() & other.areas.keys():
        text = _("Several sheets have figures of “%s”.") % other.areas[area]
        draft.errors.append(RowError(0, text))
    draft.cells |= other.cells
    draft.areas |= other.areas
    draft.errors += other.errors
    draft.warnings += other.warnings


def _tell_hidden(draft: PopulationDraft, sheet: Sheet) -> None:
    if sheet.hidden_sheets:
        text = _("Hidden sheets have been left out: %(names)s.")
        names = ", ".join(sheet.hidden_sheets)
        draft.warnings.append(RowError(0, text % {"names": names}))


def read_population(sheet: Sheet, user: User) -> PopulationDraft:
    """Read `sheet` for the areas in which `user` may import; nothing is written.

    Raises BadUpload when no heading is understood. Rows of areas that are not in sight and rows of
    sums are left out with a warning; what counts somebody twice is counted once, and told.
    """
    names = AreaNames(user, POPULATION_IMPORT)
    heading = heading_of(sheet, names)
    if heading is None:
        raise BadUpload(
            _(
                "No row names the area (区划代码 or 社区) and the population columns: "
                "sex, age and persons, or one column a sex and age group."
            )
        )
    draft = PopulationDraft()
    figures = list(_figures(draft, sheet, heading, names))
    _count_once(draft, figures)
    return draft


def _figures(
    draft: PopulationDraft, sheet: Sheet, heading: Heading, names: AreaNames
) -> Iterator[Figure]:
    sums = 0
    below = enumerate(sheet.rows[heading.row + 1 :], start=sheet.first_row + heading.row + 1)
    for number, row in below:
        if all(text_of(cell) == "" for cell in row):
            continue
        if is_sum_row(row, heading):
            sums += 1
            continue
        if not _has_figures(row, heading):
            draft.warnings.append(RowError(number, _("The row has no figures: it is left out.")))
            continue
        yield from _read_row(draft, number, row, heading, names)
    if sums:
        text = _("Rows of sums have been left out: %d.") % sums
        draft.warnings.append(RowError(0, text))


def _has_figures(row: Sequence[Cell], heading: Heading) -> bool:
    """Tell signatures and notes below the table from its rows."""
    places = [*heading.cells, *heading.sexes]
    places += [heading.columns[key] for key in ("persons", "age") if key in heading.columns]
    return any(text_of(at(row, place)) for place in places)


def _read_row(
    draft: PopulationDraft, number: int, row: Sequence[Cell], heading: Heading, names: AreaNames
) -> Iterator[Figure]:
    try:
        area = area_in(row, heading, names)
        figures = list(figures_in(number, row, heading, area))
        _compare_total(draft, number, row, heading, figures)
    except UnknownArea:
        text = _("No area “%s” that you may change: the row is left out.") % _area_text(
            row, heading
        )
        draft.warnings.append(RowError(number, text))
    except SeveralAreas:
        text = _("Several areas are called “%s”: give the division code.")
        draft.errors.append(RowError(number, text % _area_text(row, heading)))
    except BadFigure as error:
        draft.errors.append(RowError(number, _words(error)))
    else:
        draft.areas[area.pk] = area
        yield from figures


def _area_text(row: Sequence[Cell], heading: Heading) -> str:
    places = [heading.columns.get(key) for key in ("code", "name")]
    return " ".join(filter(None, (shown(at(row, place)) for place in places)))


def _words(error: BadFigure) -> str:
    words = {
        "sex": _("The sex must be 男 or 女."),
        "age": _("The age group must be like 0-4, 5-9 … 85+."),
        "no-value": _("The cell has no value: it shows “%s”."),
        "persons": _("“%s” is no number of persons."),
    }[error.code]
    return words % error.value if "%s" in words else words


def _compare_total(
    draft: PopulationDraft,
    number: int,
    row: Sequence[Cell],
    heading: Heading,
    figures: list[Figure],
) -> None:
    """Warn where a row says another total than its groups; both stand in published tables."""
    cell = at(row, heading.columns.get("total"))
    if heading.is_long or cell in ("", None):
        return
    stated, total = persons_of(cell), 0
    for _sex, same in groupby(sorted(figures, key=lambda one: one.sex), key=lambda one: one.sex):
        total += sum(one.persons for _band, one in settle(same).counted)
    if stated != total:
        text = _("The total says %(stated)d, the age groups sum to %(total)d.")
        draft.warnings.append(RowError(number, text % {"stated": stated, "total": total}))


def _count_once(draft: PopulationDraft, figures: list[Figure]) -> None:
    """Add up the figures so that nobody counts twice, and say what was left out."""
    ordered = sorted(figures, key=lambda one: (one.area.path, one.sex))
    left_out: list[Figure] = []
    for (_path, sex), same in groupby(ordered, key=lambda one: (one.area.path, one.sex)):
        found = settle(same)
        for band, one in found.counted:
            key = (one.area.pk, sex, band)
            draft.cells[key] = draft.cells.get(key, 0) + one.persons
        left_out += found.parts
        _tell(draft, found.repeated, found.contradictions, found.too_wide)
        for one, total in found.differing:
            text = _("The age group says %(stated)d, its parts sum to %(total)d.")
            params = {"stated": one.persons, "total": total}
            draft.warnings.append(RowError(one.row, text % params))
    if left_out:
        text = _("Parts and sums of age groups stand beside them: %d figures are counted once.")
        draft.warnings.append(RowError(0, text % len(left_out)))


def _tell(
    draft: PopulationDraft,
    repeated: Iterable[Figure],
    contradictions: Iterable[Figure],
    too_wide: Iterable[Figure],
) -> None:
    for one in repeated:
        text = _("The row repeats a figure of “%s”: it is counted once.") % one.area
        draft.warnings.append(RowError(one.row, text))
    for one in contradictions:
        text = _("“%s” has two different figures for the same sex and age group.") % one.area
        draft.errors.append(RowError(one.row, text))
    for one in too_wide:
        draft.errors.append(RowError(one.row, _("The age group must be like 0-4, 5-9 … 85+.")))


def kept_persons(areas: Iterable[UUID], year: int) -> dict[UUID, int]:
    """Return the persons that are kept of `year`, for those of `areas` that have figures."""
    rows = Population.objects.filter(area__in=list(areas), year=year).order_by()
    return dict(rows.values_list("area").annotate(Sum("persons")))


@transaction.atomic
def keep_population(
    *, actor: User, draft: PopulationDraft, year: int, source: str, seen: dict[UUID, int]
) -> int:
    """Replace the figures of `year` for every area in `draft`; return the number of cells.

    `seen` are the persons kept before as the actor was shown them. Raises Outdated when they are
    others by now: nothing is replaced unseen.
    """
    # Whoever keeps figures of the same areas at the same moment waits here.
    list(Area.objects.select_for_update(of=("self",)).filter(pk__in=draft.areas).order_by("pk"))
    old = kept_persons(draft.areas, year)
    if old != seen:
        raise Outdated(_("Somebody else changed the figures: send the file again."))
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
        changes: dict[str, Any] = {
            "year": [None, year],
            "persons": [old.get(area.pk), draft.persons_in(area.pk)],
        }
        audit.record(
            actor=actor, code="communities.population.imported", target=area, changes=changes
        )
    return len(draft.cells)
