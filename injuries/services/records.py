"""Actions on injury records."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from communities.services.saving import changes_of
from injuries.duplicates import duplicates_of
from injuries.models import InjuryRecord
from lib.errors import WrongState
from lib.records import bump
from lib.workflow import require_read

State = InjuryRecord.DuplicateState


@transaction.atomic
def add_record(*, actor: User, record: InjuryRecord) -> InjuryRecord:
    """Add a card; mark it when it looks like one that is in the actor's sight."""
    record.created_by = actor
    record.reported_on = record.reported_on or timezone.localdate()
    record.derive()
    record.full_clean(exclude=["batch"])
    if duplicates_of(record, InjuryRecord.objects.visible_to(actor)).exists():
        record.duplicate_state = State.SUSPECTED
    record.save(force_insert=True)
    audit.record(actor=actor, code="injuries.record.added", target=record)
    return record


@transaction.atomic
def change_record(*, actor: User, record: InjuryRecord) -> InjuryRecord:
    """Save what differs from the stored card.

    Raises WrongState for a withdrawn card, Outdated when somebody else changed it meanwhile.
    """
    _require_live(record)
    changes = changes_of(record)
    if not changes:
        return record
    record.derive()
    record.full_clean(exclude=["batch"])
    bump(record)
    duplicates = duplicates_of(record, InjuryRecord.objects.visible_to(actor)).exists()
    if duplicates and record.duplicate_state == State.NONE:
        record.duplicate_state = State.SUSPECTED
    elif not duplicates and record.duplicate_state == State.SUSPECTED:
        record.duplicate_state = State.NONE
    record.save()
    audit.record(actor=actor, code="injuries.record.changed", target=record, changes=changes)
    return record


@transaction.atomic
def withdraw_record(
    *, actor: User, record: InjuryRecord, reason: str, revision: int | None = None
) -> InjuryRecord:
    """Take a card back: it stays as a tombstone with who, when and why, and counts nowhere."""
    _require_read(record, revision)
    _require_live(record)
    bump(record)
    record.withdrawn_at, record.withdrawn_by = timezone.now(), actor
    record.withdrawn_reason = reason
    record.save(
        update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason", "revision", "updated_at"]
    )
    audit.record(
        actor=actor,
        code="injuries.record.withdrawn",
        target=record,
        changes={"withdrawn_reason": [None, reason]},
    )
    return record


@transaction.atomic
def restore_record(
    *, actor: User, record: InjuryRecord, revision: int | None = None
) -> InjuryRecord:
    """Let a withdrawn card count again."""
    _require_read(record, revision)
    if record.is_live:
        raise WrongState(_("The record has not been withdrawn."))
    bump(record)
    reason = record.withdrawn_reason
    record.withdrawn_at, record.withdrawn_by, record.withdrawn_reason = None, None, ""
    record.save(
        update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason", "revision", "updated_at"]
    )
    audit.record(
        actor=actor,
        code="injuries.record.restored",
        target=record,
        changes={"withdrawn_reason": [reason, None]},
    )
    return record


@transaction.atomic
def dismiss_duplicate(
    *, actor: User, record: InjuryRecord, revision: int | None = None
) -> InjuryRecord:
    """Say that a record that looks like another is none of its duplicates."""
    _require_read(record, revision)
    if record.duplicate_state != State.SUSPECTED:
        raise WrongState(_("The record is not marked as a possible duplicate."))
    bump(record)
    record.duplicate_state = State.DISMISSED
    record.save(update_fields=["duplicate_state", "revision", "updated_at"])
    audit.record(actor=actor, code="injuries.record.not-duplicate", target=record)
    return record


def reveal_record(*, actor: User, record: InjuryRecord) -> InjuryRecord:
    """Write down that the personal data of the card are shown to `actor`."""
    audit.record(actor=actor, code="communities.personal.revealed", target=record)
    return record


def _require_live(record: InjuryRecord) -> None:
    if not record.is_live:
        raise WrongState(_("The record has been withdrawn: restore it first."))


def _require_read(record: InjuryRecord, revision: int | None) -> None:
    if revision is not None:
        require_read(record, revision)
