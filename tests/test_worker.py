"""A message is a doorbell, the row is the record: real worker, real broker, real power cuts."""

import contextlib
import datetime as dt

import psycopg2
import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from lib.jobs import JobState
from lib.periods import Period
from reports.models import ReportRun, ReportTemplate, RunStep
from reports.services.approval import review, sign
from reports.services.compute import compute
from reports.workflow import RunState
from tests.processes import Machine, Visitor, wait_until

pytestmark = [
    pytest.mark.broker,
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def machine(tmp_path):
    """A machine with nothing running yet."""
    machine = Machine(tmp_path)
    yield machine
    machine.stop()


@pytest.fixture
def ask(machine, places, cast):
    """Return a function by which 陈静 asks for last month's report in the web page."""

    def ask() -> tuple[int, str]:
        status, address, _page = Visitor(machine, cast.chen).fill(
            reverse("reports:run-new"),
            template=ReportTemplate.objects.get(code="monthly").pk,
            area=places.street.pk,
            period=Period.containing(timezone.localdate()).previous.code,
        )
        return status, address

    return ask


def another_connection() -> object:
    """Return a connection of its own to the test database."""
    own = connection.settings_dict
    return psycopg2.connect(
        dbname=own["NAME"],
        user=own["USER"],
        password=own["PASSWORD"],
        host=own["HOST"],
        port=own["PORT"],
    )


def job() -> dict:
    """The one report as it stands, without a look at any other table."""
    return ReportRun.objects.values("job_state", "state", "attempts").get()


def test_a_report_asked_for_in_the_page_is_made_by_the_worker(machine, ask) -> None:
    """The page answers at once; the draft is there soon."""
    for name in ("broker", "worker", "web"):
        machine.start(name)
    status, address = ask()
    assert status == 200
    assert address.endswith(ReportRun.objects.get().get_absolute_url())
    wait_until(lambda: job()["state"] == RunState.DRAFT, what="the draft is there")
    assert job() == {"job_state": JobState.DONE, "state": RunState.DRAFT, "attempts": 1}


def test_a_report_whose_worker_is_killed_is_finished_once_by_another(machine, ask) -> None:
    """The sweeper rings again when the lease is over; nothing is doubled."""
    for name in ("broker", "web"):
        machine.start(name)
    assert ask()[0] == 200
    with contextlib.closing(another_connection()) as other, other.cursor() as cursor:
        # The worker takes the job and then waits for the table of areas: it is killed right there.
        cursor.execute("LOCK TABLE communities_area IN ACCESS EXCLUSIVE MODE")
        machine.start("worker")
        wait_until(lambda: job()["job_state"] == JobState.RUNNING, what="the worker has begun")
        machine.kill("worker")
    assert job() == {"job_state": JobState.RUNNING, "state": RunState.COMPUTING, "attempts": 1}
    machine.start("worker")
    ReportRun.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    machine.ring("reports.tasks.sweep_runs")
    wait_until(lambda: job()["job_state"] == JobState.DONE, what="the second worker is done")
    machine.ring("reports.tasks.sweep_runs")
    assert job() == {"job_state": JobState.DONE, "state": RunState.DRAFT, "attempts": 2}
    assert RunStep.objects.filter(target=RunState.DRAFT).count() == 1


def test_a_worker_that_comes_back_late_leaves_a_signed_report_alone(machine, ask, cast) -> None:
    """It hung with its claim; another made the report, which was reviewed and signed meanwhile."""
    for name in ("broker", "web"):
        machine.start(name)
    assert ask()[0] == 200
    with contextlib.closing(another_connection()) as other, other.cursor() as cursor:
        cursor.execute("LOCK TABLE communities_area IN ACCESS EXCLUSIVE MODE")
        machine.start("worker")
        wait_until(lambda: job()["job_state"] == JobState.RUNNING, what="the worker has begun")
        machine.hang("worker")
    ReportRun.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    assert compute(ReportRun.objects.get().pk)
    run = ReportRun.objects.get()
    review(actor=cast.chen, run=run, read_hash=run.document_hash)
    sign(actor=cast.zhou, run=run, read_hash=run.document_hash)
    before = [*ReportRun.objects.values(), *RunStep.objects.values()]
    machine.go_on("worker")
    log = machine.running["worker"].log
    wait_until(lambda: "succeeded" in log.read_text(errors="replace"), what="the late one ends")
    assert [*ReportRun.objects.values(), *RunStep.objects.values()] == before
    assert job() == {"job_state": JobState.DONE, "state": RunState.SIGNED, "attempts": 2}


def test_without_a_broker_the_report_waits_and_is_made_when_it_is_back(machine, ask) -> None:
    """The page says nothing of an error, and nothing given is lost."""
    machine.start("web")
    status, _address = ask()
    assert status == 200
    assert job() == {"job_state": JobState.WAITING, "state": RunState.COMPUTING, "attempts": 0}
    machine.start("broker")
    machine.start("worker")
    machine.ring("reports.tasks.sweep_runs")
    wait_until(lambda: job()["state"] == RunState.DRAFT, what="the sweeper has rung")
