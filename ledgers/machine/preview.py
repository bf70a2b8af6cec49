"""Rows of a batch as its page shows them: what is wrong at its cell, what would change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field as dataclass_field
from typing import Any

from ledgers.machine.values import in_words
from ledgers.models import Batch, Row
from ledgers.wording import kind_words, words_of
from lib.sheet_cells import text_of

#: Stands for a cell that only its uploader sees.
MASK = "•••"
State = Row.State


@dataclass
class ShownCell:
    """One cell with what is to be said about it."""

    place: int
    heading: str
    text: str
    errors: list[str] = dataclass_field(default_factory=list)
    warnings: list[str] = dataclass_field(default_factory=list)


@dataclass
class ShownChange:
    """A field that a row changes."""

    label: str
    before: str
    after: str


@dataclass
class ShownRow:
    """A row with its cells that matter, and what is to be said about the whole row."""

    row: Row
    title: str
    cells: list[ShownCell]
    errors: list[str]
    warnings: list[str]
    changes: list[ShownChange]
    candidates: list[tuple[str, str]]


@dataclass(frozen=True)
class Kind:
    """Findings of one kind: how many rows, the words, what the address says of it."""

    kind: str
    count: int
    words: str
    state: str


def kinds(batch: Batch) -> list[Kind]:
    """Return the findings of a batch, grouped."""
    found = []
    for one in batch.findings:
        words = kind_words(batch.ledger, one["kind"])
        found.append(Kind(one["kind"], one["count"], words, one["state"]))
    return found


def shown_rows(batch: Batch, rows: Iterable[Row], *, may_look: bool) -> list[ShownRow]:
    """Arrange `rows`. Without `may_look` nothing that stands in the workbook is shown."""
    return [_shown(batch, row, may_look) for row in rows]


def _shown(batch: Batch, row: Row, may_look: bool) -> ShownRow:
    cells: dict[int, ShownCell] = {}
    whole: dict[str, list[str]] = {"error": [], "warning": []}
    for place in _landmarks(batch) if row.state != State.NEW else _mapped(batch):
        cells[place] = _cell(batch, row, place, may_look)
    for problem in row.problems:
        place, level = problem.get("column"), problem["level"]
        words = words_of(problem if may_look else _without_value(problem))
        if place is None:
            whole[level].append(_of_field(batch, problem, words))
            continue
        cell = cells.setdefault(place, _cell(batch, row, place, may_look))
        (cell.errors if level == "error" else cell.warnings).append(words)
    return ShownRow(
        row=row,
        title=row.title if may_look else "",
        cells=[cells[place] for place in sorted(cells)] if row.cells else [],
        errors=whole["error"],
        warnings=whole["warning"],
        changes=_changes(batch, row, may_look),
        candidates=[(key, title if may_look else MASK) for key, title in row.candidates],
    )


def _of_field(batch: Batch, problem: Mapping[str, Any], words: str) -> str:
    """Return the words behind the name of a field that no column fills."""
    field = batch.ledger.by_key.get(problem["field"])
    return f"{field.label}: {words}" if field else words


def _landmarks(batch: Batch) -> list[int]:
    """Return the columns by which a person finds a row again: those of its keys."""
    names = {name for key in batch.ledger.keys for name in key}
    return [place for place, key in enumerate(batch.mapping) if key in names]


def _mapped(batch: Batch) -> list[int]:
    """Return the columns that are brought in: of a new row all of them are looked over."""
    return [place for place, key in enumerate(batch.mapping) if key]


def new_headings(batch: Batch) -> list[str]:
    """Return what the columns are called that are brought in."""
    return [batch.headings[place] for place in _mapped(batch)]


def _changes(batch: Batch, row: Row, may_look: bool) -> list[ShownChange]:
    found = []
    for key, (before, after) in row.changes.items():
        field = batch.ledger.by_key[key]
        pair = (in_words(field, before), in_words(field, after)) if may_look else (MASK, MASK)
        found.append(ShownChange(str(field.label), *pair))
    return found


def _without_value(problem: Mapping[str, Any]) -> dict[str, Any]:
    params = problem.get("params") or {}
    return {**problem, "params": {**params, **({"value": MASK} if "value" in params else {})}}


def _cell(batch: Batch, row: Row, place: int, may_look: bool) -> ShownCell:
    cell = row.cells[place] if place < len(row.cells) else None
    text = text_of(cell)
    return ShownCell(place, batch.headings[place], text if may_look or not text else MASK)
