"""Deadlines of hazards: by the time limit, by hand, and before the holidays are known."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from checklists.models import Grade, HazardCategory
from communities.models import HolidayNotice
from communities.services.calendar import reckon_deadlines
from grids.models import Action, Hazard, TimeLimit
from grids.services import hazards as actions
from grids.services.limits import TimeLimits
from tests.grids.makers import hazard, premises, visit_data
from tests.sent import form_on

#: A notice of the shape of those that came; no day of 2027 had been published when it was written.
NEXT = "元旦：1月1日至3日放假调休，共3天。1月9日上班。"
#: Working days of general and major hazards (grids/reference/time_limits.json): 3 and 7.
LATE = dt.datetime(2026, 12, 30, 10, tzinfo=dt.UTC)


def term(category: str, grade: str, day: dt.date) -> dt.date | None:
    """The day that the time limit gives."""
    found = TimeLimits.load().term(category, grade, day)
    return found.day if found else None


@pytest.fixture
def over_new_year(places, cast) -> Hazard:
    """A hazard found on 30 December 2026 and advised by the time limit."""
    found = hazard(premises(places), cast.wang, found_at=LATE)
    actions.advise(actor=cast.wang, hazard=found, revision=found.revision)
    return found


def enter(client, year: int = 2027, text: str = NEXT) -> None:
    """Have the office enter a notice in the page."""
    address = reverse("communities:calendar-new")
    data = form_on(client.get(address)) | {"year": str(year), "text": text, "source": "国办"}
    assert client.post(address, data).status_code == 302


def test_the_limit_of_a_category_goes_before_the_general_one(db) -> None:
    monday = dt.date(2025, 11, 3)
    assert term("gas", Grade.GENERAL, monday) == dt.date(2025, 11, 6)
    gas = HazardCategory.objects.get(code="gas")
    TimeLimit.objects.create(
        category=gas, grade=Grade.GENERAL, working_days=1, valid_from=dt.date(2025, 1, 1)
    )
    assert term("gas", Grade.GENERAL, monday) == dt.date(2025, 11, 4)
    assert term("fire", Grade.GENERAL, monday) == dt.date(2025, 11, 6)
    assert term("fire", Grade.MAJOR, monday) == dt.date(2025, 11, 12)


def test_without_a_limit_there_is_no_deadline(db) -> None:
    TimeLimit.objects.all().delete()
    assert term("fire", Grade.GENERAL, dt.date(2025, 11, 3)) is None


def test_a_deadline_in_an_unknown_year_says_so_wherever_it_stands(
    over_new_year, cast, as_user
) -> None:
    assert (over_new_year.deadline, over_new_year.by_weekends) == (dt.date(2027, 1, 4), True)
    client = as_user(cast.chen)
    for address in (
        over_new_year.get_absolute_url(),
        reverse("grids:hazards"),
        reverse("grids:hazard-advice", args=[over_new_year.pk]),
        reverse("grids:hazard-extend", args=[over_new_year.pk]),
        over_new_year.premises.get_absolute_url(),
    ):
        assert "by weekends" in client.get(address).content.decode(), address


def test_a_deadline_in_a_known_year_says_nothing_of_it(places, cast, as_user) -> None:
    found = hazard(premises(places), cast.wang, found_at=dt.datetime(2026, 3, 2, 2, tzinfo=dt.UTC))
    actions.advise(actor=cast.wang, hazard=found, revision=found.revision)
    assert (found.deadline, found.by_weekends) == (dt.date(2026, 3, 5), False)
    assert "by weekends" not in as_user(cast.chen).get(found.get_absolute_url()).content.decode()


def test_wang_reads_in_the_inspection_that_the_holidays_are_not_known(
    places, cast, as_user, day_is
) -> None:
    place, client = premises(places), as_user(cast.wang)
    address = reverse("grids:inspection-new", args=[place.pk])
    assert "by weekends" not in client.get(address).content.decode()
    day_is("2026-12-30")
    assert "by weekends" in client.get(address).content.decode()


def test_the_notice_moves_open_deadlines_and_leaves_a_trace(over_new_year, cast, as_user) -> None:
    enter(as_user(cast.chen))
    over_new_year.refresh_from_db()
    # 31 December, then 4 and 5 January: New Year's days are off, the 2nd and 3rd a weekend.
    assert (over_new_year.deadline, over_new_year.by_weekends) == (dt.date(2027, 1, 5), False)
    step = over_new_year.steps.get(action=Action.RECKON)
    assert (step.actor, step.deadline) == (cast.chen, dt.date(2027, 1, 5))
    entry = AuditEntry.objects.get(code="grids.hazard.reckon")
    assert entry.changes["deadline"] == ["2027-01-04", "2027-01-05"]
    told = AuditEntry.objects.get(code="communities.calendar.reckoned")
    assert told.changes["count"] == [None, 1]


def test_a_notice_that_is_corrected_moves_them_again(over_new_year, cast, as_user) -> None:
    enter(client := as_user(cast.chen))
    notice = HolidayNotice.objects.get(year=2027)
    address = reverse("communities:calendar-edit", args=[notice.pk])
    text = "元旦：1月1日至5日放假调休，共5天。"
    assert client.post(address, form_on(client.get(address)) | {"text": text}).status_code == 302
    over_new_year.refresh_from_db()
    assert over_new_year.deadline == dt.date(2027, 1, 7)
    assert reckon_deadlines(cast.chen) == 0, "nothing moves twice"


def test_a_deadline_set_by_hand_stays_where_it_was_set(places, cast, as_user) -> None:
    found = hazard(premises(places), cast.wang, found_at=LATE)
    by_hand = dt.date(2027, 1, 8)
    actions.advise(actor=cast.wang, hazard=found, revision=found.revision, deadline=by_hand)
    enter(as_user(cast.chen))
    found.refresh_from_db()
    assert (found.deadline, found.by_weekends) == (by_hand, False)
    assert not found.steps.filter(action=Action.RECKON).exists()


def test_an_extended_deadline_is_one_set_by_hand(over_new_year, cast, as_user) -> None:
    actions.extend(
        actor=cast.chen,
        hazard=over_new_year,
        revision=over_new_year.revision,
        note="等配件",
        deadline=dt.date(2027, 1, 6),
    )
    enter(as_user(cast.chen))
    over_new_year.refresh_from_db()
    assert (over_new_year.deadline, over_new_year.by_weekends) == (dt.date(2027, 1, 6), False)


def test_a_closed_hazard_keeps_the_deadline_it_was_judged_by(over_new_year, cast, as_user) -> None:
    for act, who in ((actions.rectify, cast.liu), (actions.verify, cast.chen)):
        act(actor=who, hazard=over_new_year, revision=over_new_year.revision)
    enter(as_user(cast.chen))
    over_new_year.refresh_from_db()
    assert over_new_year.deadline == dt.date(2027, 1, 4)


def test_an_inspection_keeps_what_its_deadlines_were_reckoned_from(places, cast, as_user) -> None:
    place = premises(places)
    as_user(cast.wang).post(
        reverse("grids:inspection-new", args=[place.pk]), visit_data({"A11": {}})
    )
    found = Hazard.objects.get()
    today = timezone.localdate()
    assert (found.reckoned_since, found.reckoned_days) == (today, 3)
    assert found.steps.get(action=Action.ADVISE).deadline == found.deadline
    assert found.deadline == term("fire", Grade.GENERAL, today)
