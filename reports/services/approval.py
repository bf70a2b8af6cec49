"""Writing, reviewing, signing, withdrawing: the way of a report to its seal."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from lib.bells import ring
from lib.errors import DomainError, Outdated, WrongState
from lib.records import bump
from lib.workflow import Move, note_writer, require_open, take_step
from reports.models import ReportRun, Signature
from reports.services.files import DRAW
from reports.workflow import REVIEW, SEND_BACK, SIGN, WITHDRAW, RunState


@transaction.atomic
def write_narrative(
    *, actor: User, run: ReportRun, key: str, text: str, read_hash: str
) -> ReportRun:
    """Write one text of a draft. Numbers cannot change: the figures' hash must stay the same.

    `read_hash` is the document's hash that the writer saw; Outdated when it is another by now.
    """
    locked = ReportRun.objects.select_for_update().select_related("template", "area").get(pk=run.pk)
    if locked.state != RunState.DRAFT:
        raise WrongState(_("Only a draft can be written in."))
    if locked.document_hash != read_hash:
        raise Outdated(_("Somebody else changed the report meanwhile. Your text is below; look."))
    document = locked.snapshot.with_narrative(key, text)
    if document.figures_sha256 != locked.figures_hash:
        raise DomainError(_("The figures of a report cannot be changed."))
    before = locked.snapshot.narratives()[key]
    bump(locked, document=document.to_json(), document_hash=document.sha256)
    note_writer(locked, actor)
    audit.record(
        actor=actor,
        code="reports.run.written",
        target=locked,
        changes={key: [str(before)[:500], text[:500]]},
    )
    ring(DRAW, locked.pk)
    return locked


@transaction.atomic
def review(
    *,
    actor: User,
    run: ReportRun,
    read_hash: str,
    opinion: str = "",
    revision: int | None = None,
) -> None:
    """Declare a draft fit for the committee, with an opinion.

    Raises NotAllowed for who wrote in it.
    """
    _same_document(run, read_hash)
    columns = {"reviewed_by": actor}
    take_step(run, REVIEW, actor=actor, revision=revision, note=opinion, columns=columns)
    ring(DRAW, run.pk)


@transaction.atomic
def send_back(
    *,
    actor: User,
    run: ReportRun,
    reason: str,
    revision: int | None = None,
    move: Move = SEND_BACK,
) -> None:
    """Give a reviewed report back to its writers; signatures so far are void.

    `move` is DECLINE when somebody who was to sign does so.
    """
    columns = {"reviewed_by": None}
    take_step(run, move, actor=actor, revision=revision, note=reason, columns=columns)
    run.signatures.all().delete()
    ring(DRAW, run.pk)


@transaction.atomic
def sign(*, actor: User, run: ReportRun, read_hash: str, opinion: str = "") -> None:
    """Sign the document as it was read, with an opinion. The last signature needed seals it.

    Raises NotAllowed for who wrote in it or reviewed it (two pairs of eyes), Outdated when the
    document is not the one that was read, WrongState when it is not up for signature.
    """
    locked = ReportRun.objects.select_for_update().select_related("template").get(pk=run.pk)
    require_open(locked, SIGN, actor)
    _same_document(locked, read_hash)
    Signature.objects.get_or_create(
        run=locked,
        signer=actor,
        defaults={
            "name": actor.full_name,
            "role": actor.job_title,
            "document_hash": locked.document_hash,
            "opinion": opinion,
        },
    )
    changes: audit.Changes = {"hash": [None, locked.document_hash]}
    if opinion:
        changes["opinion"] = [None, opinion]
    audit.record(actor=actor, code="reports.run.signed", target=locked, changes=changes)
    if locked.signatures.count() >= locked.template.required_signatures:
        take_step(locked, SIGN, actor=actor)
    ring(DRAW, run.pk)


@transaction.atomic
def withdraw(*, actor: User, run: ReportRun, reason: str, revision: int | None = None) -> None:
    """Withdraw a report. It stays readable and says so on every page."""
    take_step(run, WITHDRAW, actor=actor, revision=revision, note=reason)
    ring(DRAW, run.pk)


def _same_document(run: ReportRun, read_hash: str) -> None:
    if run.document_hash != read_hash:
        raise Outdated(_("The report has changed since you opened it. Read it again first."))
