"""A finding is dealt with by one and verified by another."""

import datetime as dt
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.models import AuditEntry
from actions.models import CorrectiveAction
from actions.workflow import ActionState
from communities.models import Attachment
from tests.pages import as_read
from tests.training.factories import make_drill, make_finding

DUE = dt.date(2026, 4, 1)


@pytest.fixture
def finding(places, cast) -> CorrectiveAction:
    """An open finding in the east that liu owns."""
    return make_finding(make_drill(places.east), DUE, owner=cast.liu, owner_name="")


def done(client, finding, **fields):
    """Report the finding done on 20 March."""
    address = reverse("actions:action-done", args=[finding.pk])
    return client.post(
        address, as_read(finding, **{"done_on": "2026-03-20", "note": "已清理", **fields})
    )


def verify(client, finding, verdict="accept", note=""):
    """Give a verdict."""
    address = reverse("actions:action-verify", args=[finding.pk])
    return client.post(address, as_read(finding, verdict=verdict, note=note))


def photo() -> SimpleUploadedFile:
    """Return a small photograph."""
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(buffer, "JPEG")
    return SimpleUploadedFile("after.jpg", buffer.getvalue(), "image/jpeg")


def test_liu_reports_it_done_with_a_photo_and_chen_verifies(finding, cast, as_user) -> None:
    """State, people, evidence, steps and trail are all there."""
    done(as_user(cast.liu), finding, evidence=photo())
    verify(as_user(cast.chen), finding, note="现场查看，已清理")
    finding.refresh_from_db()
    assert finding.state == ActionState.VERIFIED
    assert (finding.done_by, finding.verified_by) == (cast.liu, cast.chen)
    assert Attachment.objects.get().target == finding
    assert list(finding.steps.values_list("target", "note")) == [
        ("done", "已清理"),
        ("verified", "现场查看，已清理"),
    ]
    codes = AuditEntry.objects.filter(target_id=str(finding.pk)).values_list("code", flat=True)
    assert {"actions.action.done", "actions.action.verified"} <= set(codes)


def test_who_reported_it_cannot_verify_it(finding, cast, as_user) -> None:
    """Not by the form, not by the page, not in the database."""
    client = as_user(cast.liu)
    done(client, finding)
    assert verify(client, finding).status_code == 403
    verify_address = reverse("actions:action-verify", args=[finding.pk])
    assert verify_address not in client.get(finding.get_absolute_url()).content.decode()
    finding.refresh_from_db()
    assert finding.state == ActionState.DONE
    with pytest.raises(IntegrityError), transaction.atomic():
        CorrectiveAction.objects.update(verified_by=cast.liu)


def test_the_owner_cannot_verify_what_another_reported(finding, cast, as_user) -> None:
    """The second pair of eyes is neither the owner's nor the reporter's."""
    done(as_user(cast.chen), finding)
    assert verify(as_user(cast.liu), finding).status_code == 403
    assert CorrectiveAction.objects.get().state == ActionState.DONE


def test_a_return_needs_a_reason_and_opens_it_again(finding, cast, as_user) -> None:
    """Without words nothing moves; with words the owner has it back."""
    done(as_user(cast.liu), finding)
    client = as_user(cast.chen)
    assert "note" in verify(client, finding, "return").context["form"].errors
    verify(client, finding, "return", "还有杂物")
    finding.refresh_from_db()
    assert (finding.state, finding.done_on, finding.done_by) == (ActionState.OPEN, None, None)
    assert finding.steps.last().note == "还有杂物"


def test_what_is_no_photo_keeps_nothing(finding, cast, as_user) -> None:
    """The message stands at the file, the finding stays open."""
    fake = SimpleUploadedFile("after.jpg", b"no photo", "image/jpeg")
    response = done(as_user(cast.liu), finding, evidence=fake)
    assert list(response.context["form"].errors) == ["evidence"]
    finding.refresh_from_db()
    assert finding.state == ActionState.OPEN
    assert not finding.steps.exists()


@pytest.mark.parametrize("day", ["2126-01-01", "2026-03-09"])
def test_a_day_ahead_or_before_the_drill_is_refused(day, finding, cast, as_user) -> None:
    """The drill was on 10 March 2026."""
    response = done(as_user(cast.liu), finding, done_on=day)
    assert list(response.context["form"].errors) == ["done_on"]


def test_a_grid_worker_who_owns_a_finding_reports_it_done(places, cast, as_user) -> None:
    """The owner may, without the right to record drills; somebody else's is refused."""
    drill = make_drill(places.grid1)
    own = make_finding(drill, DUE, owner=cast.wang, owner_name="")
    other = make_finding(drill, DUE)
    assert done(as_user(cast.wang), own).status_code == 302
    assert done(as_user(cast.wang), other).status_code == 403
    assert [f.state for f in CorrectiveAction.objects.order_by("id")] == ["done", "open"]


def test_a_finding_has_one_owner_and_a_day_after_the_drill(places, cast, as_user) -> None:
    """Both or neither owner is refused, and so is a day before the drill."""
    drill = make_drill(places.east)
    address = reverse("actions:action-of", args=["training.drill", drill.pk])
    data = {
        "record_key": str(uuid.uuid4()),
        "problem": "警报听不清",
        "action": "加装喇叭",
        "due": "2026-03-09",
    }
    client = as_user(cast.liu)
    assert set(client.post(address, data).context["form"].errors) == {"owner", "due"}
    both = data | {"owner": cast.liu.pk, "owner_name": "物业", "due": "2026-03-30"}
    assert set(client.post(address, both).context["form"].errors) == {"owner"}
    for _press in range(2):
        client.post(address, both | {"owner": ""})
    assert CorrectiveAction.objects.get().responsible == "物业"


def test_people_of_the_next_street_are_no_owners(places, cast, as_user) -> None:
    """The list holds those who work in the drill's area, above or below it."""
    address = reverse("actions:action-of", args=["training.drill", make_drill(places.east).pk])
    owners = set(as_user(cast.liu).get(address).context["form"].fields["owner"].queryset)
    assert {cast.chen, cast.liu, cast.wang} <= owners
    assert cast.outsider not in owners


def test_a_settled_finding_is_not_edited(finding, cast, as_user) -> None:
    """What was verified must be what was found."""
    done(as_user(cast.liu), finding)
    address = reverse("actions:action-edit", args=[finding.pk])
    assert as_user(cast.chen).get(address).status_code == 409


def test_overdue_is_computed_from_the_day(finding) -> None:
    """Not on its day, but on the next; and no longer when it is done."""
    assert not finding.is_overdue(DUE)
    assert finding.is_overdue(DUE + dt.timedelta(days=1))
    assert list(CorrectiveAction.objects.overdue(DUE)) == []
    assert list(CorrectiveAction.objects.overdue(DUE + dt.timedelta(days=1))) == [finding]
    finding.state = ActionState.DONE
    assert not finding.is_overdue(DUE + dt.timedelta(days=1))


def test_the_list_keeps_overdue_mine_and_to_verify_apart(places, cast, as_user) -> None:
    """Each filter shows its own."""
    drill, today = make_drill(places.east), timezone.localdate()
    late = make_finding(drill, DUE, owner=cast.liu, owner_name="")
    settled = make_finding(
        drill, DUE, state=ActionState.DONE, done_on=DUE, done_by=cast.chen, problem="频道不统一"
    )
    make_finding(drill, today + dt.timedelta(days=9))

    def shown(name: str, **query: str) -> set[object]:
        response = as_user(cast[name]).get(reverse("actions:actions"), query)
        return {row.pk for row in response.context["table"].rows}

    assert shown("chen", state="overdue") == {late.pk}
    assert shown("liu", mine="1") == {late.pk}
    assert shown("liu", state="for-me") == {settled.pk}
    assert shown("chen", state="for-me") == set()
    assert shown("chen", q="频道") == {settled.pk}
