"""A row of cells becomes the fields of a record, with what is wrong or odd about it."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from communities.models import Area
from injuries.checks import Problem, errors_of, warnings_of
from injuries.codes import AgeUnit
from injuries.imports.areas import AreaNames
from injuries.imports.cells import (
    CellProblem,
    Moment,
    read_age,
    read_code,
    read_flag,
    read_hour,
    read_identity,
    read_moment,
    read_number,
    read_text,
    remembered,
)
from injuries.imports.columns import BY_KEY, COUNTED, Kind, Target
from lib.sheet_cells import is_empty, shown, text_of
from lib.text import half_width
from lib.workbooks import Cell, is_fault


@dataclass
class RowResult:
    """What was read from a row: fields of InjuryRecord, errors and warnings for the cells."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """True when the row can be committed."""
        return not self.errors


class RowReader(Protocol):
    """Reads rows of one workbook. `column_of` gives the column of a field, None without one."""

    def read(self, cells: Sequence[Cell]) -> RowResult: ...
    def column_of(self, field_name: str) -> int | None: ...


#: What makes a cell useless but leaves the rest of the row right.
HARMLESS = {"id-cut", "number-cut", "masked"}
#: What a cell of personal data holds when somebody made it unreadable on purpose (`lib.masking`).
MASKED_BY = {"name": "*", "id_number": "*", "phone": "*", "address": "**"}
#: A star, and what is one at half width.
STARS = frozenset("*＊﹡")
#: Kinds whose columns say the same few things over and over: what was read is remembered, as long
#: as a reader lives. Not for columns of persons.
REPEATED = frozenset({Kind.CODE, Kind.MOMENT, Kind.HOUR, Kind.FLAG, Kind.AREA})
#: What is read from a cell that is empty or means nothing.
NOTHING = object()
#: Fields of the record that come from a column of another name.
COLUMN_OF_FIELD = {"age_value": "age", "visited_hour": "visited_on", "occurred_hour": "occurred_on"}


#: What was read from a cell, an error that refuses the row, a warning: one of them at most.
Look = tuple[Any, Problem | None, Problem | None]


class CardReader:
    """Reads rows by a mapping of columns to fields; `words` is what somebody said they mean."""

    def __init__(
        self,
        mapping: Sequence[str],
        *,
        areas: AreaNames,
        default_area: Area,
        today: dt.date,
        words: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self.words = words or {}
        targets = [(n, BY_KEY[key]) for n, key in enumerate(mapping) if key in BY_KEY]
        self.columns = {target.key: number for number, target in targets}
        self.looks = [(number, target.key, self._look(target)) for number, target in targets]
        self.width = len(mapping)
        self.areas = areas
        self.default_area = default_area
        self.today = today

    def column_of(self, field_name: str) -> int | None:
        """Return the column that fills a field of the record."""
        if field_name in self.columns:
            return self.columns[field_name]
        return self.columns.get(COLUMN_OF_FIELD.get(field_name, ""))

    def read(self, cells: Sequence[Cell]) -> RowResult:
        """Read one row; nothing in `cells` makes it raise."""
        result = RowResult()
        width = len(cells)
        if width > self.width and any(not is_empty(cell) for cell in cells[self.width :]):
            result.errors.append(Problem("", "too-many-cells"))
        raw: dict[str, Any] = {}
        for number, key, look in self.looks:
            value, error, warning = look(cells[number] if number < width else None)
            if value is not NOTHING:
                raw[key] = value
            elif error is not None:
                result.errors.append(error)
            elif warning is not None:
                result.warnings.append(warning)
        self._settle(result, raw)
        return result

    def _look(self, target: Target) -> Callable[[Cell], Look]:
        """Return what reads the cells of a column."""
        look = partial(self._read_cell, target)
        return remembered(look) if target.kind in REPEATED and not target.personal else look

    def _read_cell(self, target: Target, cell: Cell) -> Look:
        words = self.words.get(target.key)
        said = words.get(shown(cell)) if words else None
        if is_empty(cell) or said == "":
            return NOTHING, Problem(target.key, "required") if target.required else None, None
        try:
            _refuse_no_value(target, cell)
            if said and target.kind is Kind.AREA:
                return self.areas.of_key(said, cell), None, None
            return said or self._value(target, cell), None, None
        except CellProblem as problem:
            code, params = problem.code, problem.params
            harmless = code in HARMLESS or code == "no-value" and target.kind not in COUNTED
            if target.personal and "value" in params and code != "no-value":
                code, params = f"personal-{code}", {}
            found = Problem(target.key, code, params)
            return NOTHING, None if harmless else found, found if harmless else None

    def _value(self, target: Target, cell: Cell) -> Any:
        if target.kind is Kind.CODE:
            return read_code(cell, target.choices)
        if target.kind is Kind.TEXT:
            return read_text(cell, target.limit)
        if target.kind is Kind.NUMBER:
            return read_number(cell, target.limit)
        if target.kind is Kind.AREA:
            return self.areas.find(cell)
        if target.kind is Kind.AGE:
            return cell
        return READERS[target.kind](cell)

    def _settle(self, result: RowResult, raw: dict[str, Any]) -> None:
        """Bring what was read into the fields of the record and check the card as a whole."""
        values = result.values
        _settle_moments(raw, values)
        _settle_age(result, raw, values)
        area = raw.pop("area", None) or self.default_area
        values |= raw
        values["area_id"] = area.pk
        if occurred := values.pop("occurred_area", None):
            values["occurred_area_id"] = occurred.pk
        known = {problem.field for problem in result.errors}
        result.errors += [p for p in errors_of(values, self.today) if p.field not in known]
        result.warnings += warnings_of(values, self.today)


def _refuse_no_value(target: Target, cell: Cell) -> None:
    """Refuse a cell that shows an error or an uncomputed formula, and a masked personal datum."""
    if is_fault(cell):
        raise CellProblem("no-value", value=shown(cell))
    stars = MASKED_BY.get(target.key)
    if stars and not STARS.isdisjoint(text_of(cell)) and stars in half_width(text_of(cell)):
        raise CellProblem("masked")


READERS: dict[Kind, Callable[[Cell], Any]] = {
    Kind.MOMENT: read_moment,
    Kind.HOUR: read_hour,
    Kind.FLAG: read_flag,
    Kind.IDENTITY: read_identity,
}


def _settle_moments(raw: dict[str, Any], values: dict[str, Any]) -> None:
    """Split days from hours; a column for the hour goes before the hour inside a date cell."""
    for key in ("occurred_on", "visited_on", "reported_on"):
        moment: Moment | None = raw.pop(key, None)
        if moment is None:
            continue
        values[key] = moment.day
        hour_field = BY_KEY[key].moment_hour
        if hour_field and moment.hour is not None:
            raw.setdefault(hour_field, moment.hour)


def _settle_age(result: RowResult, raw: dict[str, Any], values: dict[str, Any]) -> None:
    """Read the age with its unit, or compute it from the day of birth, which is not kept."""
    cell, unit = raw.pop("age", None), raw.pop("age_unit", None)
    born: Moment | None = raw.pop("birth_date", None)
    day = values.get("occurred_on") or values.get("visited_on")
    if cell is not None:
        try:
            values["age_value"], values["age_unit"] = read_age(cell, unit)
        except CellProblem as problem:
            result.errors.append(Problem("age_value", problem.code, problem.params))
    elif born is not None and day is not None:
        if born.day > day:
            result.errors.append(Problem("birth_date", "born-after"))
            return
        values["age_value"], values["age_unit"] = age_between(born.day, day)


def age_between(born: dt.date, day: dt.date) -> tuple[int, str]:
    """Return the age on `day` as the card tells it: days below a month, months below 2 years."""
    months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)
    if months < 1:
        return (day - born).days, AgeUnit.DAYS.value
    if months < 24:
        return months, AgeUnit.MONTHS.value
    return months // 12, AgeUnit.YEARS.value
