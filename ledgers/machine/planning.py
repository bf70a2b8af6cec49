"""What would become of each row of a chunk: new, changed, same, doubtful or refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field as dataclass_field
from decimal import Decimal
from typing import Any
from uuid import UUID

from communities.models import Area
from ledgers.declaration import Kind, Ledger, Order, Stored, Values
from ledgers.machine.reader import RowReader, RowValues
from ledgers.machine.words import add_word
from ledgers.models import Batch, Row
from ledgers.problems import Problem
from ledgers.reading.years import year_of
from lib.workbooks import Cell

State = Row.State
NEW, SKIP = "new", "skip"


@dataclass(slots=True)
class Planned:
    """A row with what was read from it and what would become of it.

    `values` are those that would be written: of a new row all, of a changed one those that differ.
    `is_double` says that an earlier row of the file says the same in every cell.
    """

    number: int
    cells: Sequence[Cell]
    read: RowValues
    corrected: bool = False
    decision: str = ""
    state: str = State.REFUSED
    values: dict[str, Any] = dataclass_field(default_factory=dict)
    before: dict[str, Any] = dataclass_field(default_factory=dict)
    target: UUID | None = None
    revision: int = 0
    title: str = ""
    is_double: bool = False
    candidates: list[tuple[str, str]] = dataclass_field(default_factory=list)

    @property
    def errors(self) -> list[Problem]:
        """Why it cannot be written."""
        return self.read.errors

    @property
    def is_written(self) -> bool:
        """True when a commit writes it."""
        return self.state in (State.NEW, State.CHANGED)

    @property
    def is_told(self) -> bool:
        """True when there is something to say about it, or to keep."""
        quiet = self.state in (State.NEW, State.SAME)
        return not quiet or self.corrected or bool(self.decision or self.read.warnings)

    def refuse(self, problem: Problem) -> None:
        """Say why it cannot be written."""
        self.read.errors.append(problem)
        self.state = State.REFUSED


class Planner:
    """Plans the rows of one batch, chunk after chunk; remembers what the file has had already."""

    def __init__(self, batch: Batch, order: Order) -> None:
        self.ledger: Ledger = batch.ledger
        self.order = order
        self.clears = batch.clears
        self.reader = RowReader(
            self.ledger, batch.mapping, order, batch.words, year_of(batch.notes)
        )
        self.remarks = self.ledger.remarks(order)
        #: For each key of a row the row that had it first, and a digest of all that it said.
        self.keys: dict[tuple[Any, ...], tuple[int, int]] = {}
        self.targets: dict[UUID, int] = {}
        allowed = Area.objects.where_allowed(order.actor, self.ledger.permission)
        self.areas = set(allowed.values_list("pk", flat=True))

    def plan(self, rows: Iterable[tuple[int, Sequence[Cell], bool, str]]) -> list[Planned]:
        """Return what would become of each (number, cells, corrected, decision)."""
        planned = [
            Planned(number, cells, self.reader.read(cells), corrected, decision)
            for number, cells, corrected, decision in rows
        ]
        for row in planned:
            self._check_key(row)
        good = [row for row in planned if not row.errors and not row.is_double]
        found = self.ledger.store.find(self.order, [row.read.values for row in good])
        for row, stored in zip(good, found, strict=True):
            self._place(row, stored)
        return planned

    def _check_key(self, row: Planned) -> None:
        key = self.ledger.key_of(row.read.values)
        if key is None:
            of_keys = {name for names in self.ledger.keys for name in names}
            if not any(one.code == "required" or one.field in of_keys for one in row.errors):
                row.refuse(Problem("", "no-key", {"names": self._key_names()}))
            return
        said = hash(frozenset(row.read.values.items()))
        first, same = self.keys.setdefault(key, (row.number, said))
        if first == row.number:
            return
        if said == same and not row.errors:
            row.is_double, row.state = True, State.SAME
            row.read.warnings.append(Problem("", "double", {"row": first}))
        else:
            row.refuse(Problem(key[0][0], "key-twice", {"row": first}))

    def _key_names(self) -> str:
        fields = self.ledger.by_key
        return " / ".join(
            " + ".join(str(fields[name].label) for name in names) for names in self.ledger.keys
        )

    def _place(self, row: Planned, stored: Sequence[Stored]) -> None:
        """Say whether the row is new, means one of `stored`, or that nobody can tell."""
        row.candidates = [(str(one.key), one.title) for one in stored]
        if row.decision == SKIP:
            row.read.warnings.append(Problem("", "left-out"))
            row.state = State.SAME
            return
        chosen = self._chosen(row, stored)
        if chosen is None and stored and row.decision != NEW:
            row.state = State.DOUBTFUL
            return
        if chosen is None:
            self._plan_new(row)
        else:
            self._plan_update(row, chosen)

    def _chosen(self, row: Planned, stored: Sequence[Stored]) -> Stored | None:
        if row.decision == NEW:
            return None
        if row.decision:
            return next((one for one in stored if str(one.key) == row.decision), None)
        return stored[0] if len(stored) == 1 and stored[0].sure else None

    def _plan_new(self, row: Planned) -> None:
        values = row.read.values
        if self.ledger.area in self.ledger.by_key:
            values.setdefault(self.ledger.area, self.order.area.pk)
        for field in self.ledger.fields:
            if field.required and field.key not in values:
                row.refuse(Problem(field.key, "required"))
        if not row.errors and self._is_right(row, values):
            row.state, row.values = State.NEW, values
            row.read.warnings.extend(self.remarks(values))

    def _plan_update(self, row: Planned, stored: Stored) -> None:
        first = self.targets.setdefault(stored.key, row.number)
        if first != row.number:
            row.refuse(Problem("", "same-record", {"row": first}))
            return
        row.target, row.revision, row.title = stored.key, stored.revision, stored.title
        values = self._said(row)
        changed = {
            key: value for key, value in values.items() if not _alike(stored.values.get(key), value)
        }
        if not changed:
            row.state = State.SAME
        elif self._is_right(row, {**stored.values, **changed}):
            row.state, row.values = State.CHANGED, changed
            row.before = {key: stored.values.get(key) for key in changed}

    def _said(self, row: Planned) -> dict[str, Any]:
        """Return what the row says of a stored record: an empty cell nothing, unless asked."""
        fields = self.ledger.by_key
        values = {key: one for key, one in row.read.values.items() if not fields[key].fixed}
        if self.clears:
            for key in row.read.empty:
                if not fields[key].required and not fields[key].fixed:
                    values.setdefault(key, None)
        return values

    def _is_right(self, row: Planned, values: Values) -> bool:
        area = values.get(self.ledger.area)
        field = self.ledger.by_key.get(self.ledger.area)
        if field is not None and field.kind is Kind.AREA and area not in self.areas:
            row.refuse(Problem(field.key, "not-your-area"))
        for problem in self.ledger.check(self.order, values):
            row.refuse(problem)
        return not row.errors


def _alike(before: Any, after: Any) -> bool:
    """Tell whether two values are one: nothing and an empty text are, 30.1 and its decimal too."""
    if isinstance(before, float) and isinstance(after, Decimal):
        return before == float(after)
    return before == after or before in (None, "") and after in (None, "")


def unknown_words(ledger: Ledger, planned: Iterable[Planned]) -> Mapping[str, Mapping[str, int]]:
    """Count, for each field, the words that nobody knows."""
    found: dict[str, dict[str, int]] = {}
    for row in planned:
        for problem in (*row.read.errors, *row.read.warnings):
            if problem.code in ("unknown-word", "unknown-area") and problem.field:
                add_word(found, problem.field, problem.params["value"])
    return found
