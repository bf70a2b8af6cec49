"""A worker that ends after its lease writes nothing over what has happened since."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from lib.jobs import JobState, LostClaim
from reports.models import ReportRun, RunStep
from reports.services import approval, compute as computing
from reports.services.requests import recompute, retry
from reports.workflow import RunState


@pytest.fixture
def waiting(draft: ReportRun, cast) -> ReportRun:
    """A report that waits to be computed anew."""
    recompute(actor=cast.chen, run=draft)
    return ReportRun.objects.get()


def late_worker() -> ReportRun:
    """Claim the report and let the lease run out, as a worker does that hangs."""
    run = ReportRun.objects.get()
    mine = ReportRun.objects.select_related("area", "template").claim(run.pk)
    ReportRun.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    return mine


def stored() -> list:
    """All that is kept of the report."""
    entries = AuditEntry.objects.exclude(code="accounts.user.changed").count()
    return [*ReportRun.objects.values(), *RunStep.objects.values(), entries]


def test_a_late_worker_leaves_a_signed_report_signed(waiting, cast, monkeypatch) -> None:
    """The second worker's report was reviewed and signed before the first one came to its end."""
    late = late_worker()
    document = computing._build(late)
    ReportRun.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    assert computing.compute(waiting.pk)
    run = ReportRun.objects.get()
    approval.review(actor=cast.liu, run=run, read_hash=run.document_hash)
    approval.sign(actor=cast.zhou, run=run, read_hash=run.document_hash)
    ReportRun.objects.update(state=RunState.SIGNED)
    before = stored()
    with pytest.raises(LostClaim):
        computing._store(late, document)
    for write in (late.finish, late.let_go, late.hold, lambda: late.fail("too late")):
        with pytest.raises(LostClaim):
            write()
    with pytest.raises(LostClaim):
        late.progress(1, 2)
    assert stored() == before
    assert ReportRun.objects.get().state == RunState.SIGNED


def test_the_task_of_a_late_worker_ends_quietly(waiting, monkeypatch) -> None:
    """While it builds, another takes the work: it says that it did nothing, and did nothing."""
    build = computing._build

    def hang(run: ReportRun) -> object:
        document = build(run)
        ReportRun.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
        monkeypatch.setattr(computing, "_build", build)
        assert computing.compute(run.pk) is True
        hang.kept = stored()
        return document

    monkeypatch.setattr(computing, "_build", hang)
    assert computing.compute(waiting.pk) is False
    assert stored() == hang.kept
    assert RunStep.objects.filter(target=RunState.DRAFT).count() == 2  # draft before, draft anew


def test_a_claim_from_before_a_new_start_is_not_the_claim_after_it(waiting, cast) -> None:
    """Attempts begin anew when the work is queued again; claims do not."""
    late = late_worker()
    ReportRun.objects.update(job_state=JobState.FAILED)
    retry(actor=cast.chen, run=ReportRun.objects.get())
    second = ReportRun.objects.claim(waiting.pk)
    assert second.attempts == late.attempts
    with pytest.raises(LostClaim):
        late.fail("too late")
    second.finish()
    assert ReportRun.objects.get().job_state == JobState.DONE
