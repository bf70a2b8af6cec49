"""The day is the portal's, also in the eight hours in which UTC still has the day before."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from actions.models import CorrectiveAction
from actions.sections import actions_section
from communities.models import Membership
from documents import Finding
from documents.context import ReportContext
from grids.models import Hazard
from grids.sections.hazards import _by_month
from grids.services import hazards as actions
from lib.periods import Period
from monitoring.views import BoardForm
from premises.models import Premises
from reports.models import ReportSchedule, ReportTemplate
from tests.grids.makers import hazard, premises
from tests.training.factories import make_drill, make_event, make_finding, moment
from tests.waiting import waits
from training.models import Event
from training.tally import by_month
from training.workflow import EventState

DUE = dt.date(2026, 3, 25)
#: Two moments of one day here, of which UTC has the first on the day before.
CLOCKS = ["00:20", "23:40"]
At = Callable[[str], dt.datetime]


@pytest.fixture(params=CLOCKS)
def at(request, monkeypatch) -> At:
    """Set the clock to a day, in its first and in its last half hour."""

    def set_clock(day: str) -> dt.datetime:
        now = moment(day, request.param)
        monkeypatch.setattr(timezone, "now", lambda: now)
        return now

    return set_clock


def waiting(key: str, user) -> int:
    """How many things wait for the user in a task list."""
    return waits(key, user).count


def test_days_overdue_are_counted_in_local_days(at: At, places) -> None:
    """A report of 4 April says 10 days, in its first and in its last half hour."""
    make_finding(make_drill(places.east, "2026-03-20", state=EventState.WRITTEN_UP), DUE)
    context = ReportContext(places.street, Period(dt.date(2026, 3, 1)), at("2026-04-04"))
    (told,) = [one for one in actions_section(context).blocks if isinstance(one, Finding)]
    assert "10 days ago" in told.text.en


def test_a_hazard_is_overdue_from_the_day_after_its_deadline(at: At, places, cast) -> None:
    found = hazard(premises(places), cast.wang, found_at=at("2026-03-20"), deadline=DUE)
    for day, late in (("2026-03-25", 0), ("2026-03-26", 1)):
        now = at(day)
        assert Hazard.objects.overdue().count() == late
        assert waiting("grids.due-today", cast.liu) == 1
        assert Hazard.objects.overdue_at(now).count() == late
        assert (found.overdue_days, found.is_overdue) == (late, bool(late))


@pytest.mark.parametrize(("day", "on_time"), [("2026-03-25", True), ("2026-03-26", False)])
def test_what_is_rectified_on_the_day_of_the_deadline_is_on_time(
    at: At, places, cast, day: str, on_time: bool
) -> None:
    found = hazard(premises(places), cast.wang, found_at=at("2026-03-20"), deadline=DUE)
    at(day)
    actions.rectify(actor=cast.sun, hazard=found, revision=found.revision)
    at("2026-04-04")
    assert found.on_time is on_time
    assert Hazard.objects.rectified_on_time().exists() is on_time
    assert Hazard.objects.not_rectified_on_time().exists() is not on_time


def test_a_hazard_belongs_to_the_month_in_which_it_was_found(at: At, places, cast) -> None:
    first = dt.date(2026, 4, 1)
    found = hazard(premises(places), cast.wang, found_at=at("2026-04-01"))
    assert Hazard.objects.found_in(Period(first)).get() == found
    assert _by_month(Hazard.objects.all(), "found_at") == {first: 1}
    assert str(found.number).startswith("20260401")


def test_a_finding_is_overdue_from_the_day_after_it_is_due(at: At, places, cast) -> None:
    made = make_finding(make_drill(places.east, "2026-03-20"), DUE)
    for day, late in (("2026-03-25", 0), ("2026-03-26", 1)):
        at(day)
        assert CorrectiveAction.objects.overdue().count() == late == made.is_overdue()
        assert waiting("actions.due", cast.liu) == 1


def test_what_falls_due_tomorrow_is_not_todays_work(at: At, places, cast) -> None:
    at("2026-03-24")
    hazard(premises(places), cast.wang, found_at=at("2026-03-20"), deadline=DUE)
    at("2026-03-24")
    assert waiting("grids.due-today", cast.liu) == 0
    assert waiting("grids.due-soon", cast.liu) == 1


def test_premises_are_due_on_the_day_that_the_interval_ends(at: At, places, cast) -> None:
    shop = premises(places, last_inspected_at=at("2026-03-02"))
    interval = shop.category.interval_days
    for days, due in ((interval - 1, 0), (interval, 1)):
        at(str(dt.date(2026, 3, 2) + dt.timedelta(days=days)))
        assert Premises.objects.due().count() == due == shop.is_due
        assert waiting("grids.due", cast.liu) == due


def test_an_event_belongs_to_its_day_and_month_here(at: At, places) -> None:
    starts = at("2026-04-01")
    event = make_event(places.east, starts_at=starts)
    assert event.day == dt.date(2026, 4, 1)
    march, april = by_month(Event.objects.all(), [Period(dt.date(2026, m, 1)) for m in (3, 4)])
    assert (march.sessions, april.sessions) == (0, 1)


def test_an_event_of_yesterday_is_to_be_written_up(at: At, places, cast) -> None:
    make_event(places.east, "2026-04-03")
    at("2026-04-04")
    assert waiting("training.write-up", cast.liu) == 1


def test_the_dashboard_begins_with_the_last_month_that_is_over(at: At, cast) -> None:
    for day, month in (("2026-03-31", 2), ("2026-04-01", 3)):
        at(day)
        assert BoardForm({}, user=cast.zhou).chosen()[1] == Period(dt.date(2026, month, 1))


def test_a_schedule_is_due_at_its_hour_of_its_day(at: At, places) -> None:
    """Of the report of March, due on the fifth at nought o'clock."""
    schedule = ReportSchedule(
        template=ReportTemplate.objects.get(code="monthly"),
        area=places.street,
        days_after=5,
        hour=0,
    )
    for day, month in (("2026-04-04", 2), ("2026-04-05", 3)):
        assert schedule.due_period(at(day)) == Period(dt.date(2026, month, 1))


def test_a_membership_ends_with_the_day_before_its_end(at: At, places, cast) -> None:
    Membership.objects.filter(user=cast.wang).update(valid_to=DUE)
    for day, active in (("2026-03-24", True), ("2026-03-25", False)):
        at(day)
        assert Membership.objects.filter(user=cast.wang).active_on().exists() is active


def test_a_moment_of_a_drill_is_told_in_local_time(places) -> None:
    drill = make_drill(places.east)
    made = drill.moments.create(at=moment("2026-03-10", "09:05"), kind="alarm")
    assert str(made).startswith("09:05:00")
