"""What is kept of planned rows, and the counts of a batch."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Count

from ledgers.machine.planning import Planned
from ledgers.machine.values import to_json
from ledgers.models import Batch, Row
from ledgers.problems import Problem
from lib.sheet_cells import plain

State = Row.State
#: So many of the new rows that are simply right are kept to be looked at before the commit: a
#: register of an office. Each costs half a millisecond, for what its cells hold is encrypted.
SHOWN_NEW = 2000
_COLUMN: dict[str, str] = {
    State.NEW: "new_rows",
    State.CHANGED: "changed_rows",
    State.SAME: "same_rows",
    State.DOUBTFUL: "doubtful_rows",
    State.REFUSED: "bad_rows",
}
COUNTS = list(_COLUMN.values())


def keep(batch: Batch, planned: Iterable[Planned], *, written: bool = False) -> None:
    """Keep a Row for each of `planned`, in the place of an earlier one."""
    Row.objects.bulk_create(
        [row_of(batch, one, written=written) for one in planned],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["batch", "number"],
        update_fields=[
            "state",
            "corrected",
            "written",
            "kinds",
            "cells",
            "problems",
            "changes",
            "candidates",
            "decision",
            "title",
            "target",
            "revision",
        ],
    )


def row_of(batch: Batch, one: Planned, *, written: bool) -> Row:
    """Return the Row of a planned one."""
    levels = [(one.read.errors, "error"), (one.read.warnings, "warning")]
    problems = [_stored(batch, p, level) for found, level in levels for p in found]
    return Row(
        batch=batch,
        number=one.number,
        state=one.state,
        corrected=one.corrected,
        written=written,
        kinds=_kinds(problems),
        cells=[plain(cell) for cell in one.cells],
        problems=problems,
        changes={
            key: [to_json(one.before.get(key)), to_json(value)]
            for key, value in one.values.items()
            if one.state == State.CHANGED
        },
        candidates=[list(pair) for pair in one.candidates] if one.state == State.DOUBTFUL else [],
        decision=one.decision,
        title=one.title,
        target=one.target,
        revision=one.revision,
    )


def _stored(batch: Batch, problem: Problem, level: str) -> dict[str, Any]:
    column = batch.column_of(problem.field) if problem.field else None
    return {
        "field": problem.field,
        "column": column,
        "code": problem.code,
        "params": problem.params,
        "level": level,
    }


def _kinds(problems: Iterable[dict[str, Any]]) -> str:
    kinds = sorted({f"{one['field']}:{one['code']}" for one in problems})
    return f"|{'|'.join(kinds)}|" if kinds else ""


def kinds_of(text: str) -> list[str]:
    """Return the kinds of findings that `Row.kinds` names."""
    return [one for one in text.split("|") if one]


def recount(batch: Batch, moved: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the columns of a batch after rows went from one state to another."""
    columns = {name: getattr(batch, name) for name in COUNTS}
    for before, after in moved:
        if before in _COLUMN:
            columns[_COLUMN[before]] -= 1
        if after in _COLUMN:
            columns[_COLUMN[after]] += 1
    return columns | {"findings": findings_of(batch)}


def counted(states: Counter[str]) -> dict[str, int]:
    """Return the columns of a batch for so many rows of each state."""
    return {column: states.get(state, 0) for state, column in _COLUMN.items()}


def findings_of(batch: Batch) -> list[dict[str, Any]]:
    """Count the findings of a batch by kind and state, most rows first."""
    found: Counter[tuple[str, str]] = Counter()
    rows = batch.rows.exclude(kinds="").filter(written=False).order_by()
    for kinds, state, count in rows.values_list("kinds", "state").annotate(count=Count("pk")):
        for kind in kinds_of(kinds):
            found[kind, state] += count
    return [
        {"kind": kind, "state": state, "count": count}
        for (kind, state), count in found.most_common()
    ]
