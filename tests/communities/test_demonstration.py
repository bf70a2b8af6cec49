"""The demonstration: areas that tile, residents that add up, people who can sign in."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.test import Client

from accounts.models import User
from communities import roles
from communities.demo import set_stage
from communities.demo.ground import surface
from communities.demo.people import PASSWORD, SHOWN
from communities.models import Area, Population
from communities.sight import sight_of

END = dt.date(2026, 11, 1)


@pytest.fixture
def stage(db):
    """The stage, set."""
    return set_stage(seed=1, scale=1, end=END)


def outline(area: Area) -> list[list[float]]:
    """Return the border of an area."""
    return area.boundary["coordinates"][0]


def test_the_street_has_six_communities_and_sixty_grids(stage) -> None:
    """As the README says; each grid lies in a community."""
    assert len(stage.communities) == 6
    assert len(stage.grids) == 60
    assert {Area.objects.get_parent(grid).kind for grid in stage.grids} == {"community"}


def test_borders_of_grids_tile_their_communities_and_these_the_street(stage) -> None:
    """No gap and no overlap: the surfaces below sum to the surface above."""
    for parent in [stage.street, *stage.communities]:
        children = Area.objects.get_children(Area.objects.get(pk=parent.pk))
        below = sum(surface(outline(child)) for child in children)
        assert below == pytest.approx(surface(outline(parent)), rel=1e-4)


def test_residents_are_about_forty_two_thousand_and_age_like_china_in_2020(stage) -> None:
    """13.5 % were 65 or older in the census of 2020 (National Bureau of Statistics)."""
    now = Population.objects.filter(year=END.year)
    total = now.aggregate(n=Sum("persons"))["n"]
    old = now.filter(age_band__gte=65).aggregate(n=Sum("persons"))["n"]
    assert total == pytest.approx(42_000, rel=0.01)
    assert old / total == pytest.approx(0.135, abs=0.01)


def test_the_same_seed_makes_the_same_street_and_another_seed_another(db) -> None:
    """Deterministic, so that pictures and figures of the README can be made again."""

    def traces(seed: int) -> list[object]:
        set_stage(seed=seed, scale=1, end=END)
        areas = list(Area.objects.order_by("code").values_list("code", "boundary", "households"))
        people = list(User.objects.order_by("username").values_list("username", "full_name"))
        Population.objects.all().delete()
        User.objects.all().delete()
        from communities.models import Organisation

        Organisation.objects.all().delete()
        Area.objects.all().delete()
        return [areas, people]

    first, again, other = traces(1), traces(1), traces(2)
    assert first == again
    assert first != other


def test_everybody_shown_can_sign_in_and_sees_the_own_area(stage, client: Client) -> None:
    """The grid worker sees one grid, the office the street."""
    for username, *_rest in SHOWN:
        assert client.login(username=username, password=PASSWORD), username
    wang, chen = User.objects.get(username="wang"), User.objects.get(username="chen")
    assert list(Area.objects.visible_to(wang)) == [stage.grids[0]]
    assert Area.objects.visible_to(chen).count() == 67
    assert sight_of(User.objects.get(username="admin")).paths is None


def test_each_grid_has_its_worker_and_each_community_its_staff(stage) -> None:
    """In the order that apps rely on."""
    for role, areas in ((roles.GRID_WORKER, stage.grids), (roles.COMMUNITY, stage.communities)):
        places = [user.memberships.get().area for user in stage.users[role]]
        assert places == areas


def test_demonstration_data_do_not_mix_with_the_offices_own(places) -> None:
    """Beside own areas the command refuses, or does nothing when told so."""
    with pytest.raises(CommandError, match="not empty"):
        call_command("seed_demo")
    before = Area.objects.count()
    call_command("seed_demo", "--if-empty", stdout=StringIO())
    assert Area.objects.count() == before


def test_a_server_gets_no_accounts_with_a_published_password_by_accident(db, settings) -> None:
    """`--i-know` must be said."""
    settings.LOCAL = False
    with pytest.raises(CommandError, match="--i-know"):
        call_command("seed_demo")
    assert not User.objects.exists()
