"""A report is asked for, computed by the worker's task, and kept as a snapshot."""

import datetime as dt
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from documents import Document, Table, sections
from lib.errors import DomainError, Outdated, WrongState
from lib.jobs import JobState
from lib.periods import Period
from reports.models import ReportRun
from reports.services import compute as computing
from reports.services.requests import recompute, request_report
from reports.tasks import sweep_runs
from reports.workflow import RunState
from tests.pages import as_read


def test_chen_asks_for_a_report_in_the_browser(cast, places, as_user, monthly, last_month) -> None:
    """The answer is the report's page, the row waits for a worker, and nobody waits for it."""
    form = {"template": "monthly", "area": places.street.pk, "period": last_month.code}
    response = as_user(cast.chen).post(reverse("reports:run-new"), form)
    run = ReportRun.objects.get()
    assert response.url == run.get_absolute_url()
    assert (run.state, run.job_state) == (RunState.COMPUTING, JobState.WAITING)
    page = as_user(cast.chen).get(run.get_absolute_url())
    assert "being computed" in page.text


def test_asking_twice_gives_the_same_report(cast, places, as_user, monthly, last_month) -> None:
    """A double press makes one report."""
    form = {"template": "monthly", "area": places.street.pk, "period": last_month.code}
    client = as_user(cast.chen)
    assert client.post(reverse("reports:run-new"), form).status_code == 302
    assert client.post(reverse("reports:run-new"), form).status_code == 302
    assert ReportRun.objects.count() == 1


def test_a_month_that_is_not_over_has_no_report(cast, places, monthly) -> None:
    """Half a month would be compared with whole ones."""
    with pytest.raises(DomainError, match="not over|尚未结束"):
        request_report(
            actor=cast.chen,
            template=monthly,
            area=places.street,
            period=Period.containing(timezone.localdate()),
        )
    assert not ReportRun.objects.exists()


def test_the_snapshot_holds_every_registered_section(draft) -> None:
    """Document, hash and trail agree."""
    assert draft.state == RunState.DRAFT
    document = Document.from_json(draft.document)
    assert [one.key for one in document.sections] == [kind.key for kind in sections]
    assert not [one.key for one in document.sections if one.state == "failed"]
    assert document.sha256 == draft.document_hash
    assert AuditEntry.objects.filter(code="reports.run.computed", target_id=draft.pk).count() == 1


def test_a_second_bell_changes_nothing(draft) -> None:
    """A doubled message finds the work done."""
    assert computing.compute(draft.pk) is False
    assert ReportRun.objects.get().document_hash == draft.document_hash


def test_two_workers_hear_the_same_bell(cast, places, monthly, last_month) -> None:
    """Only one of them claims the row."""
    run, _ = request_report(
        actor=cast.chen, template=monthly, area=places.street, period=last_month
    )
    assert ReportRun.objects.claim(run.pk)
    assert not ReportRun.objects.claim(run.pk)
    assert computing.compute(run.pk) is False


def test_a_killed_workers_report_goes_on_when_its_lease_is_over(
    cast, places, monthly, last_month
) -> None:
    """The sweeper rings for it, and it is computed as if nothing had been."""
    run, _ = request_report(
        actor=cast.chen, template=monthly, area=places.street, period=last_month
    )
    ReportRun.objects.claim(run.pk)
    assert sweep_runs() == 0
    gone = timezone.now() - dt.timedelta(seconds=1)
    ReportRun.objects.update(lease_until=gone)
    assert sweep_runs() == 1
    assert computing.compute(run.pk)
    assert ReportRun.objects.get().state == RunState.DRAFT


def test_work_that_kills_every_worker_is_given_up(cast, places, monthly, last_month) -> None:
    """After five tries the page says so instead of turning for ever."""
    run, _ = request_report(
        actor=cast.chen, template=monthly, area=places.street, period=last_month
    )
    gone = timezone.now() - dt.timedelta(seconds=1)
    ReportRun.objects.update(job_state=JobState.RUNNING, attempts=5, lease_until=gone)
    assert sweep_runs() == 0
    run.refresh_from_db()
    assert run.job_state == JobState.FAILED
    assert run.job_error


def test_one_failing_section_does_not_lose_the_others(
    cast, places, monthly, last_month, monkeypatch
) -> None:
    """It keeps its place and says that it failed."""

    def broken(context: object) -> None:
        raise ZeroDivisionError

    kind = sections["reports.annex"]
    monkeypatch.setitem(
        sections._items,
        "reports.annex",
        replace(kind, builder=broken),
    )
    run, _ = request_report(
        actor=cast.chen, template=monthly, area=places.street, period=last_month
    )
    computing.compute(run.pk)
    run = ReportRun.objects.get()
    states = {one.key: one.state for one in run.snapshot.sections}
    assert states["reports.annex"] == "failed"
    assert states["reports.scope"] == "ready"
    assert run.state == RunState.DRAFT


def test_computing_anew_keeps_what_was_written(cast, draft) -> None:
    """Figures may come late; words are not lost."""
    from reports.services.approval import write_narrative

    write_narrative(
        actor=cast.chen, run=draft, key="plan", text="检查出租屋", read_hash=draft.document_hash
    )
    run = ReportRun.objects.get()
    recompute(actor=cast.chen, run=run)
    computing.compute(run.pk)
    assert ReportRun.objects.get().snapshot.narratives()["plan"] == "检查出租屋"


def test_nothing_is_called_done_that_still_waits_for_a_worker(cast, draft, as_user) -> None:
    """After the button the page says that the report is being computed, and nothing else."""
    client = as_user(cast.chen)
    page = client.post(
        reverse("reports:run-recompute", args=[draft.pk]), as_read(draft), follow=True
    )
    assert ReportRun.objects.get().state == RunState.COMPUTING
    assert [str(one) for one in page.context["messages"]] == []


def test_every_table_of_a_report_has_a_caption(draft) -> None:
    """A table is cited by number and name: one without a name cannot be."""
    tables = [
        block
        for section in draft.snapshot.sections
        for block in section.blocks
        if isinstance(block, Table)
    ]
    assert tables
    assert [one.columns[0].label for one in tables if not one.caption] == []


def test_only_a_draft_is_computed_anew(cast, draft) -> None:
    """What the committee has before it does not move."""
    ReportRun.objects.update(state=RunState.REVIEWED)
    with pytest.raises(Outdated):
        recompute(actor=cast.chen, run=draft)
    with pytest.raises(WrongState):
        recompute(actor=cast.chen, run=ReportRun.objects.get())
    assert ReportRun.objects.get().document_hash == draft.document_hash
