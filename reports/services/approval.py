"""Writing, reviewing, signing, withdrawing: the way of a report to its seal."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from lib.errors import DomainError, NotAllowed, Outdated, WrongState
from reports.models import ReportRun, RunStep, Signature
from reports.workflow import MOVES, RunState


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
    locked.document, locked.document_hash = document.to_json(), document.sha256
    locked.save(update_fields=["document", "document_hash", "updated_at"])
    audit.record(
        actor=actor,
        code="reports.run.written",
        target=locked,
        changes={key: [str(before)[:500], text[:500]]},
    )
    return locked


@transaction.atomic
def review(*, actor: User, run: ReportRun, read_hash: str) -> None:
    """Declare a draft fit for the committee."""
    _same_document(run, read_hash)
    _move(run, RunState.REVIEWED, actor, "", reviewed_by=actor)
    audit.record(actor=actor, code="reports.run.reviewed", target=run)


@transaction.atomic
def send_back(*, actor: User, run: ReportRun, reason: str) -> None:
    """Give a reviewed report back to its writers; signatures so far are void."""
    _move(run, RunState.DRAFT, actor, reason, reviewed_by=None)
    run.signatures.all().delete()
    audit.record(
        actor=actor, code="reports.run.returned", target=run, changes={"reason": [None, reason]}
    )


@transaction.atomic
def sign(*, actor: User, run: ReportRun, read_hash: str) -> None:
    """Sign the document as it was read. The last signature needed seals the report.

    Raises NotAllowed when the signer reviewed it (two pairs of eyes), Outdated when the document
    is not the one that was read, WrongState when it is not up for signature.
    """
    locked = ReportRun.objects.select_for_update().select_related("template").get(pk=run.pk)
    if locked.state != RunState.REVIEWED:
        raise WrongState(_("This report is not waiting for signatures."))
    if locked.reviewed_by_id == actor.pk:
        raise NotAllowed(_("Who reviewed a report does not sign it as well."))
    _same_document(locked, read_hash)
    Signature.objects.get_or_create(
        run=locked,
        signer=actor,
        defaults={
            "name": actor.full_name,
            "role": actor.job_title,
            "document_hash": locked.document_hash,
        },
    )
    audit.record(
        actor=actor,
        code="reports.run.signed",
        target=locked,
        changes={"hash": [None, locked.document_hash]},
    )
    if locked.signatures.count() >= locked.template.required_signatures:
        _move(locked, RunState.SIGNED, actor, "")


@transaction.atomic
def withdraw(*, actor: User, run: ReportRun, reason: str) -> None:
    """Withdraw a report. It stays readable and says so on every page."""
    _move(run, RunState.WITHDRAWN, actor, reason)
    audit.record(
        actor=actor, code="reports.run.withdrawn", target=run, changes={"reason": [None, reason]}
    )


def _same_document(run: ReportRun, read_hash: str) -> None:
    if run.document_hash != read_hash:
        raise Outdated(_("The report has changed since you opened it. Read it again first."))


def _move(run: ReportRun, to: RunState, actor: User, note: str, **columns: object) -> None:
    """Compare-and-set the state and append the step. Raises WrongState, or Outdated in a race."""
    if to not in MOVES[RunState(run.state)]:
        raise WrongState(
            _("A report that is “%(state)s” cannot become “%(to)s”.")
            % {"state": run.get_state_display(), "to": to.label}
        )
    moved = ReportRun.objects.filter(
        pk=run.pk, state=run.state, document_hash=run.document_hash
    ).update(state=to, **columns)
    if not moved:
        raise Outdated(_("Somebody else changed the report meanwhile. Read it again first."))
    RunStep.objects.create(run=run, actor=actor, from_state=run.state, to_state=to, note=note)
    run.state = to
