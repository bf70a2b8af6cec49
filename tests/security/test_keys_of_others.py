"""A form's key that another record has, out of sight, neither fails nor tells of that record."""

from django.urls import reverse

from communities.models import Area, Organisation
from injuries.models import InjuryRecord
from tests.grids import makers
from tests.injuries.conftest import card
from tests.training.factories import give, make_drill, make_event
from training.models import DrillMoment, MaterialIssue


def test_chen_is_kept_a_new_organisation_under_a_new_key(cast, places, as_user) -> None:
    """The other street's row stays as it is."""
    foreign = Organisation.objects.create(
        area=places.next_street, name="邻街医院", sector="hospital"
    )
    data = {"record_key": foreign.pk, "area": places.street.pk, "name": "金沙医院"}
    answer = as_user(cast.chen).post(
        reverse("communities:organisation-new"), data | {"sector": "hospital", "active": "on"}
    )
    mine = Organisation.objects.exclude(pk=foreign.pk).get()
    assert answer.url == mine.get_absolute_url()
    foreign.refresh_from_db()
    assert foreign.name == "邻街医院"


def test_chen_is_kept_a_new_area_under_a_new_key(cast, places, as_user) -> None:
    """Areas are made by a service that takes the key as a column."""
    data = {
        "record_key": places.next_community.pk,
        "parent": places.street.pk,
        "kind": "community",
        "name": "南社区",
        "code": "990100001009",
        "valid_from": "2020-01-01",
    }
    answer = as_user(cast.chen).post(reverse("communities:area-new"), data)
    mine = Area.objects.get(code="990100001009")
    assert answer.url == mine.get_absolute_url()
    assert mine.pk != places.next_community.pk


def test_chen_is_kept_a_card_under_a_new_key(cast, places, as_user) -> None:
    """Health data of the other street: not even that a card exists."""
    foreign = card(places.next_community, name="李四", created_by=cast.outsider)
    data = {
        "record_key": foreign.pk,
        "area": places.east.pk,
        "resident": "on",
        "name": "张三",
        "sex": "1",
        "age_value": 40,
        "age_unit": "years",
        "occurred_on": "2026-03-01",
        "visited_on": "2026-03-01",
        "cause": "3",
        "place": "1",
        "activity": "2",
        "intent": "1",
        "nature": "1",
        "body_site": "3",
        "severity": "2",
        "outcome": "1",
    }
    answer = as_user(cast.chen).post(reverse("injuries:record-new"), data)
    mine = InjuryRecord.objects.exclude(pk=foreign.pk).get()
    assert answer.url == mine.get_absolute_url()
    foreign.refresh_from_db()
    assert foreign.name == "李四"


def test_premises_and_moments_and_copies_too(cast, places, as_user) -> None:
    """Every form that carries a key."""
    client = as_user(cast.chen)
    foreign = makers.premises(places, area=places.next_community)
    data = {"record_key": foreign.pk, "name": "新店", "category": "small-shop"}
    data |= {"area": places.grid1.pk, "address": "兴园路2号", "registered_on": "2026-01-01"}
    assert client.post(reverse("premises:new"), data).status_code == 302
    foreign.refresh_from_db()
    assert (foreign.name, foreign.area_id) == ("福源便利店", places.next_community.pk)

    drill, other = make_drill(places.east), make_drill(places.next_community)
    moment = DrillMoment.objects.create(drill=other, kind="alarm", at=other.event.starts_at)
    data = {"record_key": moment.pk, "clock": "09:00:00", "kind": "alarm"}
    assert client.post(reverse("training:moment-add", args=[drill.pk]), data).status_code == 302
    assert drill.moments.count() == other.moments.count() == 1

    issue = give(make_event(places.next_community), "手册", 50)
    event = make_event(places.east)
    material = give(make_event(places.east), "折页", 5).material
    data = {"key": issue.pk, "material": material.pk, "copies": 7}
    assert client.post(reverse("training:issue-add", args=[event.pk]), data).status_code == 302
    issue.refresh_from_db()
    assert issue.copies == 50
    assert MaterialIssue.objects.get(event=event).copies == 7
