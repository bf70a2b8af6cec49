"""The work on a batch: plan every row, then write those that are new or changed.

The commit plans the rows again, chunk by chunk, against the register as it is by then, and writes
only what the preview has told: what somebody changed or entered meanwhile is a conflict that is
said. So no personal data wait between check and commit but those of rows with something to say, and
a chunk costs one reading of its cells, one look at the register and one writing. A row written by
an attempt that was cut short is kept as written, in the same transaction, and left alone.
"""

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Area
from ledgers.declaration import CONFLICT, Addition, Change, Order
from ledgers.machine.keeping import SHOWN_NEW, counted, findings_of, keep, row_of
from ledgers.machine.planning import Planned, Planner, unknown_words
from ledgers.machine.sheets import workbook_of
from ledgers.machine.tables import table_at
from ledgers.machine.words import has_new
from ledgers.models import Batch, Row
from ledgers.problems import Problem
from ledgers.reading.headings import is_counter
from ledgers.workflow import ASK, CHECKED, COMMITTED, Stage
from lib import bulk
from lib.bells import ring
from lib.errors import NotAllowed
from lib.ids import new_id
from lib.sheet_cells import is_empty
from lib.workbooks import Cell
from lib.workflow import take_step

CHUNK = 2000
State = Row.State
#: So many rows that say the same as an earlier one are named.
NAMED_DOUBLES = 20
#: Number, cells, corrected, decision.
ReadRow = tuple[int, Sequence[Cell], bool, str]


def order_of(batch: Batch) -> Order:
    """Return under whose rights the batch is worked on. Raises NotAllowed when they are gone."""
    actor = batch.created_by
    allowed = Area.objects.where_allowed(actor, batch.ledger.permission)
    if actor is None or not allowed.filter(pk=batch.area_id).exists():
        raise NotAllowed(_("Whoever sent this may no longer bring rows into this area."))
    return Order(actor=actor, area=batch.area, today=timezone.localdate(), batch=batch.pk)


def check(batch: Batch) -> None:
    """Plan every row; keep those about which there is something to say; count."""
    planner = Planner(batch, order_of(batch))
    rows = list(rows_of(batch))
    with transaction.atomic():
        batch.hold(stage=Stage.CHECKING)
        batch.rows.filter(corrected=False, decision="").delete()
    states: Counter[str] = Counter()
    unknown: dict[str, dict[str, int]] = {}
    doubles: list[int] = []
    for done, chunk in chunks(rows):
        planned = planner.plan(chunk)
        doubles += [one.number for one in planned if one.is_double]
        shown = _to_keep(planned, states[State.NEW])
        states.update(one.state for one in planned)
        _add(unknown, unknown_words(batch.ledger, planned))
        with transaction.atomic():
            batch.hold(stage=Stage.CHECKING)
            keep(batch, shown)
        batch.progress(done, len(rows))
    _checked(batch, states, unknown, _notes(batch, rows, states, doubles))


def _to_keep(planned: list[Planned], new_before: int) -> list[Planned]:
    """Return the rows with something to say, and the first of the others that are new."""
    kept, left = [], SHOWN_NEW - new_before
    for one in planned:
        if one.is_told:
            kept.append(one)
        elif one.state == State.NEW and left > 0:
            kept.append(one)
            left -= 1
    return kept


def _add(unknown: dict[str, dict[str, int]], more: Any) -> None:
    for field, words in more.items():
        own = unknown.setdefault(field, {})
        for word, count in words.items():
            own[word] = own.get(word, 0) + count


@transaction.atomic
def _checked(
    batch: Batch,
    states: Counter[str],
    unknown: dict[str, dict[str, int]],
    notes: list[dict[str, Any]],
) -> None:
    batch.hold(stage=Stage.CHECKING)
    asked = has_new(batch.unknown, unknown)
    columns = {
        **counted(states),
        "total_rows": states.total(),
        "notes": notes,
        "unknown": unknown,
        "findings": findings_of(batch),
    }
    take_step(batch, ASK if asked else CHECKED, actor=None, columns=columns)
    batch.finish()


def _notes(
    batch: Batch, rows: list[ReadRow], states: Counter[str], doubles: list[int]
) -> list[dict[str, Any]]:
    """Say which columns have something that no field takes: a remark is not lost in silence."""
    notes = [one for one in batch.notes if one["code"] not in ("left-out", "first-new", "doubles")]
    if doubles:
        named = ", ".join(str(number) for number in doubles[:NAMED_DOUBLES])
        more = " …" if len(doubles) > NAMED_DOUBLES else ""
        notes.append({"code": "doubles", "params": {"count": len(doubles), "rows": named + more}})
    free = {place for place, key in enumerate(batch.mapping) if not key}
    filled: set[int] = set()
    for _number, cells, *_more in rows:
        filled |= {n for n in free - filled if n < len(cells) and not is_empty(cells[n])}
        if filled == free:
            break
    headings = [(place, batch.headings[place]) for place in sorted(filled)]
    told = [one for one in headings if not is_counter(one[1])]
    names = [text or _("Column %d") % (place + 1) for place, text in told]
    if names:
        notes.append({"code": "left-out", "params": {"names": ", ".join(names)}})
    if states[State.NEW] > SHOWN_NEW:
        notes.append({"code": "first-new", "params": {"count": SHOWN_NEW}})
    return notes


def commit(batch: Batch) -> None:
    """Write every row that is as the preview told it."""
    order = order_of(batch)
    planner = Planner(batch, order)
    told = {
        number: (state, revision)
        for number, state, revision in batch.rows.filter(written=False).values_list(
            "number", "state", "revision"
        )
    }
    written = set(batch.rows.written().values_list("number", flat=True))
    rows = list(rows_of(batch))
    states: Counter[str] = Counter()
    for done, chunk in chunks(rows):
        planned = planner.plan(chunk)
        fresh = [one for one in planned if one.number not in written]
        states.update(_write(batch, order, fresh, told))
        batch.progress(done, len(rows))
    _committed(batch, states)


def _write(
    batch: Batch, order: Order, planned: list[Planned], told: dict[int, tuple[str, int]]
) -> Counter[str]:
    """Write what is as it was told, and keep what has become of each row, in one transaction.

    Returns the states of those that were not written.
    """
    for one in planned:
        _refuse_conflict(one, told.get(one.number))
    store = batch.ledger.store
    with transaction.atomic():
        batch.hold(stage=Stage.COMMITTING)
        new = [one for one in planned if one.state == State.NEW]
        for one in new:
            one.target, one.revision = new_id(), 1
        refused = dict(
            store.add(
                order,
                [Addition(key=o.target, number=o.number, values=o.values) for o in new if o.target],
            )
        )
        changed = [one for one in planned if one.state == State.CHANGED and one.target]
        refused |= store.change(
            order,
            [
                Change(key=o.target, number=o.number, revision=o.revision, values=o.values)
                for o in changed
                if o.target
            ],
        )
        for one in planned:
            if one.number in refused:
                one.refuse(refused[one.number])
        for one in changed:
            one.revision += one.is_written
        _keep_written(batch, [one for one in planned if one.is_written], told)
        rest = [one for one in planned if not one.is_written]
        keep(batch, [one for one in rest if one.is_told])
    return Counter(one.state for one in rest)


def _keep_written(batch: Batch, planned: list[Planned], told: Container[int]) -> None:
    """Remember what was written: of a new record its key alone, of a changed one what it was.

    Rows that were not `told` have no Row yet: they go by COPY.
    """
    for one in planned:
        if one.state == State.NEW and not one.read.warnings:
            one.cells, one.title = (), ""
    keep(batch, [one for one in planned if one.number in told], written=True)
    fresh = [one for one in planned if one.number not in told]
    bulk.insert([row_of(batch, one, written=True) for one in fresh])


def _refuse_conflict(one: Planned, told: tuple[str, int] | None) -> None:
    """Refuse a row with which something else would be done than the preview has told."""
    if not one.is_written:
        return
    state, revision = told or (State.NEW, 0)
    if state not in (State.NEW, State.CHANGED) or (one.state, state) == (State.NEW, State.CHANGED):
        one.refuse(Problem("", CONFLICT))
    elif one.state == State.CHANGED and state != State.CHANGED:
        one.refuse(Problem("", "entered-meanwhile" if state == State.NEW else CONFLICT))
    elif one.state == State.CHANGED and revision != one.revision:
        one.refuse(Problem("", CONFLICT))


@transaction.atomic
def _committed(batch: Batch, states: Counter[str]) -> None:
    batch.hold(stage=Stage.COMMITTING)
    written = batch.rows.written()
    added = written.filter(state=State.NEW).count()
    updated = written.filter(state=State.CHANGED).count()
    columns = {
        **counted(states),
        "added_rows": added,
        "updated_rows": updated,
        "findings": findings_of(batch),
        "committed_at": timezone.now(),
    }
    changes = {"rows": [None, added + updated], "refused": [None, states[State.REFUSED]]}
    take_step(batch, COMMITTED, actor=batch.created_by, columns=columns, changes=changes)
    batch.finish()
    # What falls due among the rows is told now, by another task: the batch is done without it.
    ring("notices.tasks.tell_what_is_due")


def rows_of(batch: Batch) -> Iterator[ReadRow]:
    """Yield every row of the workbook; corrected cells replace those of the file."""
    own = batch.rows.exclude(corrected=False, decision="").filter(written=False)
    said = {
        row.number: (row.cells if row.corrected else None, row.corrected, row.decision)
        for row in own.only("number", "cells", "corrected", "decision").iterator()
    }
    with workbook_of(batch.file, batch.filename) as path:
        table = table_at(path, batch.ledger, batch.sheet)
    for number, cells in table.rows():
        corrected, is_corrected, decision = said.get(number, (None, False, ""))
        yield number, cells if corrected is None else corrected, is_corrected, decision


def chunks(rows: list[Any], size: int = CHUNK) -> Iterator[tuple[int, list[Any]]]:
    """Yield each chunk behind how many rows are done with it."""
    for start in range(0, len(rows), size):
        chunk = rows[start : start + size]
        yield start + len(chunk), chunk
