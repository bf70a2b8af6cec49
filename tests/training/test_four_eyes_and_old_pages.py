"""Who gave evidence does not verify; an event is moved as it was read."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from actions.models import CorrectiveAction
from actions.services import report_done, return_action, verify_action
from actions.workflow import ActionState
from communities.services.attachments import attach
from lib.errors import NotAllowed, Outdated
from tests.pages import as_read
from tests.training.factories import make_drill, make_event, make_finding
from training.models import DrillMoment, Event
from training.services.drills import add_moment
from training.services.events import move_event
from training.workflow import EventState


@pytest.fixture
def done(places, cast) -> CorrectiveAction:
    """A finding that Liu reported done."""
    finding = make_finding(make_drill(places.east), dt.date(2026, 4, 1))
    report_done(actor=cast.liu, action=finding, done_on=dt.date(2026, 3, 20), note="已清理")
    return finding


def test_who_gave_the_evidence_does_not_verify(done, cast, as_user) -> None:
    """Chen added the photo to what Liu reported."""
    attach(actor=cast.chen, target=done, upload=ContentFile(b"x", name="x.txt"))
    chen, url = as_user(cast.chen), reverse("actions:action-verify", args=[done.pk])
    assert url not in chen.get(done.get_absolute_url()).content.decode()
    answer = chen.post(url, as_read(done, verdict="accept", note=""))
    assert answer.status_code == 403
    for judge in (verify_action, return_action):
        with pytest.raises(NotAllowed):
            judge(actor=cast.chen, action=done, note="x")
    assert not CorrectiveAction.objects.verifiable_by(cast.chen).exists()
    verify_action(actor=cast.admin, action=done)
    assert CorrectiveAction.objects.get().state == ActionState.VERIFIED


def test_a_finding_reported_anew_is_not_verified_on_the_old_page(done, cast, as_user) -> None:
    """It was sent back and reported again, with other words, since Chen had opened it."""
    old = as_read(done, verdict="accept", note="")
    return_action(actor=cast.admin, action=done, note="照片不清")
    report_done(actor=cast.liu, action=done, done_on=dt.date(2026, 3, 22), note="已重拍")
    url = reverse("actions:action-verify", args=[done.pk])
    page = as_user(cast.chen).post(url, old).content.decode()
    assert "照片不清" in page and "已重拍" in page
    assert CorrectiveAction.objects.get().state == ActionState.DONE


@pytest.mark.parametrize(
    ("name", "state", "typed"),
    [
        ("event-held", EventState.PLANNED, {}),
        ("event-written-up", EventState.HELD, {}),
        ("event-cancel", EventState.PLANNED, {"note": "暴雨"}),
        ("event-reopen", EventState.WRITTEN_UP, {"note": "有误"}),
        ("event-replan", EventState.HELD, {"note": "改期"}),
    ],
)
def test_an_event_changed_since_stays_where_it_is(name, state, typed, places, cast, as_user):
    """Chen added the list of those present after Liu had opened the page."""
    event = make_event(places.east, state=state, summary="好")
    old = as_read(event, **typed)
    attach(actor=cast.chen, target=event, upload=ContentFile(b"x", name="名单.txt"))
    url = reverse(f"training:{name}", args=[event.pk])
    page = as_user(cast.liu).post(url, old, follow=True)
    assert "名单.txt" in page.content.decode()
    assert Event.objects.get().state == state
    assert not event.steps.exists()


def test_what_was_added_to_a_drill_is_a_change_of_its_event(places, cast) -> None:
    """Liu would write up a drill without the moment that Chen has put into its timeline since."""
    drill = make_drill(places.east, summary="好")
    read = drill.event.revision
    moment = DrillMoment(drill=drill, at=drill.event.starts_at, kind="alarm")
    add_moment(actor=cast.chen, moment=moment)
    with pytest.raises(Outdated):
        move_event(
            actor=cast.liu,
            event=Event.objects.get(),
            target=EventState.WRITTEN_UP,
            revision=read,
        )
    assert Event.objects.get().state == EventState.HELD


def test_of_two_who_move_an_event_at_once_the_second_is_told(places, cast) -> None:
    """One holds it, the other calls it off."""
    event = make_event(places.east, state=EventState.PLANNED)
    other = Event.objects.get()
    move_event(actor=cast.chen, event=event, target=EventState.HELD)
    with pytest.raises(Outdated, match="陈静"):
        move_event(actor=cast.liu, event=other, target=EventState.CANCELLED, note="暴雨")
    assert [step.target for step in event.steps.all()] == ["held"]
