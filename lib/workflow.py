"""States and the steps between them, one way for every record that has them.

An app declares its states and a table of moves in its `workflow.py`, below its models. A service
calls `take_step`, which is the only thing that writes a state: it checks what was read, the state,
whose work it is and the reason; wins the row; appends the step; writes the audit entry. The caller
has asked for the move's permission and keeps what the move means for the app's own columns.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from lib.append_only import AppendOnly
from lib.errors import DomainError, NotAllowed, Outdated, WrongState
from lib.ids import new_id
from lib.records import Record, bump, column_of

Rows = TypeVar("Rows", bound=models.QuerySet)
Taken = TypeVar("Taken", bound="Step", covariant=True)


@dataclass(frozen=True, kw_only=True)
class Move:
    """From which states an action leads to which, the permission it takes, its words.

    `label` are its words, `audit_code` stands in the trail. `not_by` names the columns of the
    record that say whose work it is: nobody judges what he or she had a hand in.
    """

    sources: tuple[str, ...]
    target: str
    permission: str
    label: str | Promise
    audit_code: str
    needs_reason: bool = False
    not_by: tuple[str, ...] = ()


class Steps(Protocol[Taken]):
    """Where the steps of a record are kept."""

    def create(self, **columns: Any) -> Taken:
        """Keep a step."""


class WithSteps(Protocol[Taken]):
    """A record whose steps are kept."""

    @property
    def steps(self) -> Steps[Taken]:
        """Its steps."""


class Trail(Protocol):
    """What keeps the audit trail: `accounts.audit`, which this library does not know."""

    def record(
        self, *, actor: Any, code: str, target: models.Model, changes: dict[str, list[Any]] | None
    ) -> object:
        """Append an entry."""

    def told_since(self, target: models.Model, changes: int) -> str:
        """Say in words what the last `changes` changes of `target` were, and whose."""


_trails: list[Trail] = []
_listeners: list[Callable[[Any, Move, Any], None]] = []


def keep_trail(trail: Trail) -> None:
    """Have every step written into `trail`."""
    _trails[:] = [trail]


def on_step(listener: Callable[[Any, Move, Any], None]) -> None:
    """Have `listener` called with the record, the move and the step of every step taken."""
    _listeners[:] = [listener]


class Step(AppendOnly):
    """A step of a record from one state to another: when, by whom, why. Rows are only added.

    A subclass has the foreign key to its record, with the related name `steps`, and in `states`
    the words of its states.
    """

    states: ClassVar[type[models.TextChoices]]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(gettext_lazy("at"), default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("who"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    source = models.CharField(gettext_lazy("from state"), max_length=12, blank=True)
    target = models.CharField(gettext_lazy("to state"), max_length=12)
    note = models.TextField(gettext_lazy("note"), blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "id"]

    def get_source_display(self) -> str:
        """Return the words for the state that was left; empty for the first step."""
        return str(self.states(self.source).label) if self.source else ""

    def get_target_display(self) -> str:
        """Return the words for the state that was reached."""
        return str(self.states(self.target).label)


class WrittenBy(models.Model):
    """A record that remembers everybody who wrote any part of it, for moves that are `not_by` them.

    Services call `note_writer` wherever something of the record is entered, changed or attached.
    """

    written_by = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("written by"),
        related_name="+",
        editable=False,
    )

    class Meta:
        abstract = True


def note_writer(record: models.Model, actor: Any) -> None:
    """Remember that `actor` wrote a part of `record`, if it keeps that; the portal is nobody."""
    if actor is not None and isinstance(record, WrittenBy):
        record.written_by.add(actor)


def state_of(record: models.Model) -> str:
    """Return the state of `record`; a model says by `state_field` that the column is another."""
    return getattr(record, _state_field(record))


def _state_field(record: models.Model) -> str:
    return getattr(record, "state_field", "state")


def find_move(moves: Iterable[Move], source: str, target: str) -> Move | None:
    """Return the move from one state to another, None when the table has none."""
    return next((one for one in moves if source in one.sources and one.target == target), None)


def had_a_hand(user: Any, record: models.Model, move: Move) -> bool:
    """Tell whether `user` did some of the work that `move` judges."""
    for name in move.not_by:
        field = record._meta.get_field(name)
        if field.many_to_many:
            if getattr(record, name).filter(pk=user.pk).exists():
                return True
        elif getattr(record, column_of(record, name).attname) == user.pk:
            return True
    return False


def not_own(rows: Rows, move: Move, user: Any) -> Rows:
    """Return those of `rows` from which `move` starts and in which `user` had no hand."""
    state = getattr(rows.model, "state_field", "state")
    rows = rows.filter(**{f"{state}__in": move.sources})
    for name in move.not_by:
        rows = rows.exclude(**{name: user})
    return rows


@transaction.atomic
def take_step(
    record: WithSteps[Taken],
    move: Move,
    *,
    actor: Any,
    revision: int | None = None,
    note: str = "",
    columns: dict[str, Any] | None = None,
    step: dict[str, Any] | None = None,
    changes: dict[str, list[Any]] | None = None,
) -> Taken:
    """Move `record`, set its `columns`, append the step with the columns `step`, tell the trail.

    `revision` is the one that the actor's page was drawn from (None: `record` as it was read).
    Raises Outdated when it has moved on since, WrongState when the move does not start here,
    NotAllowed for who had a hand in it, DomainError without the reason that is needed.
    """
    if not isinstance(record, Record):
        raise TypeError("Only a record takes steps.")
    _refuse(record, move, actor, record.revision if revision is None else revision, note)
    source, field = state_of(record), _state_field(record)
    columns = {**(columns or {}), field: move.target}
    changes = _told(field, source, move.target, note.strip()) | (changes or {})
    _win(record, source, columns)
    taken = record.steps.create(
        actor=actor, source=source, target=move.target, note=note.strip(), **(step or {})
    )
    for trail in _trails:
        trail.record(actor=actor, code=move.audit_code, target=record, changes=changes)
    for listener in _listeners:
        listener(record, move, taken)
    return taken


def require_read(record: Any, revision: int) -> None:
    """Raise Outdated, with what has changed, unless `revision` is what `record` is now."""
    if record.revision == revision:
        return
    changes = record.revision - max(revision, 1)  # there is none before the first
    words = [trail.told_since(record, changes) for trail in _trails]
    if told := "; ".join(filter(None, words)):
        text = _("This was changed after your page was opened: %s. Look at it again, then decide.")
        raise Outdated(text % told)
    raise Outdated(_("This was changed after your page was opened. Look at it again, then decide."))


def require_open(record: models.Model, move: Move, actor: Any) -> None:
    """Raise WrongState unless `move` starts here, NotAllowed for who had a hand in the work."""
    if state_of(record) not in move.sources:
        shown = getattr(record, f"get_{_state_field(record)}_display")()
        raise WrongState(_("This is “%s” now: it cannot be done.") % shown)
    if actor is not None and had_a_hand(actor, record, move):
        raise NotAllowed(_("You had a hand in this yourself: somebody else must do it."))


def _refuse(record: Record, move: Move, actor: Any, revision: int, note: str) -> None:
    require_read(record, revision)
    require_open(record, move, actor)
    if move.needs_reason and not note.strip():
        raise DomainError(_("Give the reason."), code="no-reason")


def _win(record: Record, source: str, columns: dict[str, Any]) -> None:
    """Write the columns if the row is still as it was read; say what has changed if not."""
    try:
        bump(record, {_state_field(record): source}, **columns)
    except Outdated:
        stored = type(record)._base_manager.get(pk=record.pk)
        require_read(stored, record.revision)
        raise


def _told(field: str, source: str, target: str, note: str) -> dict[str, list[Any]]:
    told: dict[str, list[Any]] = {} if source == target else {field: [source, target]}
    return told | ({"reason": [None, note]} if note else {})
