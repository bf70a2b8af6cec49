"""An area is closed from a day on: what was keeps its place, what goes on stands against it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, User
from communities import roles
from communities.models import Area, Membership, Organisation, Role
from communities.services.area_life import close_area, prospect, reopen_area
from lib.errors import DomainError, Outdated, WrongState
from lib.indicators import measure
from lib.periods import Period
from premises.models import Premises, PremisesCategory
from tests.cast import LONG_AGO
from tests.programmes.factories import make_project
from tests.sent import form_on
from tests.training.factories import make_event

TODAY = timezone.localdate


def close(client, area: Area, day: dt.date | None = None, **more: object):
    area.refresh_from_db()
    sent = {"day": str(day or TODAY()), "revision": area.revision} | more
    return client.post(reverse("communities:area-close", args=[area.pk]), sent)


@pytest.fixture
def shop(places) -> Premises:
    """A shop in 东一网格 that has been on the register for a year."""
    return Premises.objects.create(
        area=places.grid1,
        name="面馆",
        category=PremisesCategory.objects.first(),
        registered_on=TODAY() - dt.timedelta(days=365),
    )


def test_a_community_is_closed_with_its_grids_and_the_work_in_them(places, cast, as_user) -> None:
    """People see that it is closed; the tree above it stays."""
    client = as_user(cast.chen)
    page = client.get(reverse("communities:area-close", args=[places.east.pk]))
    assert [one.name for one in page.context["prospect"].areas] == ["东一网格", "东二网格"]
    assert {one.user for one in page.context["prospect"].memberships} == {cast.liu, cast.wang}
    assert close(client, places.east).status_code == 302
    closed = Area.objects.filter(valid_to=TODAY())
    assert [one.name for one in closed] == ["东社区", "东一网格", "东二网格"]
    assert not Membership.objects.active_on().filter(user__in=[cast.liu, cast.wang]).exists()
    assert Membership.objects.active_on().filter(user=cast.chen).exists()
    codes = AuditEntry.objects.filter(code="communities.area.closed")
    assert codes.count() == 3
    assert "Closed since" in client.get(places.east.get_absolute_url()).text


@pytest.mark.parametrize(
    "name",
    [
        *("premises:new", "grids:hazard-new", "communities:organisation-new", "injuries:site-new"),
        *("training:event-new", "programmes:project-new", "actions:action-new"),
    ],
)
def test_nothing_new_is_put_into_a_closed_area(places, cast, as_user, name: str) -> None:
    """Of all forms the closed one is gone and the others are there."""
    client = as_user(cast.chen)
    address = reverse(name)
    before = set(client.get(address).context["form"].fields["area"].queryset)
    assert places.west in before and places.east in before
    close(client, places.west)
    after = set(client.get(address).context["form"].fields["area"].queryset)
    assert before - after == {places.west, places.west_grid} & before and places.east in after


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("programmes:project-edit", lambda cast, area: make_project(area, cast.chen)),
        ("training:event-edit", lambda _cast, area: make_event(area)),
        (
            "communities:organisation-edit",
            lambda _cast, area: Organisation.objects.create(
                area=area, name="医院", sector="hospital"
            ),
        ),
    ],
)
def test_a_record_of_a_closed_area_is_saved_as_before(places, cast, as_user, name, make) -> None:
    """Its form offers its own area beside the open ones, and takes it."""
    client, record = as_user(cast.chen), make(cast, places.west)
    Area.objects.filter(path__startswith=places.west.path).update(valid_to=TODAY())
    address = reverse(name, args=[record.pk])
    page = client.get(address)
    assert places.west in page.context["form"].fields["area"].queryset
    answer = client.post(address, form_on(page))
    assert answer.status_code == 302, answer.context["form"].errors
    record.refresh_from_db()
    assert record.area == places.west


def test_premises_of_a_closed_area_keep_it(places, cast, shop, as_user) -> None:
    """Their form still opens with it, and saves."""
    Area.objects.filter(path__startswith=places.east.path).update(valid_to=TODAY())
    form = as_user(cast.chen).get(reverse("premises:edit", args=[shop.pk])).context["form"]
    assert places.grid1 in form.fields["area"].queryset
    assert places.grid2 not in form.fields["area"].queryset


def test_a_closed_area_is_offered_no_longer(places, cast, as_user) -> None:
    client = as_user(cast.chen)
    close(client, places.west)
    assert places.west not in Area.objects.valid_on()
    form = client.get(reverse("communities:area-new")).context["form"]
    assert places.west not in form.fields["parent"].queryset
    assert places.east in form.fields["parent"].queryset


def test_the_day_may_lie_ahead_and_people_work_until_then(places, cast, as_user) -> None:
    day = TODAY() + dt.timedelta(days=30)
    close(as_user(cast.chen), places.east, day)
    assert places.east in Area.objects.valid_on()
    assert places.east not in Area.objects.valid_on(day)
    liu = Membership.objects.filter(user=cast.liu)
    assert liu.active_on().exists() and not liu.active_on(day).exists()


def test_figures_of_earlier_periods_stay(places, cast, shop) -> None:
    """The shop was closed with the grid; last month it was there, and is counted there still."""
    last_month = Period(TODAY().replace(day=1)).shifted(-1)

    def count() -> list[float | None]:
        areas = (places.grid1, places.east, places.street)
        return [measure("grids.premises", area, last_month).numerator for area in areas]

    Premises.objects.filter(pk=shop.pk).update(closed_on=TODAY())
    before = count()
    assert before == [1, 1, 1]
    close_area(actor=cast.chen, area=places.east, day=TODAY(), revision=places.east.revision)
    assert count() == before


def test_what_goes_on_stands_against_it(places, cast, as_user, shop) -> None:
    """The page says what, and leads there; nothing is closed and nobody's work ends."""
    Organisation.objects.create(area=places.grid1, name="东医院", sector="hospital")
    client = as_user(cast.chen)
    page = client.get(reverse("communities:area-close", args=[places.east.pk]))
    assert [count for _label, count, _url in page.context["against"]] == [1, 1]
    for _label, _count, url in page.context["against"]:
        assert client.get(url).status_code == 200
    close(client, places.east)
    assert not Area.objects.exclude(valid_to=None).exists()
    assert Membership.objects.active_on().filter(user=cast.liu).exists()
    # 西社区 has nothing of it.
    assert prospect(places.west).against == []


def test_streets_are_not_closed(places, cast, as_user) -> None:
    assert close(as_user(cast.admin), places.street).status_code == 302
    places.street.refresh_from_db()
    assert places.street.valid_to is None
    with pytest.raises(WrongState):
        close_area(actor=cast.admin, area=places.street, day=TODAY(), revision=1)


def test_a_day_before_it_began_is_refused(places, cast) -> None:
    Area.objects.filter(pk=places.grid1.pk).update(valid_from=TODAY())
    with pytest.raises(DomainError):
        close_area(actor=cast.chen, area=places.east, day=TODAY(), revision=1)


def test_a_day_before_something_was_recorded_is_refused(places, cast, as_user) -> None:
    """A unit was added today and is gone again: yesterday the area was still there."""
    client, yesterday = as_user(cast.chen), TODAY() - dt.timedelta(days=1)
    unit = Organisation.objects.create(area=places.grid1, name="东医院", sector="hospital")
    AuditEntry.objects.create(
        actor=cast.chen,
        code="communities.organisation.added",
        target_type="communities.organisation",
        target_id=str(unit.pk),
        area_key=places.grid1.pk,
    )
    Organisation.objects.filter(pk=unit.pk).update(active=False)
    assert close(client, places.east, yesterday).status_code == 200
    assert not Area.objects.exclude(valid_to=None).exists()
    assert close(client, places.west, yesterday).status_code == 302
    assert close(client, places.east).status_code == 302


def test_who_saw_an_older_page_looks_again(places, cast) -> None:
    with pytest.raises(Outdated):
        close_area(actor=cast.chen, area=places.east, day=TODAY(), revision=9)


def test_it_is_closed_once(places, cast) -> None:
    close_area(actor=cast.chen, area=places.west, day=TODAY(), revision=1)
    with pytest.raises(WrongState):
        close_area(actor=cast.chen, area=places.west, day=TODAY(), revision=2)


def test_the_last_who_manages_accounts_is_not_closed_out(places, cast) -> None:
    User.objects.filter(is_superuser=True).update(is_superuser=False)
    role = Role.objects.get(pk=roles.ADMINISTRATOR)
    Membership.objects.create(user=cast.liu, area=places.east, role=role, valid_from=LONG_AGO)
    with pytest.raises(DomainError):
        close_area(actor=cast.chen, area=places.east, day=TODAY(), revision=1)
    Membership.objects.create(user=cast.chen, area=places.street, role=role, valid_from=LONG_AGO)
    close_area(actor=cast.chen, area=places.east, day=TODAY(), revision=1)
    assert Membership.objects.active_on().get(role=role).user == cast.chen


def test_a_closed_area_is_opened_again_first_that_above(places, cast, as_user) -> None:
    """Who worked there is named anew."""
    close_area(actor=cast.chen, area=places.east, day=TODAY(), revision=1)
    places.grid1.refresh_from_db()
    with pytest.raises(WrongState):
        reopen_area(actor=cast.chen, area=places.grid1, revision=places.grid1.revision)
    places.east.refresh_from_db()
    url = reverse("communities:area-reopen", args=[places.east.pk])
    as_user(cast.chen).post(url, {"revision": places.east.revision})
    places.east.refresh_from_db()
    assert places.east.valid_to is None
    reopen_area(actor=cast.chen, area=places.grid1, revision=places.grid1.revision)
    assert AuditEntry.objects.filter(code="communities.area.reopened").count() == 2
    assert not Membership.objects.active_on().filter(user=cast.liu).exists()
