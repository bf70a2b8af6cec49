"""Corrective actions are recorded, handed over, done, verified, returned, given up."""

import datetime as dt

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from actions.models import ActionStep, CorrectiveAction
from actions.notices import owners_of
from actions.permissions import ACTION_CHANGE, ACTION_VIEW
from actions.workflow import DONE, RETURN, VERIFY, WITHDRAW
from communities.permissions import may
from communities.responsible import people_of
from communities.services.attachments import attach
from communities.services.saving import save_changes
from lib.errors import DomainError, WrongState
from lib.notice_kinds import HANDED_OVER, tell
from lib.workflow import require_read, take_step


@transaction.atomic
def save_action(*, actor: User | None, action: CorrectiveAction) -> CorrectiveAction:
    """Add `action`, or save what differs from the stored one.

    Raises WrongState when the stored action is no longer open.
    """
    action.full_clean()
    if action._state.adding:
        action.created_by = actor
        action.save(force_insert=True)
        ActionStep.objects.create(corrective_action=action, actor=actor, target=action.state)
        audit.record(actor=actor, code="actions.action.added", target=action)
        _hand_over(actor, action)
        return action
    refuse_settled(CorrectiveAction.objects.select_for_update().only("state").get(pk=action.pk))
    if changes := save_changes(action):
        audit.record(actor=actor, code="actions.action.changed", target=action, changes=changes)
        _hand_over(actor, action)
    return action


def _hand_over(actor: User | None, action: CorrectiveAction) -> None:
    """Tell whose it is, once each time that it comes to another person or unit."""
    once = f"{action.owner_id} {action.owner_unit_id}"
    tell(HANDED_OVER, to=owners_of(action), about=action, by=actor, once=once)


@transaction.atomic
def assign_action(*, actor: User, action: CorrectiveAction, owner: User, revision: int) -> None:
    """Give an open action, read as `revision`, to `owner`.

    Raises DomainError for somebody who does not work where it lies.
    """
    require_read(action, revision)
    if not people_of(action.area).filter(pk=owner.pk).exists():
        text = _("%(person)s does not work in %(area)s.")
        raise DomainError(text % {"person": owner, "area": action.area}, code="not-there")
    action.owner, action.owner_name = owner, ""
    save_action(actor=actor, action=action)


def refuse_settled(action: CorrectiveAction) -> None:
    """Raise WrongState when the action, as it was read, is no longer open."""
    if not action.is_open:
        raise WrongState(_("Only an open action can be changed."))


def may_answer(user: User, action: CorrectiveAction) -> bool:
    """Tell whether the action is the user's to deal with: its owner's, the unit's, or staff's."""
    owes = action.is_owed_by(user) and may(user, ACTION_VIEW)
    return owes or may(user, ACTION_CHANGE, action)


@transaction.atomic
def report_done(
    *,
    actor: User,
    action: CorrectiveAction,
    done_on: dt.date,
    note: str,
    evidence: UploadedFile | None = None,
    revision: int | None = None,
) -> ActionStep:
    """Report that the corrective action was taken on `done_on`, with evidence.

    Raises BadUpload for a file that is not taken; nothing is kept then.
    """
    columns = {"done_on": done_on, "done_by": actor}
    step = take_step(action, DONE, actor=actor, revision=revision, note=note, columns=columns)
    if evidence is not None:
        attach(actor=actor, target=action, upload=evidence, caption=note[:200])
    return step


@transaction.atomic
def verify_action(
    *, actor: User, action: CorrectiveAction, note: str = "", revision: int | None = None
) -> ActionStep:
    """Confirm what was reported done. Raises NotAllowed to those who had a hand in it."""
    columns = {"verified_at": timezone.now(), "verified_by": actor}
    return take_step(action, VERIFY, actor=actor, revision=revision, note=note, columns=columns)


@transaction.atomic
def return_action(
    *, actor: User, action: CorrectiveAction, note: str, revision: int | None = None
) -> ActionStep:
    """Send back what was reported done, with the reason. Raises NotAllowed as `verify_action`."""
    columns = {"done_on": None, "done_by": None}
    return take_step(action, RETURN, actor=actor, revision=revision, note=note, columns=columns)


@transaction.atomic
def withdraw_action(
    *, actor: User, action: CorrectiveAction, note: str, revision: int | None = None
) -> ActionStep:
    """Give up an open action, with the reason. Raises NotAllowed to its owner."""
    return take_step(action, WITHDRAW, actor=actor, revision=revision, note=note)
