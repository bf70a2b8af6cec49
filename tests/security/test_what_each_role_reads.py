"""Everything that each of the cast can open, read through: no person, and no small number.

A number is small when 1 to 4 persons stand behind it. That nothing tells such a number is shown by
moving one person from one small number to another: for whoever may not open the cards, not a
letter of any page, fragment, file or export may change.
"""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.urls import resolve, reverse
from django.utils import timezone

from communities.permissions import PERSONAL_REVEAL, may
from injuries.models import InjuryRecord, ReportingSite
from injuries.permissions import RECORD_VIEW
from injuries.services import imports
from injuries.statistics import counted
from lib.ids import new_id
from lib.periods import Period
from programmes.services.readings import refresh_readings
from reports.models import ReportRun
from reports.services.compute import compute
from reports.services.requests import recompute
from tests.access.table import NAMES, World
from tests.crawl import crawl, told
from tests.injuries.conftest import HEADINGS, card, row, work, workbook
from tests.programmes.factories import make_indicator, make_project, run_project
from tests.test_access_table import modules

#: Of a person in the register, and of one in a workbook that waits.
PERSON = ("欧阳夜莺", "13987650001", "110101199003077897", "夜莺路77号")
WAITING = ("司徒杜鹃", "13987650002", "110101198502029873", "杜鹃巷88号")
#: What shows a workbook's cells, to whoever sent it and whoever may be shown persons.
SHOWS_CELLS = {"injuries:import-columns", "injuries:import-refused"}
PEOPLE = [name for name in NAMES if name != "anonymous"]
#: How many pages of one kind each opens; the access tables add what no page leads to.
OF_ONE = 3
LAST_MONTH = Period.containing(timezone.localdate()).previous


@dataclass
class Portal:
    """A portal with all that the access tables make, and the addresses that they name."""

    world: World
    addresses: list[str]


@pytest.fixture
def portal(places, cast) -> Portal:
    """The rooms one after the other: each calls what it makes by names of its own."""
    cache.clear()
    world, addresses = World(places, cast), []
    for module in modules():
        module.build(world)
        rows = [row for row in module.ROWS if row.method == "get"]
        addresses += [reverse(row.name, args=row.args(world)) for row in rows]
    return Portal(world, list(dict.fromkeys(addresses)))


def plant_persons(portal: Portal) -> None:
    """A person in the register, one in workbooks that wait: for their columns, for a look."""
    places, zhao = portal.world.places, portal.world.cast.zhao
    named = zip(("name", "phone", "id_number", "address"), PERSON, strict=True)
    known = card(places.east, created_by=zhao, **dict(named))
    portal.addresses.append(known.get_absolute_url())
    site = ReportingSite.objects.get(code="H1")
    cells = dict(zip(("姓名", "联系电话", "身份证号", "现住址"), WAITING, strict=True))
    headings = [*HEADINGS, "联系电话", "现住址"]
    rows = [[*row(**cells, 年龄=age), cells["联系电话"], cells["现住址"]] for age in ("41", "300")]
    for checked in (False, True):
        upload = workbook([headings, *rows])
        batch = imports.receive_workbook(
            actor=zhao, key=new_id(), site=site, area=places.street, upload=upload
        )
        batch = work(batch)
        if checked:
            imports.confirm_columns(actor=zhao, batch=batch, mapping=batch.mapping)
            work(batch)
        names = ("import", "import-columns", "import-refused")
        portal.addresses += [reverse(f"injuries:{name}", args=[batch.pk]) for name in names]


@pytest.mark.parametrize("name", PEOPLE)
def test_nobody_comes_upon_a_person(name: str, portal: Portal, as_user) -> None:
    """Names, numbers and addresses are shown by asking for them, which is written down."""
    plant_persons(portal)
    user, street = portal.world.cast[name], portal.world.places.street
    read, cells = 0, set()
    for address, text in crawl(as_user(user), portal.addresses, of_one=OF_ONE):
        read += 1
        found = {word for word in (*PERSON, *WAITING) if word in text}
        view = resolve(address.partition("?")[0]).view_name
        if view in SHOWS_CELLS and may(user, PERSONAL_REVEAL, street):
            cells |= found
            found &= set(PERSON)
        assert not found, address
    assert read > 15
    assert bool(cells) is may(user, PERSONAL_REVEAL, street)


def plant_numbers(portal: Portal) -> list[tuple[InjuryRecord, dict[str, object]]]:
    """Cards of the last months, small by place, cause and month, large in all.

    Returned are cards with what to change of them, so that each changes from one small number to
    another: every sum stays, and who knows the sums only learns nothing.
    """
    places, day = portal.world.places, LAST_MONTH.start + dt.timedelta(days=9)
    earlier, before_that = (LAST_MONTH.shifted(-n).start + dt.timedelta(days=9) for n in (1, 2))
    for _n in range(6):
        card(places.west, visited_on=day)
    east, burn = card(places.east, visited_on=day), card(places.west, visited_on=day, cause="5")
    for _n in range(2):
        card(places.east, visited_on=day)
        card(places.west, visited_on=day, cause="5")
        card(places.west, visited_on=day, cause="7")
        card(places.west, visited_on=earlier)
        card(places.west, visited_on=before_that)
    school, month = (
        card(places.west, visited_on=day, place="3"),
        card(places.west, visited_on=earlier),
    )
    for _n in range(2):
        card(places.west, visited_on=day, place="3")
        card(places.west, visited_on=day, place="4")
    return [
        (east, {"area": places.west}),
        (burn, {"cause": "7"}),
        (school, {"place": "4"}),
        (month, {"visited_on": before_that}),
    ]


def move(cards: list[tuple[InjuryRecord, dict[str, object]]]) -> None:
    """Change the cards as `plant_numbers` says."""
    for one, changes in cards:
        for name, value in changes.items():
            setattr(one, name, value)
        one.derive()
        one.save()
    cache.clear()
    refresh_readings()


def measured_projects(portal: Portal) -> None:
    """Projects that are judged by the injuries of the street and of each community."""
    places, cast = portal.world.places, portal.world.cast
    for area in (places.street, places.east, places.west):
        project = run_project(make_project(places.street, cast.chen, title=f"减少{area.name}伤害"))
        for key in ("injuries.count", "injuries.rate"):
            made = make_indicator(
                project, cast.chen, name="", registry_key=key, place=area, is_share=False
            )
            portal.addresses.append(made.get_absolute_url())


@pytest.mark.parametrize("name", ["wang", "sun"])
def test_nobody_without_the_cards_reads_or_works_out_a_small_number(
    name: str, portal: Portal, as_user
) -> None:
    """Who has the whole portal before and after finds no difference."""
    measured_projects(portal)
    cards = plant_numbers(portal)
    move([])
    client = as_user(portal.world.cast[name])
    assert not may(portal.world.cast[name], RECORD_VIEW, portal.world.places.street)
    before = {at: told(text) for at, text in crawl(client, portal.addresses, of_one=OF_ONE)}
    move(cards)
    after = {at: told(text) for at, text in crawl(client, portal.addresses, of_one=OF_ONE)}
    assert before.keys() == after.keys()
    for walk in (before, after):  # the first one opened what stood there as unread
        walk.pop(reverse("notices:inbox"), None)
    changed = {
        at: first_difference(before[at], after[at]) for at in before if before[at] != after[at]
    }
    assert not changed
    if name == "sun":  # who does read how many there are in all
        in_all = counted(portal.world.places.street, LAST_MONTH).count()
        assert f">{in_all}<" in before[reverse("monitoring:dashboard")]


def first_difference(before: str, after: str) -> tuple[str, str]:
    """The surroundings of the first letter that is another."""
    at = next(n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b)
    return before[max(0, at - 300) : at + 60], after[at : at + 60]


def test_no_report_tells_a_small_number(portal: Portal) -> None:
    """Its document is all that its page, PDF, Word file and workbook are drawn from."""
    cards = plant_numbers(portal)
    before = sections_of(portal)
    move(cards)
    assert sections_of(portal) == before


def sections_of(portal: Portal) -> object:
    """What the street's report of the last month says, computed now."""
    chen, street = portal.world.cast.chen, portal.world.places.street
    run = ReportRun.objects.get(area=street, period_start=LAST_MONTH.start)
    recompute(actor=chen, run=run)
    compute(run.pk)
    run.refresh_from_db()
    return run.document["document"]["sections"]
