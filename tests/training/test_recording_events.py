"""Staff plan events, record who came, and close them."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from communities.models import Organisation
from programmes.models import Project
from tests.pages import as_read
from tests.training.factories import count, make_event, moment
from training.models import Event, EventStep
from training.services.events import move_event
from training.workflow import EventState

NEW = "training:event-new"


def sent(area, **fields) -> dict[str, object]:
    """Return what the form sends for a lecture held on 10 March 2026."""
    return {
        "record_key": str(uuid.uuid4()),
        "kind": "lecture",
        "title": "燃气安全讲座",
        "area": area.pk,
        "starts_at": "2026-03-10T09:00",
        "ends_at": "2026-03-10T11:00",
        "stage": "held",
        "audience-older.2.60+": "30",
        "audience-older.1.60+": "12",
        "audience-migrants.9.unknown": "5",
        **fields,
    }


def test_liu_records_a_lecture_and_who_came(places, cast, as_user) -> None:
    """One visit is enough: event, audience and state, with its steps and its trail."""
    response = as_user(cast.liu).post(reverse(NEW), sent(places.east))
    event = Event.objects.get()
    assert response.url == event.get_absolute_url()
    assert (event.state, event.created_by) == (EventState.HELD, cast.liu)
    assert {(c.group, c.sex, c.age): c.persons for c in event.audience.all()} == {
        ("older", "2", "60+"): 30,
        ("older", "1", "60+"): 12,
        ("migrants", "9", "unknown"): 5,
    }
    assert list(event.steps.values_list("source", "target")) == [
        ("", "planned"),
        ("planned", "held"),
    ]
    trail = AuditEntry.objects.filter(target_id=str(event.pk)).order_by("at", "id")
    assert [e.code for e in trail] == ["training.event.added", "training.event.held"]
    assert trail[0].changes["audience"][1].startswith("47 (")


def test_the_same_form_sent_twice_makes_one_event(places, cast, as_user) -> None:
    """The second sending finds the first."""
    client, data = as_user(cast.liu), sent(places.east)
    first, second = client.post(reverse(NEW), data), client.post(reverse(NEW), data)
    assert first.url == second.url
    assert Event.objects.count() == 1
    assert EventStep.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends_at": "2026-03-10T08:00"}, "ends_at"),
        ({"starts_at": "2126-03-10T09:00", "ends_at": "2126-03-10T10:00"}, "starts_at"),
        ({"disabled_persons": "48"}, "disabled_persons"),
        ({"stage": "planned"}, "stage"),
        ({"stage": "written-up"}, "summary"),
        ({"cost": "-1"}, "cost"),
    ],
)
def test_a_mistake_is_told_at_its_field(change, field, places, cast, as_user) -> None:
    """Nothing is kept, and what was typed is still there."""
    response = as_user(cast.liu).post(reverse(NEW), sent(places.east, **change))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert 'value="30"' in response.content.decode()
    assert not Event.objects.exists()


def test_a_word_in_the_audience_grid_is_told_in_the_grid(places, cast, as_user) -> None:
    """The other numbers stay, the event is not kept."""
    data = sent(places.east, **{"audience-older.1.60+": "twelve"})
    response = as_user(cast.liu).post(reverse(NEW), data)
    page = response.content.decode()
    assert "Look at the numbers in the audience grid." in page
    assert "Enter a whole number." in page
    assert 'value="30"' in page
    assert not Event.objects.exists()


def test_liu_cannot_place_an_event_in_the_other_community(places, cast, as_user) -> None:
    """The form offers only areas in which liu records events."""
    response = as_user(cast.liu).post(reverse(NEW), sent(places.west))
    assert "area" in response.context["form"].errors
    assert not Event.objects.exists()


def test_counting_again_replaces_the_audience_and_the_trail_keeps_both(
    places, cast, as_user
) -> None:
    """The trail names the cells before and after; a host out of liu's sight stays."""
    station = Organisation.objects.create(area=places.street, name="消防站", sector="fire")
    event = make_event(places.east, host=station)
    count(event, 30)
    data = sent(places.east, host=station.pk, **{"audience-migrants.9.unknown": ""})
    as_user(cast.liu).post(reverse("training:event-edit", args=[event.pk]), data)
    event.refresh_from_db()
    assert sum(c.persons for c in event.audience.all()) == 42
    assert event.host == station
    entry = AuditEntry.objects.get(code="training.event.changed")
    assert entry.changes["audience"] == [
        "30 (老年人 女 60岁及以上 30)",
        "42 (老年人 男 60岁及以上 12, 老年人 女 60岁及以上 30)",
    ]


def test_an_event_of_a_project_is_found_by_it(places, cast, as_user) -> None:
    """The link leads to the project, the list filters by it; a project out of sight is refused."""
    gas = Project.objects.create(area=places.east, title="居民燃气使用项目", domain="04")
    foreign = Project.objects.create(area=places.next_street, title="邻街项目", domain="04")
    client = as_user(cast.liu)
    refused = client.post(reverse(NEW), sent(places.east, project=foreign.pk))
    assert list(refused.context["form"].errors) == ["project"]
    client.post(reverse(NEW), sent(places.east, project=gas.pk))
    make_event(places.east)
    event = gas.events.get()
    assert gas.get_absolute_url() in client.get(event.get_absolute_url()).content.decode()
    rows = client.get(reverse("training:events"), {"project": str(gas.pk)}).context["table"].rows
    assert [row.pk for row in rows] == [event.pk]


def test_an_event_is_written_up_only_with_summary_and_audience(places, cast, as_user) -> None:
    """Each thing that is missing is told; then it closes."""
    event, client = make_event(places.east), as_user(cast.liu)
    address = reverse("training:event-written-up", args=[event.pk])
    assert (
        "Write a summary first."
        in client.post(address, as_read(event), follow=True).content.decode()
    )
    Event.objects.update(summary="好")
    assert (
        "Say first who came." in client.post(address, as_read(event), follow=True).content.decode()
    )
    count(event, 3)
    client.post(address, as_read(event))
    event.refresh_from_db()
    assert event.state == EventState.WRITTEN_UP


def test_a_push_by_own_media_needs_no_audience(places, cast) -> None:
    """Nobody comes to a place, so nobody is counted."""
    event = make_event(places.east, kind="self-media", summary="已推送")
    move_event(actor=cast.liu, event=event, target=EventState.WRITTEN_UP)
    assert Event.objects.get().state == EventState.WRITTEN_UP


def test_a_closed_event_is_reopened_with_a_reason_before_it_changes(places, cast, as_user) -> None:
    """Editing it is refused; reopening without a reason too."""
    event, client = make_event(places.east, state=EventState.WRITTEN_UP), as_user(cast.liu)
    edit = reverse("training:event-edit", args=[event.pk])
    reopen = reverse("training:event-reopen", args=[event.pk])
    assert client.post(edit, sent(places.east)).status_code == 409
    assert not event.audience.exists()
    assert client.post(reopen, as_read(event, note=" ")).status_code == 200
    client.post(reopen, as_read(event, note="人数有误"))
    step = EventStep.objects.get(event=event)
    assert (step.source, step.target, step.note) == ("written-up", "held", "人数有误")
    assert client.get(edit).status_code == 200


def test_an_event_that_lies_ahead_cannot_be_held(places, cast, as_user) -> None:
    """The button is not drawn, and the address refuses."""
    soon = timezone.now() + dt.timedelta(days=3)
    event = make_event(places.east, starts_at=soon, state=EventState.PLANNED)
    address = reverse("training:event-held", args=[event.pk])
    client = as_user(cast.liu)
    assert address not in client.get(event.get_absolute_url()).content.decode()
    page = client.post(address, as_read(event), follow=True).content.decode()
    assert "An event that lies ahead cannot have been held." in page
    assert Event.objects.get().state == EventState.PLANNED
    assert not EventStep.objects.exists()


def test_a_cancelled_event_keeps_its_reason_and_can_be_taken_up_again(
    places, cast, as_user
) -> None:
    """Both steps stay in the history."""
    event, client = make_event(places.east, state=EventState.PLANNED), as_user(cast.chen)
    for name, note in (("event-cancel", "暴雨"), ("event-replan", "改期举办")):
        client.post(reverse(f"training:{name}", args=[event.pk]), as_read(event, note=note))
    assert list(event.steps.values_list("target", "note")) == [
        ("cancelled", "暴雨"),
        ("planned", "改期举办"),
    ]


def test_steps_are_never_changed(places, cast) -> None:
    """Neither saved again nor removed."""
    event = make_event(places.east, state=EventState.PLANNED)
    move_event(actor=cast.chen, event=event, target=EventState.HELD)
    step = event.steps.get()
    with pytest.raises(RuntimeError):
        step.save()
    with pytest.raises(RuntimeError):
        step.delete()


def test_wang_adds_a_photo_to_an_event_of_the_grid_but_changes_nothing(
    places, cast, as_user
) -> None:
    """A grid worker sees and illustrates; the form is for staff."""
    event, client = make_event(places.grid1), as_user(cast.wang)
    page = client.get(event.get_absolute_url()).content.decode()
    assert reverse("communities:attachment-add", args=["training.event", event.pk]) in page
    assert reverse("training:event-edit", args=[event.pk]) not in page
    assert client.get(reverse("training:event-edit", args=[event.pk])).status_code == 403


def test_an_event_past_midnight_belongs_to_the_day_of_the_office(places) -> None:
    """1 March, 00:30 in Shanghai, is not February."""
    event = make_event(places.east, starts_at=moment("2026-03-01", "00:30"))
    assert event.day == dt.date(2026, 3, 1)
