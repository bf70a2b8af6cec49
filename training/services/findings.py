"""Deeds on findings of drills: raised, done, verified by somebody else, or returned."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from communities.services.attachments import attach
from communities.services.saving import save_changes
from lib.errors import DomainError, NotAllowed, Outdated, WrongState
from training.models import DrillFinding, FindingStep
from training.workflow import FINDING_MOVES, FindingState


@transaction.atomic
def save_finding(*, actor: User | None, finding: DrillFinding) -> DrillFinding:
    """Add `finding`, or save what differs from the stored one.

    Raises WrongState when the stored finding is no longer open.
    """
    finding.full_clean()
    if finding._state.adding:
        finding.created_by = actor
        finding.save(force_insert=True)
        FindingStep.objects.create(finding=finding, actor=actor, target=finding.state)
        audit.record(actor=actor, code="training.finding.added", target=finding)
        return finding
    refuse_settled(DrillFinding.objects.select_for_update().only("state").get(pk=finding.pk))
    if changes := save_changes(finding):
        audit.record(actor=actor, code="training.finding.changed", target=finding, changes=changes)
    return finding


def refuse_settled(finding: DrillFinding) -> None:
    """Raise WrongState when the finding, as it was read, is no longer open."""
    if not finding.is_open:
        raise WrongState(_("Only an open finding can be changed."))


@transaction.atomic
def report_done(
    *,
    actor: User,
    finding: DrillFinding,
    done_on: dt.date,
    note: str,
    evidence: UploadedFile | None = None,
) -> DrillFinding:
    """Report that the corrective action was taken on `done_on`, with evidence.

    Raises BadUpload for a file that is not taken; nothing is kept then.
    """
    fields = {"done_on": done_on, "done_by": actor}
    _move(actor, finding, FindingState.DONE, note, fields)
    if evidence is not None:
        attach(actor=actor, target=finding, upload=evidence, caption=note[:200])
    return finding


@transaction.atomic
def verify_finding(*, actor: User, finding: DrillFinding, note: str = "") -> DrillFinding:
    """Confirm what was reported done. Raises NotAllowed to those who had a hand in it."""
    require_other_hands(actor, finding)
    fields = {"verified_at": timezone.now(), "verified_by": actor}
    return _move(actor, finding, FindingState.VERIFIED, note, fields)


@transaction.atomic
def return_finding(*, actor: User, finding: DrillFinding, note: str) -> DrillFinding:
    """Send back what was reported done, with the reason. Raises NotAllowed as `verify_finding`."""
    require_other_hands(actor, finding)
    return _move(actor, finding, FindingState.OPEN, note, {"done_on": None, "done_by": None})


def require_other_hands(actor: User, finding: DrillFinding) -> None:
    """Raise NotAllowed to its owner and to who reported it done, WrongState unless it is done."""
    if finding.state != FindingState.DONE:
        raise WrongState(_("Nothing is to be verified here now."))
    if not finding.may_be_verified_by(actor):
        raise NotAllowed(_("Somebody else has to verify it: not its owner, not who reported it."))


def _move(
    actor: User, finding: DrillFinding, target: str, note: str, fields: dict[str, Any]
) -> DrillFinding:
    move = FINDING_MOVES.get((finding.state, target))
    if move is None:
        state = finding.get_state_display()
        raise WrongState(_("The finding is %s: this cannot be done now.") % state)
    if move.needs_reason and not note.strip():
        raise DomainError(_("Give a reason."), code="no-reason")
    rows = DrillFinding.objects.filter(pk=finding.pk, state=move.source)
    if rows.update(state=target, updated_at=timezone.now(), **fields) != 1:
        raise Outdated(_("Somebody else changed this finding: look at it again."))
    FindingStep.objects.create(
        finding=finding, actor=actor, source=move.source, target=target, note=note
    )
    for name, value in {"state": target, **fields}.items():
        setattr(finding, name, value)
    changes = {"note": [None, note]} if note else {}
    audit.record(actor=actor, code=move.code, target=finding, changes=changes)
    return finding
