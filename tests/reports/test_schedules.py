"""Reports are made by themselves, once, when staff say."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.models import ReportRun, ReportSchedule
from reports.services.requests import request_due

ZONE = timezone.get_default_timezone()


@pytest.fixture
def schedule(cast, places, monthly) -> ReportSchedule:
    """The street and each community, at six on the third day after the month; made in January."""
    schedule = ReportSchedule.objects.create(
        template=monthly, area=places.street, each_community=True, days_after=3, hour=6
    )
    made = dt.datetime(2026, 1, 10, tzinfo=ZONE)
    ReportSchedule.objects.update(created_at=made)
    return ReportSchedule.objects.get(pk=schedule.pk)


def at(day: int, hour: int, month: int = 3) -> dt.datetime:
    """A moment in 2026."""
    return dt.datetime(2026, month, day, hour, tzinfo=ZONE)


def test_one_report_for_the_street_and_each_community(schedule, places) -> None:
    """At the hour, not before; and once, however often the task runs."""
    early = request_due(now=at(3, 5))
    assert {run.period.code for run in early} == {"2026-01"}
    made = request_due(now=at(3, 6))
    assert {run.area.name for run in made} == {"金沙街道", "东社区", "西社区"}
    assert {run.period.code for run in made} == {"2026-02"}
    assert request_due(now=at(3, 7)) == []


def test_a_standstill_is_caught_up(schedule) -> None:
    """The task that comes a week late makes the report all the same."""
    assert len(request_due(now=at(12, 0))) == 3


def test_a_new_schedule_does_not_reach_back(schedule) -> None:
    """Switching one on does not make the reports of months before it."""
    ReportSchedule.objects.update(created_at=at(15, 0))
    assert request_due(now=at(16, 0)) == []


def test_a_schedule_that_is_off_makes_nothing(schedule) -> None:
    """Off is off."""
    ReportSchedule.objects.update(active=False)
    assert request_due(now=at(3, 6)) == []
    assert not ReportRun.objects.exists()


def test_chen_edits_a_schedule(cast, schedule, as_user) -> None:
    """In the browser, and the trail shows what changed."""
    form = {
        "template": "monthly",
        "area": schedule.area_id,
        "days_after": 5,
        "hour": 7,
        "active": "on",
    }
    client = as_user(cast.chen)
    assert client.post(schedule.get_absolute_url(), form).status_code == 302
    schedule.refresh_from_db()
    assert (schedule.days_after, schedule.hour, schedule.each_community) == (5, 7, False)
    page = client.get(schedule.get_absolute_url()).text
    assert "days after the end of the period" in page
    response = client.post(reverse("reports:schedule-remove", args=[schedule.pk]))
    assert response.status_code == 302
    assert not ReportSchedule.objects.exists()
