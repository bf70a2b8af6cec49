"""Actions on events: recording them and moving them through their states."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _, override

from accounts import audit
from accounts.models import User
from communities.models import Organisation, Sex
from communities.services.attachments import Upload, attach
from communities.services.saving import save_changes
from lib.errors import DomainError, WrongState
from lib.records import touch
from lib.workflow import Move, find_move, require_read, take_step
from training.kinds import UNCOUNTED_KINDS, AudienceAge, AudienceGroup
from training.models import AudienceCount, Event, EventStep
from training.workflow import EVENT_MOVES, TOOK_PLACE, EventState

#: Persons by (group, sex, age band).
Counts = dict[tuple[str, str, str], int]


@transaction.atomic
def record_event(
    *,
    actor: User | None,
    event: Event,
    co_hosts: Iterable[Organisation],
    counts: Counts,
    stage: str,
) -> Event:
    """Add `event`, or save what differs from the stored one, and bring it to `stage`.

    Raises WrongState when the stored event may no longer be changed, and what `move_event` raises.
    """
    event.full_clean(exclude=["co_hosts"])
    adding = event._state.adding
    if adding:
        event.created_by = actor
        event.save(force_insert=True)
        EventStep.objects.create(event=event, actor=actor, target=event.state)
        changes: audit.Changes = {}
    else:
        require_editable(event)
        changes = save_changes(event, with_parts=True)
    changes |= _set_co_hosts(event, list(co_hosts)) | _set_audience(event, counts)
    code = "training.event.added" if adding else "training.event.changed"
    if adding or changes:
        audit.record(actor=actor, code=code, target=event, changes=changes)
    _advance(actor, event, stage)
    return event


@transaction.atomic
def record_result(
    *, actor: User, event: Event, counts: Counts, files: Iterable[Upload], finish: bool
) -> Event:
    """Save what became of an event that is over: who came, its files, its summary.

    `finish` writes it up; without it the event is held. Raises what `record_event` and `attach` do.
    """
    for upload in files:
        attach(actor=actor, target=event, upload=upload)
    stage = EventState.WRITTEN_UP if finish else EventState.HELD
    co_hosts = event.co_hosts.all()
    return record_event(actor=actor, event=event, co_hosts=co_hosts, counts=counts, stage=stage)


def require_editable(event: Event) -> None:
    """Lock the stored event, inside a transaction; raise WrongState unless it may be changed.

    What is changed then, be it a part, counts as a change for who moves the event.
    """
    refuse_closed(Event.objects.select_for_update().only("state").get(pk=event.pk))
    touch(event)


def refuse_closed(event: Event) -> None:
    """Raise WrongState when the event, as it was read, may no longer be changed."""
    if not event.is_editable:
        raise WrongState(_("The event is closed: reopen it first, with a reason."))


def _set_co_hosts(event: Event, wanted: list[Organisation]) -> audit.Changes:
    present = set(event.co_hosts.all())
    if present == set(wanted):
        return {}
    event.co_hosts.set(wanted)
    return {"co_hosts": [_names(present), _names(wanted)]}


def _names(organisations: Iterable[Organisation]) -> str:
    return "、".join(sorted(one.name for one in organisations))


def _set_audience(event: Event, counts: Counts) -> audit.Changes:
    wanted = {cell: persons for cell, persons in counts.items() if persons}
    present = audience_of(event)
    if wanted == present:
        return {}
    event.audience.all().delete()
    AudienceCount.objects.bulk_create(
        AudienceCount(event=event, group=group, sex=sex, age=age, persons=persons)
        for (group, sex, age), persons in wanted.items()
    )
    return {"audience": [_spelled(present), _spelled(wanted)]}


def audience_of(event: Event) -> Counts:
    """Return the persons counted at `event`, by cell."""
    rows = event.audience.values_list("group", "sex", "age", "persons")
    return {(group, sex, age): persons for group, sex, age, persons in rows}


def _spelled(counts: Counts) -> str:
    """Return an audience in words of the portal's language, which the trail keeps."""
    with override(settings.LANGUAGE_CODE):
        cells = [f"{_cell_in_words(*cell)} {persons}" for cell, persons in sorted(counts.items())]
    return f"{sum(counts.values())} ({', '.join(cells)})" if counts else ""


def _cell_in_words(group: str, sex: str, age: str) -> str:
    words = [AudienceGroup(group).label]
    if sex != Sex.UNKNOWN:
        words += [Sex(sex).label, AudienceAge(age).label]
    return " ".join(str(one) for one in words)


def _advance(actor: User | None, event: Event, stage: str) -> None:
    """Bring the event to `stage`; what is written up was held first."""
    if stage == EventState.WRITTEN_UP and event.state == EventState.PLANNED:
        move_event(actor=actor, event=event, target=EventState.HELD)
    if stage != event.state:
        move_event(actor=actor, event=event, target=stage)


@transaction.atomic
def move_event(
    *, actor: User | None, event: Event, target: str, note: str = "", revision: int | None = None
) -> EventStep:
    """Move `event`, read as `revision`, to the state `target`.

    Raises WrongState when the move is not allowed from here, DomainError when the event is not
    ready for it, and what `take_step` raises.
    """
    if revision is not None:
        require_read(event, revision)
    move = find_move(EVENT_MOVES, event.state, target)
    if move is None:
        raise WrongState(_("The event is %s: this cannot be done now.") % event.get_state_display())
    _require_ready(event, move)
    return take_step(event, move, actor=actor, revision=revision, note=note)


def _require_ready(event: Event, move: Move) -> None:
    if move.target in TOOK_PLACE and event.lies_ahead:
        raise DomainError(_("An event that lies ahead cannot have been held."), code="lies-ahead")
    if move.target == EventState.WRITTEN_UP:
        if not event.summary.strip():
            raise DomainError(_("Write a summary first."), code="no-summary")
        if event.kind not in UNCOUNTED_KINDS and not event.audience.exists():
            raise DomainError(_("Say first who came."), code="no-audience")
