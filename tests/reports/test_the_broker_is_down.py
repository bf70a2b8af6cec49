"""A stopped broker loses the bell, never the report."""

import pytest

from lib.jobs import JobState
from reports.models import ReportRun
from reports.services.requests import request_report


@pytest.mark.django_db(transaction=True)
def test_the_request_succeeds_and_the_row_waits(cast, places, monthly, last_month, caplog) -> None:
    """Nothing listens at the broker's address in tests, so this is a broker that is down."""
    run, made = request_report(
        actor=cast.chen, template=monthly, area=places.street, period=last_month
    )
    assert made
    assert ReportRun.objects.get().job_state == JobState.WAITING
    assert "waits for the sweeper" in caplog.text
    assert [row.pk for row in ReportRun.objects.to_compute()] == [run.pk]
