"""The way of a hazard: wang finds it, liu rectifies, chen verifies."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from communities.models import Attachment
from communities.working_days import work_calendar
from grids.models import Action, Hazard, HazardStep
from grids.services import hazards as actions
from grids.services.hazards import possible_actions
from lib.errors import DomainError, NotAllowed, Outdated, WrongState
from tests.grids.makers import hazard, photo, premises

TODAY = timezone.localdate


@pytest.fixture
def found(places, cast) -> Hazard:
    """A hazard that wang found and that is due in three working days."""
    deadline = work_calendar().add(TODAY(), 3)
    return hazard(premises(places), cast.wang, deadline=deadline)


def post(client, found: Hazard, action: Action, **data: object):
    """Send the form of an action with the revision that the page shows."""
    found.refresh_from_db()
    url = reverse(f"grids:hazard-{action.value}", args=[found.pk])
    return client.post(url, {"revision": found.revision, **data})


def test_liu_rectifies_with_a_photo_and_chen_verifies(found, cast, as_user) -> None:
    response = post(as_user(cast.liu), found, Action.RECTIFY, note="已清理", photos=photo())
    assert response.url == found.get_absolute_url()
    found.refresh_from_db()
    assert (found.state, found.fixed_by) == ("rectified", cast.liu)
    post(as_user(cast.chen), found, Action.VERIFY)
    found.refresh_from_db()
    assert (found.state, found.verified_by) == ("closed", cast.chen)
    assert found.ended_at is not None and found.on_time
    assert [(s.action, s.actor) for s in found.steps.all()] == [
        ("report", cast.wang),
        ("advise", cast.wang),
        ("rectify", cast.liu),
        ("verify", cast.chen),
    ]
    assert Attachment.objects.get().target_id == found.steps.get(action="rectify").pk
    codes = AuditEntry.objects.filter(target_id=str(found.pk)).values_list("code", flat=True)
    assert set(codes) == {
        "grids.hazard.report",
        "grids.hazard.advise",
        "grids.hazard.rectify",
        "grids.hazard.verify",
    }


def test_who_rectified_cannot_verify(found, cast, as_user) -> None:
    post(as_user(cast.liu), found, Action.RECTIFY)
    page = as_user(cast.liu).get(found.get_absolute_url()).content.decode()
    assert "somebody else must verify it" in page and "Verify and close" not in page
    assert post(as_user(cast.liu), found, Action.VERIFY).status_code == 403
    assert post(as_user(cast.liu), found, Action.SEND_BACK, note="不对").status_code == 403
    found.refresh_from_db()
    assert found.state == "rectified"
    with pytest.raises(NotAllowed):
        actions.verify(actor=cast.liu, hazard=found, revision=found.revision)


def test_the_database_itself_refuses_that_one_person_rectifies_and_verifies(found, cast) -> None:
    now = timezone.now()
    with pytest.raises(IntegrityError, match="hazard_verified_by_another"), transaction.atomic():
        Hazard.objects.filter(pk=found.pk).update(
            state="closed", fixed_by=cast.liu, verified_by=cast.liu, rectified_at=now, ended_at=now
        )
    with pytest.raises(IntegrityError, match="hazard_closed_is_verified"), transaction.atomic():
        Hazard.objects.filter(pk=found.pk).update(state="closed", ended_at=now)


def test_of_two_people_at_once_the_second_is_told_and_loses_nothing(found, cast, as_user) -> None:
    seen = found.revision
    first = Hazard.objects.get(pk=found.pk)
    second = Hazard.objects.get(pk=found.pk)
    actions.rectify(actor=cast.liu, hazard=first, revision=seen)
    with pytest.raises(Outdated), transaction.atomic():
        actions.rectify(actor=cast.wang, hazard=second, revision=seen)
    url = reverse("grids:hazard-rectify", args=[found.pk])
    response = as_user(cast.chen).post(url, {"revision": seen, "note": "我也去看过了"})
    page = response.content.decode()
    changed = "刘伟, Reported as rectified (state To be rectified → Waiting for verification)"
    assert changed in page and "我也去看过了" in page
    assert HazardStep.objects.filter(hazard=found, action="rectify").count() == 1
    found.refresh_from_db()
    assert found.fixed_by == cast.liu


def test_sent_back_with_a_reason_it_must_be_rectified_again(found, cast, as_user) -> None:
    post(as_user(cast.liu), found, Action.RECTIFY)
    refused = post(as_user(cast.chen), found, Action.SEND_BACK, note="")
    assert refused.status_code == 200
    post(as_user(cast.chen), found, Action.SEND_BACK, note="通道仍堵")
    found.refresh_from_db()
    assert (found.state, found.fixed_by, found.rectified_at) == ("advised", None, None)
    step = found.steps.last()
    assert (step.source, step.target, step.note) == ("rectified", "advised", "通道仍堵")
    post(as_user(cast.wang), found, Action.RECTIFY)
    post(as_user(cast.liu), found, Action.VERIFY)
    found.refresh_from_db()
    assert found.state == "closed"


def test_an_extension_needs_a_reason_a_later_day_and_the_limit(found, cast, as_user) -> None:
    later = found.deadline + dt.timedelta(days=2)
    client = as_user(cast.liu)
    assert post(client, found, Action.EXTEND, deadline=later, note="").status_code == 200
    same = post(client, found, Action.EXTEND, deadline=found.deadline, note="缺配件")
    assert "must lie after the present one" in same.content.decode()
    too_late = work_calendar().add(TODAY(), 16)
    beyond = post(client, found, Action.EXTEND, deadline=too_late, note="缺配件")
    assert "allows an extension to" in beyond.content.decode()
    post(client, found, Action.EXTEND, deadline=later, note="缺配件")
    found.refresh_from_db()
    assert (found.deadline, found.state) == (later, "advised")
    assert found.steps.last().note == "缺配件"
    assert (
        post(as_user(cast.wang), found, Action.EXTEND, deadline=later, note="x").status_code == 403
    )


def test_withdrawn_hazards_leave_the_numbers(found, cast, as_user) -> None:
    post(as_user(cast.chen), found, Action.WITHDRAW, note="重复上报")
    found.refresh_from_db()
    assert found.state == "withdrawn" and found.ended_at is not None
    assert not Hazard.objects.standing().exists()
    with pytest.raises(WrongState):
        actions.rectify(actor=cast.liu, hazard=found, revision=found.revision)
    page = as_user(cast.chen).get(found.get_absolute_url()).content.decode()
    assert "What now" not in page


def test_the_partner_may_report_rectification_and_nothing_else(found, cast) -> None:
    assert possible_actions(cast.sun, found) == [Action.RECTIFY]
    assert possible_actions(cast.zhou, found) == []
    assert possible_actions(cast.wu, found) == []


def test_overdue_is_computed_and_ends_with_the_report_of_rectification(found, cast) -> None:
    Hazard.objects.filter(pk=found.pk).update(deadline=TODAY() - dt.timedelta(days=2))
    found.refresh_from_db()
    assert found.overdue_days == 2 and Hazard.objects.overdue().get() == found
    actions.rectify(actor=cast.liu, hazard=found, revision=found.revision)
    assert not Hazard.objects.overdue().exists() and found.on_time is False


def test_a_hazard_without_deadline_gets_the_one_of_the_time_limit(places, cast, as_user) -> None:
    found = hazard(premises(places), cast.wang)
    assert found.state == "found" and found.deadline is None
    post(as_user(cast.wang), found, Action.ADVISE)
    found.refresh_from_db()
    assert (found.state, found.deadline) == ("advised", work_calendar().add(TODAY(), 3))


def test_history_cannot_be_changed_or_removed(found) -> None:
    step = found.steps.first()
    step.note = "rewritten"
    with pytest.raises(RuntimeError):
        step.save()
    with pytest.raises(RuntimeError):
        step.delete()


def test_a_photo_of_a_step_cannot_be_removed(found, cast, as_user) -> None:
    post(as_user(cast.liu), found, Action.RECTIFY, photos=photo())
    kept = Attachment.objects.get()
    assert as_user(cast.wang).get(kept.get_absolute_url()).status_code == 200
    assert as_user(cast.outsider).get(kept.get_absolute_url()).status_code == 404
    url = reverse("communities:attachment-remove", args=[kept.pk])
    add = reverse("communities:attachment-add", args=["grids.hazardstep", kept.target_id])
    for address in (url, add):
        response = as_user(cast.liu).post(address, {"file": photo("later.jpg")})
        assert response.status_code == 403
    assert Attachment.objects.get() == kept


def test_wang_reports_a_hazard_on_the_street(places, cast, as_user) -> None:
    url = reverse("grids:hazard-new")
    data = {
        "record_key": "01900000-0000-7000-8000-000000000001",
        "area": places.grid1.pk,
        "place": "路口",
        "category": "traffic",
        "grade": "general",
        "description": "护栏损坏",
        "photos": photo(),
    }
    client = as_user(cast.wang)
    first = client.post(url, data)
    second = client.post(url, data | {"photos": photo()})
    found = Hazard.objects.get()
    assert first.url == second.url == found.get_absolute_url()
    assert (found.state, found.where, found.found_by) == ("found", "路口", cast.wang)
    nowhere = client.post(url, data | {"record_key": "", "place": ""})
    assert "Say where it is." in nowhere.content.decode()
    elsewhere = client.post(url, data | {"record_key": "", "area": places.grid2.pk})
    assert elsewhere.status_code == 200 and Hazard.objects.count() == 1


def test_the_advice_slip_says_that_it_is_advice(found, cast, as_user) -> None:
    page = as_user(cast.wang).get(reverse("grids:hazard-advice", args=[found.pk]))
    text = page.content.decode()
    assert found.number in text and "福源便利店" in text
    assert "no administrative order" in text


def test_a_repeat_names_the_earlier_hazard(places, cast, as_user) -> None:
    place = premises(places)
    earlier = hazard(place, cast.wang, item_key="nine-small:A11")
    Hazard.objects.filter(pk=earlier.pk).update(found_at=timezone.now() - dt.timedelta(days=100))
    again = hazard(place, cast.wang, item_key="nine-small:A11")
    hazard(place, cast.wang, item_key="nine-small:A13")
    assert list(Hazard.objects.repeated()) == [again]
    page = as_user(cast.chen).get(again.get_absolute_url()).content.decode()
    assert earlier.get_absolute_url() in page
    Hazard.objects.filter(pk=earlier.pk).update(found_at=timezone.now() - dt.timedelta(days=400))
    assert not Hazard.objects.repeated().exists()


def test_a_rule_is_broken_by_the_service_too(found, cast) -> None:
    with pytest.raises(DomainError):
        actions.withdraw(actor=cast.chen, hazard=found, revision=found.revision, note="  ")
