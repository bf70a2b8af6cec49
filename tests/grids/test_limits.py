"""Chen sets time limits from a day on; what was found before keeps its deadline."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from checklists.models import Grade
from grids.models import TimeLimit
from grids.services import hazards as actions
from grids.services.limits import TimeLimits
from tests.grids.makers import hazard, premises
from tests.sent import form_on

NEW = {"grade": "general", "working_days": "5", "at_most": "20", "source": "本街道办法第三条"}


def send(client, **typed):
    """Type a new limit and send it."""
    url = reverse("grids:limit-new")
    return client.post(url, form_on(client.get(url)) | NEW | typed)


def advised(places, cast, **more):
    """A hazard of wang's grid, advised by its time limit."""
    found = hazard(premises(places), cast.wang, **more)
    actions.advise(actor=cast.wang, hazard=found, revision=found.revision)
    return found


def days_of(found) -> int | None:
    """How many working days a hazard was given."""
    found.refresh_from_db()
    return found.reckoned_days


def test_from_a_day_on_hazards_have_longer_and_old_deadlines_stay(
    only_street, cast, as_user, day_is
) -> None:
    before = advised(only_street, cast)
    deadline = before.deadline
    begins = timezone.localdate() + dt.timedelta(days=10)
    assert send(as_user(cast.chen), valid_from=str(begins)).status_code == 302
    still = advised(only_street, cast)
    old, new = TimeLimit.objects.filter(grade="general").order_by("valid_from")
    assert (old.valid_to, new.valid_to, new.created_by) == (begins, None, cast.chen)
    day_is(str(begins))
    later = advised(only_street, cast, found_at=timezone.now())
    assert [days_of(one) for one in (before, still, later)] == [3, 3, 5]
    assert before.deadline == deadline
    codes = AuditEntry.objects.filter(actor=cast.chen).values_list("code", flat=True)
    assert sorted(codes) == ["grids.limit.added", "grids.limit.changed"]


def test_the_category_goes_before_all_and_the_nearest_area_before_the_rest(places) -> None:
    day = dt.date(2026, 3, 2)
    since = {"valid_from": dt.date(2026, 1, 1)}
    TimeLimit.objects.create(area=places.east, grade="general", working_days=4, **since)
    TimeLimit.objects.create(area=places.street, grade="general", working_days=6, **since)
    TimeLimit.objects.create(category_id="gas", grade="general", working_days=1, **since)
    limits = TimeLimits.load()

    def days(category: str, area) -> int:
        return limits.of(category, Grade.GENERAL, day, area).working_days

    assert days("fire", places.grid1) == 4 and days("fire", places.west_grid) == 6
    assert days("fire", places.next_community) == 3
    assert days("gas", places.grid1) == 1, "a gas leak waits nowhere longer"
    assert limits.of("fire", Grade.GENERAL, dt.date(2025, 3, 3), places.grid1).working_days == 3


@pytest.mark.parametrize(
    "typed, field",
    [
        ({"working_days": "0"}, "working_days"),
        ({"working_days": "251", "at_most": ""}, "working_days"),
        ({"at_most": "4"}, "at_most"),
        ({"valid_from": "2020-01-01"}, "valid_from"),
        ({"source": ""}, "source"),
        ({"grade": "small"}, "grade"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(
    typed, field, only_street, cast, as_user
) -> None:
    page = send(as_user(cast.chen), **typed)
    assert page.status_code == 200 and set(page.context["form"].errors) == {field}
    assert TimeLimit.objects.count() == 2


def test_two_limits_from_one_day_on_are_one_too_many(only_street, cast, as_user) -> None:
    client = as_user(cast.chen)
    assert send(client).status_code == 302
    again = send(client, working_days="9")
    assert again.status_code == 200 and again.context["form"].errors
    assert TimeLimit.objects.filter(working_days=9).count() == 0


def test_of_a_limit_in_force_only_its_end_and_source_change(only_street, cast, as_user) -> None:
    limit = TimeLimit.objects.get(grade="major")
    client, url = as_user(cast.chen), reverse("grids:limit-edit", args=[limit.pk])
    today = timezone.localdate()
    sent = form_on(client.get(url)) | {"working_days": "99", "valid_to": str(today)}
    assert client.post(url, sent).status_code == 302
    limit.refresh_from_db()
    assert (limit.working_days, limit.valid_to) == (7, today)
    assert TimeLimits.load().of("fire", Grade.MAJOR, today) is None
    assert client.get(url).status_code == 403, "what has ended is history"


def test_each_of_two_offices_sets_its_own_street(places, cast, as_user) -> None:
    """And neither sets what holds everywhere, or next door."""
    client = as_user(cast.chen)
    everywhere = send(client, area="")
    assert everywhere.status_code == 200 and "area" in everywhere.context["form"].errors
    assert "area" in send(client, area=str(places.next_street.pk)).context["form"].errors
    assert send(client, area=str(places.street.pk)).status_code == 302
    limit = TimeLimit.objects.get(area=places.street)
    address = reverse("grids:limit-edit", args=[limit.pk])
    assert client.get(address).status_code == 200
    assert as_user(cast.outsider).get(address).status_code == 403
    assert days_of(advised(places, cast)) == 5
