"""Deleting a record that may be deleted; the trail keeps what it was."""

import datetime as dt
from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from communities.models import Attachment
from communities.services.attachments import detach
from lib.errors import DomainError, WrongState
from lib.records import Record, bump
from lib.removal import parts_of, removal_of, standing_on
from lib.workflow import require_read

#: So long after it was typed, its own writer takes a record back without giving a reason.
MISTYPED = dt.timedelta(hours=1)
REMOVED = "communities.record.deleted"


@transaction.atomic
def remove_record(
    *, actor: User, record: Record, reason: str = "", revision: int | None = None
) -> None:
    """Delete `record`, read as `revision`, with its parts and files; leave an entry in the trail.

    The caller has asked for the permission of its `Removal`. Raises WrongState when it has to stay,
    Outdated when it was changed since it was read, DomainError without the reason that is needed.
    """
    if revision is not None:
        require_read(record, revision)
    if words := refusal(record):
        raise WrongState(words)
    if needs_reason(actor, record) and not reason.strip():
        raise DomainError(_("Give the reason."), code="no-reason")
    removal = removal_of(record)
    if removal is None:
        raise TypeError(f"{record._meta.label} is never deleted.")
    bump(record)  # the row is held, and is as it was read
    _tell(actor, record, removal.trail(record), reason.strip())
    try:
        with transaction.atomic():
            _delete(actor, record)
    except (IntegrityError, ProtectedError, RestrictedError) as error:
        raise WrongState(refusal(record) or _("Something was added to it just now.")) from error
    if removal.after is not None:
        removal.after(actor, record)


def refusal(record: models.Model, going: Collection[type[models.Model]] = ()) -> str:
    """Return in words why `record` has to stay, "" when it may be deleted.

    `going` are the models of which rows are deleted together with it.
    """
    removal = removal_of(record)
    if removal is None:
        return _("Records of this kind are not deleted.")
    if words := str(removal.against(record)):
        return words
    parts = parts_of(record)
    going = {*going, *(rows.model for rows in parts.values())}
    standing = [
        _("%(what)s: %(count)d") % {"what": what, "count": count}
        for what, count in standing_on(record, going)
    ]
    if standing:
        text = _("It cannot be deleted, because something stands on it: %s.")
        return text % "; ".join(standing)
    known = (part for rows in parts.values() if removal_of(rows.model) for part in rows)
    return next((words for part in known if (words := refusal(part, going))), "")


def needs_reason(actor: User, record: Record) -> bool:
    """Tell whether a reason has to be given: not for what one has typed oneself just now."""
    fresh = timezone.now() - record.created_at < MISTYPED
    return not (fresh and record.created_by_id == actor.pk)


def _delete(actor: User, record: models.Model) -> None:
    """Delete a row after its parts and files."""
    for rows in parts_of(record).values():
        if removal_of(rows.model) is None:
            rows.delete()
        else:
            for part in rows:
                _delete(actor, part)
    kind = ContentType.objects.get_for_model(record)
    for file in Attachment.objects.filter(target_type=kind, target_id=record.pk):
        detach(actor=actor, attachment=file)
    type(record)._base_manager.filter(pk=record.pk).delete()


def _tell(actor: User, record: Record, target: models.Model, reason: str) -> None:
    """Leave what `record` was: its columns, or its name in the history of what it was a part of."""
    if target is record:
        changes = audit.last_values(record)
    else:
        changes = {str(record._meta.model_name): [audit.said(record), None]}
    if reason:
        changes["reason"] = [None, reason]
    audit.record(actor=actor, code=REMOVED, target=target, changes=changes)
