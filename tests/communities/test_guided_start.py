"""An office begins with an administrator alone and is led to a portal that works."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from accounts.models import AuditEntry, User
from communities import roles
from communities.models import Area, AreaKind, Membership, Role
from communities.starting import begun
from tests.cast import PASSWORD

STREET = {"name": "新街道", "code": "110101001", "district": "新区"}


@pytest.fixture
def keeper(db, as_user):
    """Who keeps a portal in which there is nothing yet."""
    return as_user(User.objects.create_superuser("admin", password=PASSWORD, full_name="管理员"))


@pytest.fixture
def street(keeper) -> Area:
    """The street, made by the first step."""
    assert keeper.post(reverse("communities:start-street"), STREET).status_code == 302
    return Area.objects.get(kind=AreaKind.STREET)


def sheet(prefix: str, *rows: dict, key: str = "00000000-0000-7000-8000-000000000001") -> dict:
    """What a sheet with these rows sends."""
    sent = {
        f"{prefix}-TOTAL_FORMS": str(len(rows)),
        f"{prefix}-INITIAL_FORMS": "0",
        f"{prefix}-key": key,
    }
    for number, row in enumerate(rows):
        sent |= {f"{prefix}-{number}-{name}": str(value) for name, value in row.items()}
    return sent


EAST = {"name": "东社区", "code": "", "households": "1,200户", "grids": "2个"}
WEST = {"name": "西社区", "code": "110101001007", "households": "", "grids": "西一网格、西二网格"}


# --- the street -----------------------------------------------------------------------------------
def test_the_first_step_makes_the_street_and_its_district(keeper, street) -> None:
    """Nothing else: communities follow in the next step."""
    assert street.code == "110101001"
    assert [(one.kind, one.name, one.code) for one in Area.objects.order_by("path")] == [
        ("district", "新区", "110101"),
        ("street", "新街道", "110101001"),
    ]
    assert AuditEntry.objects.filter(code="communities.area.added").count() == 2
    assert keeper.get(reverse("communities:start-street")).status_code == 302


@pytest.mark.parametrize("code", ["110101001000", "１１０１０１００１", "110101 001"])
def test_a_code_is_taken_as_it_is_written(keeper, code) -> None:
    keeper.post(reverse("communities:start-street"), STREET | {"code": code})
    assert Area.objects.get(kind="street").code == "110101001"


@pytest.mark.parametrize(
    "code", ["11010100", "110101000", "110101001001", "11010100A", "110101000000"]
)
def test_what_is_no_code_of_a_street_is_refused(keeper, code) -> None:
    answer = keeper.post(reverse("communities:start-street"), STREET | {"code": code})
    assert answer.status_code == 200
    assert not Area.objects.exists()


def test_a_second_street_is_not_begun_here(keeper, street) -> None:
    other = STREET | {"name": "另一街道", "code": "110101002"}
    keeper.post(reverse("communities:start-street"), other)
    assert Area.objects.filter(kind="street").count() == 1


# --- communities and grids ------------------------------------------------------------------------
def test_communities_come_with_numbered_and_named_grids(keeper, street) -> None:
    url = reverse("communities:start-areas")
    assert keeper.post(url, sheet("communities", EAST, WEST, {})).status_code == 302
    names = dict(Area.objects.filter(kind__in=["community", "grid"]).values_list("name", "code"))
    assert names == {
        "东社区": "110101001008",
        "东第1网格": "110101001008001",
        "东第2网格": "110101001008002",
        "西社区": "110101001007",
        "西一网格": "110101001007001",
        "西二网格": "110101001007002",
    }
    assert Area.objects.get(name="东社区").households == 1200
    west = Area.objects.get(name="西一网格")
    assert Area.objects.get_parent(west).name == "西社区"


def test_a_sheet_sent_twice_adds_its_areas_once(keeper, street) -> None:
    url, sent = reverse("communities:start-areas"), sheet("communities", EAST)
    keeper.post(url, sent)
    assert keeper.post(url, sent).status_code == 302
    assert Area.objects.filter(kind="community").count() == 1
    assert Area.objects.filter(kind="grid").count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "东社区居委会"},
        {"name": "南社区", "code": "220101001009"},
        {"name": "南社区", "code": "1101010010"},
        {"name": "南社区", "grids": "100"},
        {"name": "南社区", "grids": "一网格、一网格"},
        {"name": "", "grids": "3"},
        {"name": "南社区", "households": "很多"},
    ],
)
def test_a_wrong_row_keeps_the_whole_sheet_out(keeper, street, wrong) -> None:
    """Nobody has to find out which rows went in and which did not."""
    row = {"code": "", "households": "", "grids": ""} | wrong
    answer = keeper.post(reverse("communities:start-areas"), sheet("communities", EAST, row))
    assert answer.status_code == 200
    assert not Area.objects.filter(kind__in=["community", "grid"]).exists()


def test_an_empty_sheet_says_that_nothing_is_typed(keeper, street) -> None:
    answer = keeper.post(reverse("communities:start-areas"), sheet("communities", {}, {}))
    assert answer.status_code == 200
    assert "alert-danger" in answer.text


def test_more_rows_are_given_without_judging_what_is_typed(keeper, street) -> None:
    sent = sheet("communities", {"name": "", "grids": "3"}) | {"more_rows": "communities"}
    answer = keeper.post(reverse("communities:start-areas"), sent)
    assert 'name="communities-3-name"' in answer.text
    assert "alert-danger" not in answer.text
    assert not Area.objects.filter(kind="community").exists()


def test_without_a_street_there_is_no_place_for_communities(keeper) -> None:
    answer = keeper.get(reverse("communities:start-areas"))
    assert answer.headers["Location"] == reverse("communities:start-street")


# --- first accounts -------------------------------------------------------------------------------
def person(street: Area, **more: object) -> dict:
    return {
        "full_name": "陈静",
        "username": "",
        "phone": "138 0000 0001",
        "job_title": "",
        "role": roles.OFFICE,
        "area": street.pk,
    } | more


def test_people_get_accounts_without_a_password_and_a_link(keeper, street) -> None:
    url = reverse("communities:start-accounts")
    answer = keeper.post(url, sheet("accounts", person(street), {}))
    assert answer.headers["Location"] == reverse("communities:first-links")
    chen = User.objects.get(username="13800000001")
    assert (chen.full_name, chen.has_usable_password()) == ("陈静", False)
    assert Membership.objects.get(user=chen).role_id == roles.OFFICE
    assert "陈静" in keeper.get(reverse("communities:first-links")).text


def test_the_same_people_sent_twice_have_one_account_each(keeper, street) -> None:
    url, sent = reverse("communities:start-accounts"), sheet("accounts", person(street))
    keeper.post(url, sent)
    assert keeper.post(url, sent).status_code == 302
    assert User.objects.filter(full_name="陈静").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"phone": ""}, {"username": "ADMIN"}, {"role": ""}, {"area": ""}, {"username": "有 空格"}],
)
def test_an_account_that_cannot_be_opened_is_refused(keeper, street, wrong) -> None:
    sent = sheet("accounts", person(street, **wrong))
    answer = keeper.post(reverse("communities:start-accounts"), sent)
    assert answer.status_code == 200
    assert User.objects.count() == 1


def test_two_rows_of_one_sign_in_name_are_refused(keeper, street) -> None:
    rows = person(street, username="chen"), person(street, full_name="陈晶", username="Chen")
    answer = keeper.post(reverse("communities:start-accounts"), sheet("accounts", *rows))
    assert answer.status_code == 200
    assert User.objects.count() == 1


def test_office_staff_give_no_role_above_their_own(places, cast, as_user) -> None:
    """The administrator's may more than theirs."""
    url, client = reverse("communities:start-accounts"), as_user(cast.chen)
    above = person(places.street, role=roles.ADMINISTRATOR)
    assert client.post(url, sheet("accounts", above)).status_code == 403
    assert not User.objects.filter(username="13800000001").exists()
    worker = person(places.grid1, role=roles.GRID_WORKER)
    assert client.post(url, sheet("accounts", worker)).status_code == 302
    assert User.objects.filter(username="13800000001").exists()


# --- how it stands --------------------------------------------------------------------------------
def test_each_step_says_how_it_stands_and_the_home_page_leads_there(keeper) -> None:
    home, start = reverse("home"), reverse("start")
    assert start in keeper.get(home).text
    states(keeper, "next", "later", "later", "later", "free")
    keeper.post(reverse("communities:start-street"), STREET)
    states(keeper, "done", "next", "later", "later", "free")
    keeper.post(reverse("communities:start-areas"), sheet("communities", EAST))
    states(keeper, "done", "done", "next", "later", "free")
    street = Area.objects.get(kind="street")
    assert start in keeper.get(home).text
    keeper.post(reverse("communities:start-accounts"), sheet("accounts", person(street)))
    states(keeper, "done", "done", "done", "next", "free")
    assert "start-call" not in keeper.get(home).text


def states(client, *wanted: str) -> None:
    steps = client.get(reverse("start")).context["steps"]
    assert [str(step.state) for step in steps[: len(wanted)]] == list(wanted)


def test_a_step_is_open_again_when_what_it_made_is_gone(keeper, street) -> None:
    """Nothing is ticked off by hand."""
    keeper.post(reverse("communities:start-areas"), sheet("communities", EAST))
    Area.objects.filter(kind="grid").update(valid_to="2020-01-01")
    states(keeper, "done", "next")


def test_what_is_lacking_is_counted(places, cast) -> None:
    """西社区 has a grid and nobody; an administrator of all is not at work in a street."""
    found = begun()
    assert (found.streets, found.communities, found.grids, found.bare) == (2, 3, 3, 1)
    assert found.unstaffed == 2
    assert found.staff == len(User.objects.filter(is_superuser=False))
    assert found.ready


def test_those_who_set_nothing_are_not_led_there(places, cast, as_user) -> None:
    Area.objects.filter(kind="grid").update(valid_to="2020-01-01")
    assert "start-call" in as_user(cast.chen).get(reverse("home")).text
    assert "start-call" not in as_user(cast.liu).get(reverse("home")).text
    assert as_user(cast.liu).get(reverse("start")).status_code == 403


# --- the first administrator ----------------------------------------------------------------------
def test_the_first_administrator_must_change_the_password(db, capsys, client) -> None:
    call_command("first_administrator")
    password = capsys.readouterr().out.split("sign-in: ")[1].split()[0]
    admin = User.objects.get()
    assert admin.check_password(password)
    assert admin.is_superuser and admin.must_change_password
    assert AuditEntry.objects.get().code == "accounts.user.added"


def test_there_is_no_second_first_administrator(cast, capsys) -> None:
    before = User.objects.count()
    call_command("first_administrator")
    assert User.objects.count() == before
    assert capsys.readouterr().out == ""


def test_the_demonstration_stays_out_of_an_office_that_has_begun(db, settings) -> None:
    settings.LOCAL = True
    call_command("first_administrator")
    call_command("seed_demo", "--if-empty")
    assert not Area.objects.exists()
    with pytest.raises(CommandError):
        call_command("seed_demo")
    assert Role.objects.exists()
