"""A row of cells becomes values, with what is wrong about them and the words nobody knows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field as dataclass_field
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from django.utils.translation import override

from communities.area_names import AreaNames, SeveralAreas, UnknownArea
from ledgers.declaration import Choice, Field, Kind, Ledger, Order
from ledgers.machine.cells import read_cell
from ledgers.problems import Problem, Unreadable
from lib.sheet_cells import is_empty, shown, text_of
from lib.sheet_words import is_nothing
from lib.text import bare
from lib.workbooks import Cell, is_fault

#: What is read from a cell that is empty or means nothing.
NOTHING = object()
#: Kinds whose columns say the same few things over and over: what was read is remembered, as long
#: as a reader lives.
REPEATED = frozenset({Kind.CODE, Kind.DAY, Kind.FLAG, Kind.AREA, Kind.RECORD})
#: Kinds whose words are asked once: "交通事故 (3 rows) → …".
ASKED = frozenset({Kind.CODE, Kind.AREA})
#: What makes a cell useless but leaves the rest of the row right.
HARMLESS = frozenset({"id-cut", "number-cut", "masked", "bad-phone"})
#: Between the name of an area and that of the wider one before it, as questions show it.
INSIDE = " / "
LANGUAGES = ("zh-hans", "en")
#: For each field, what a word means; "" is "leave it out".
Words = Mapping[str, Mapping[str, str]]
Look = tuple[Any, Problem | None, Problem | None]


@dataclass(slots=True)
class RowValues:
    """What was read from a row."""

    values: dict[str, Any] = dataclass_field(default_factory=dict)
    errors: list[Problem] = dataclass_field(default_factory=list)
    warnings: list[Problem] = dataclass_field(default_factory=list)
    empty: set[str] = dataclass_field(default_factory=set)


class RowReader:
    """Reads rows by a mapping of columns to fields."""

    def __init__(
        self,
        ledger: Ledger,
        mapping: Sequence[str],
        order: Order,
        words: Words,
        year: int | None = None,
    ) -> None:
        self.order, self.words, self.year = order, words, year
        self.width = len(mapping)
        self.areas = AreaNames(order.actor, ledger.permission)
        columns = [(n, ledger.by_key[key]) for n, key in enumerate(mapping) if key in ledger.by_key]
        self.columns = {field.key: number for number, field in columns}
        beside = {field.within for field in ledger.fields if field.within}
        self.looks = [
            (number, field, self._look(field))
            for number, field in columns
            if field.key not in beside
        ]
        # Where only the wider area has a column, it is the area.
        for field in ledger.fields:
            if field.within in self.columns and field.key not in self.columns:
                number = self.columns[field.within]
                self.looks.append((number, field, self._look(field)))

    def read(self, cells: Sequence[Cell]) -> RowValues:
        """Read one row; nothing in `cells` makes it raise."""
        found = RowValues()
        width = len(cells)
        if width > self.width and any(not is_empty(cell) for cell in cells[self.width :]):
            found.errors.append(Problem("", "too-many-cells"))
        for number, field, look in self.looks:
            cell = cells[number] if number < width else None
            if field.within and field.within in self.columns:
                cell = self._with_wider(cell, cells, self.columns[field.within])
            if is_nothing(cell):
                found.empty.add(field.key)
                continue
            value, error, warning = look(cell)
            if value is not NOTHING:
                found.values[field.key] = value
            elif error is not None:
                found.errors.append(error)
            elif warning is not None:
                found.warnings.append(warning)
        return found

    @staticmethod
    def _with_wider(cell: Cell, cells: Sequence[Cell], place: int) -> Cell:
        """Return the area's cell behind that of the wider one, which stands in for an empty one."""
        wider = cells[place] if place < len(cells) else None
        if is_empty(cell) or is_empty(wider) or cell == wider:
            return wider if is_empty(cell) else cell
        return f"{text_of(wider)}{INSIDE}{text_of(cell)}"

    def _look(self, field: Field) -> Callable[[Cell], Look]:
        """Return what reads the cells of a column."""
        look = partial(self._read, field, self._value_of(field))
        if field.kind in REPEATED and not field.personal:
            return lru_cache(maxsize=4096, typed=True)(look)
        return look

    def _read(self, field: Field, value_of: Callable[[Cell], Any], cell: Cell) -> Look:
        try:
            if is_fault(cell):
                raise Unreadable("no-value", value=shown(cell))
            value = value_of(cell)
        except Unreadable as problem:
            return self._refused(field, problem, cell)
        return (NOTHING if value in (None, "") else value), None, None

    def _refused(self, field: Field, problem: Unreadable, cell: Cell) -> Look:
        code, params = problem.code, problem.params
        if field.personal and "value" in params:
            code, params = f"personal-{code}", {}
        found = Problem(field.key, code, params)
        mild = problem.code in HARMLESS or code == "unknown-word" and not field.required
        return NOTHING, None if mild else found, found if mild else None

    def _value_of(self, field: Field) -> Callable[[Cell], Any]:
        if field.kind is Kind.CODE:
            return partial(self._code, field, meanings(field))
        if field.kind is Kind.AREA:
            return partial(self._area, field)
        if field.kind is Kind.RECORD:
            resolve = field.resolve(self.order) if field.resolve else str
            return lambda cell: resolve(text_of(cell))
        return lambda cell: read_cell(field, cell, year=self.year)

    def _code(self, field: Field, known: Mapping[str, str], cell: Cell) -> str:
        text = text_of(cell)
        said = self.words.get(field.key, {}).get(shown(cell))
        if said is not None:
            return said
        if (value := known.get(bare(text))) is not None:
            return value
        raise Unreadable("unknown-word", value=shown(cell))

    def _area(self, field: Field, cell: Cell) -> UUID | str:
        said = self.words.get(field.key, {}).get(shown(cell))
        if said is not None:
            return UUID(said) if said else ""
        wider, _inside, own = text_of(cell).rpartition(INSIDE)
        try:
            return self.areas.find(own, wider).pk
        except UnknownArea:
            raise Unreadable("unknown-area", value=shown(cell)) from None
        except SeveralAreas:
            raise Unreadable("several-areas", value=shown(cell)) from None


def meanings(field: Field) -> dict[str, str]:
    """Return what words of a CODE mean, `bare`: values, labels in both languages, other words."""
    found: dict[str, str] = {}
    choices: Sequence[Choice] = field.choices() if field.choices else ()
    for language in LANGUAGES:
        with override(language):
            for one in choices:
                found.setdefault(bare(str(one.label)), one.value)
    for one in choices:
        for word in (one.value, *one.words):
            found.setdefault(bare(word), one.value)
    return found
