"""Actions on findings of drills: raised, done, verified by somebody else, or returned."""

import datetime as dt

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from communities.permissions import may
from communities.responsible import people_of
from communities.services.attachments import attach
from communities.services.saving import save_changes
from lib.errors import DomainError, WrongState
from lib.notice_kinds import HANDED_OVER, people, tell
from lib.workflow import require_read, take_step
from training.models import DrillFinding, FindingStep
from training.permissions import EVENT_CHANGE, EVENT_VIEW
from training.workflow import DONE, RETURN, VERIFY


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
        _hand_over(actor, finding)
        return finding
    refuse_settled(DrillFinding.objects.select_for_update().only("state").get(pk=finding.pk))
    if changes := save_changes(finding):
        audit.record(actor=actor, code="training.finding.changed", target=finding, changes=changes)
        _hand_over(actor, finding)
    return finding


def _hand_over(actor: User | None, finding: DrillFinding) -> None:
    """Tell the owner, once each time that the finding comes to another."""
    owner = people(finding.owner)
    tell(HANDED_OVER, to=owner, about=finding, by=actor, once=str(finding.owner_id))


@transaction.atomic
def assign_finding(*, actor: User, finding: DrillFinding, owner: User, revision: int) -> None:
    """Give an open finding, read as `revision`, to `owner`.

    Raises DomainError for somebody who does not work where the drill was.
    """
    require_read(finding, revision)
    if not people_of(finding.area).filter(pk=owner.pk).exists():
        text = _("%(person)s does not work in %(area)s.")
        raise DomainError(text % {"person": owner, "area": finding.area}, code="not-there")
    finding.owner, finding.owner_name = owner, ""
    save_finding(actor=actor, finding=finding)


def refuse_settled(finding: DrillFinding) -> None:
    """Raise WrongState when the finding, as it was read, is no longer open."""
    if not finding.is_open:
        raise WrongState(_("Only an open finding can be changed."))


def may_answer(user: User, finding: DrillFinding) -> bool:
    """Tell whether the finding is the user's to deal with: its owner's, or staff's."""
    owns = finding.owner_id == user.pk and may(user, EVENT_VIEW, finding)
    return owns or may(user, EVENT_CHANGE, finding)


@transaction.atomic
def report_done(
    *,
    actor: User,
    finding: DrillFinding,
    done_on: dt.date,
    note: str,
    evidence: UploadedFile | None = None,
    revision: int | None = None,
) -> FindingStep:
    """Report that the corrective action was taken on `done_on`, with evidence.

    Raises BadUpload for a file that is not taken; nothing is kept then.
    """
    columns = {"done_on": done_on, "done_by": actor}
    step = take_step(finding, DONE, actor=actor, revision=revision, note=note, columns=columns)
    if evidence is not None:
        attach(actor=actor, target=finding, upload=evidence, caption=note[:200])
    return step


@transaction.atomic
def verify_finding(
    *, actor: User, finding: DrillFinding, note: str = "", revision: int | None = None
) -> FindingStep:
    """Confirm what was reported done. Raises NotAllowed to those who had a hand in it."""
    columns = {"verified_at": timezone.now(), "verified_by": actor}
    return take_step(finding, VERIFY, actor=actor, revision=revision, note=note, columns=columns)


@transaction.atomic
def return_finding(
    *, actor: User, finding: DrillFinding, note: str, revision: int | None = None
) -> FindingStep:
    """Send back what was reported done, with the reason. Raises NotAllowed as `verify_finding`."""
    columns = {"done_on": None, "done_by": None}
    return take_step(finding, RETURN, actor=actor, revision=revision, note=note, columns=columns)
