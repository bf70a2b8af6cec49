"""A drill is described, timed and judged."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from tests.training.factories import make_drill, make_event, moment
from training.drillsheet import drill_sheet, minutes
from training.models import Drill, DrillMoment
from training.workflow import EventState


def send_moment(client, drill, clock: str, kind: str = "alarm"):
    """Send the form of the timeline."""
    data = {"record_key": str(uuid.uuid4()), "clock": clock, "kind": kind}
    return client.post(reverse("training:moment-add", args=[drill.pk]), data, follow=True)


def test_a_new_drill_goes_on_to_its_description(places, cast, as_user) -> None:
    """The event is added, then its scenario is asked for."""
    client = as_user(cast.liu)
    data = {
        "record_key": str(uuid.uuid4()),
        "kind": "drill",
        "title": "疏散演练",
        "stage": "planned",
        "area": places.east.pk,
        "starts_at": "2026-05-12T09:00",
        "ends_at": "2026-05-12T10:00",
    }
    next_page = client.post(reverse("training:event-new"), data).url
    response = client.post(next_page, {"kind": "tabletop", "scenario": "暴雨"})
    drill = Drill.objects.get()
    assert response.url == drill.get_absolute_url()
    assert (drill.event.title, drill.scenario, drill.created_by) == ("疏散演练", "暴雨", cast.liu)


def test_a_lecture_has_no_drill(places, cast, as_user) -> None:
    """The description is refused with words."""
    event = make_event(places.east)
    address = reverse("training:drill-edit", args=[event.pk])
    data = {"kind": "tabletop", "scenario": "暴雨"}
    response = as_user(cast.liu).post(address, data)
    assert "This event is no drill." in response.content.decode()
    assert not Drill.objects.exists()


def test_the_timeline_counts_from_the_alarm(places, cast, as_user) -> None:
    """Whatever the order of entry: out after 3:20, accounted for after 4:05."""
    drill, client = make_drill(places.east), as_user(cast.liu)
    for clock, kind in (
        ("09:09:05", "accounted"),
        ("09:05:00", "alarm"),
        ("09:00:00", "start"),
        ("09:08:20", "evacuated"),
    ):
        send_moment(client, drill, clock, kind)
    sheet = drill_sheet(drill)
    assert [one.clock for one in sheet.moments] == ["", "0:00", "3:20", "4:05"]
    assert (sheet.evacuated_after, sheet.accounted_after) == ("3:20", "4:05")
    assert AuditEntry.objects.filter(code="training.moment.added").count() == 4


def test_a_moment_outside_the_drill_is_refused(places, cast, as_user) -> None:
    """The message says from when to when the drill ran."""
    drill = make_drill(places.east)
    page = send_moment(as_user(cast.liu), drill, "11:30:00").content.decode()
    assert "The drill ran from 09:00 to 11:00." in page
    assert not DrillMoment.objects.exists()


def test_a_drill_that_ran_past_midnight_has_moments_on_the_next_day(places, cast, as_user) -> None:
    """Ten past twelve is the day after eleven at night."""
    drill = make_drill(places.east, starts_at=moment("2026-03-10", "23:00"))
    send_moment(as_user(cast.liu), drill, "00:10:00")
    assert DrillMoment.objects.get().at == moment("2026-03-11", "00:10")


def test_the_same_moment_sent_twice_stands_once(places, cast, as_user) -> None:
    """A second press changes nothing."""
    drill, client = make_drill(places.east), as_user(cast.liu)
    data = {"record_key": str(uuid.uuid4()), "clock": "09:05:00", "kind": "alarm"}
    for _press in range(2):
        client.post(reverse("training:moment-add", args=[drill.pk]), data)
    assert DrillMoment.objects.count() == 1


def test_points_make_a_percentage_of_what_was_looked_at(places, cast, as_user) -> None:
    """Aspects without points are left out; taking points away removes the score."""
    drill, client = make_drill(places.east), as_user(cast.chen)
    address = reverse("training:drill-scores", args=[drill.pk])
    client.post(address, {"alarm.points": "8.5", "alarm.out_of": "10", "command.points": "3"})
    assert drill_sheet(drill).percent == pytest.approx(57.5)
    client.post(address, {"alarm.points": "9", "alarm.out_of": "12"})
    assert [(s.aspect, s.points) for s in drill.scores.all()] == [("alarm", Decimal("9.0"))]
    assert drill_sheet(drill).percent == 75
    assert AuditEntry.objects.filter(code="training.drill.scored").count() == 2


def test_more_points_than_can_be_had_are_told_at_the_field(places, cast, as_user) -> None:
    """Nothing is kept."""
    drill = make_drill(places.east)
    address = reverse("training:drill-scores", args=[drill.pk])
    response = as_user(cast.chen).post(address, {"alarm.points": "11", "alarm.out_of": "10"})
    assert list(response.context["form"].errors) == ["alarm.points"]
    assert not drill.scores.exists()


def test_a_closed_drill_is_not_changed(places, cast, as_user) -> None:
    """Description, timeline and scores are the record of what was written up."""
    drill, client = make_drill(places.east, state=EventState.WRITTEN_UP), as_user(cast.chen)
    assert client.get(reverse("training:drill-scores", args=[drill.pk])).status_code == 409
    assert send_moment(client, drill, "09:05:00").status_code == 409
    assert not DrillMoment.objects.exists()


def test_a_long_drill_is_told_in_hours() -> None:
    """Minutes and seconds up to an hour, hours in front after it."""
    assert minutes(dt.timedelta(minutes=59, seconds=9)) == "59:09"
    assert minutes(dt.timedelta(hours=2, minutes=3, seconds=4)) == "2:03:04"
