"""What became of an event is recorded on one short page."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from communities.models import Attachment
from tests.sent import form_on
from tests.training.factories import make_event
from training.models import Event
from training.workflow import EventState


@pytest.fixture
def over(places) -> Event:
    """A lecture that is over and was never recorded."""
    return make_event(places.east, state=EventState.PLANNED)


def address(event: Event) -> str:
    return reverse("training:event-result", args=[event.pk])


def sheet() -> SimpleUploadedFile:
    return SimpleUploadedFile("签到表.pdf", b"%PDF-1.4 names")


def typed(client, event: Event, **fields) -> dict[str, object]:
    return form_on(client.get(address(event)), with_field="summary") | fields


def test_number_sheet_and_summary_on_one_page_and_it_is_written_up(over, cast, as_user) -> None:
    client = as_user(cast.liu)
    given = {"audience-total": "45", "summary": "讲解燃气安全。", "sheet": sheet(), "finish": "1"}
    answer = client.post(address(over), typed(client, over, **given))
    assert answer.status_code == 302, answer.context["form"].errors
    over.refresh_from_db()
    assert over.state == EventState.WRITTEN_UP and over.summary == "讲解燃气安全。"
    (cell,) = over.audience.all()
    assert (cell.group, cell.persons) == ("untold", 45)
    assert Attachment.objects.get(target_id=over.pk).name == "签到表.pdf"
    assert [step.target for step in over.steps.all()][-2:] == ["held", "written-up"]


def test_it_asks_for_what_is_missing_and_keeps_nothing(over, cast, as_user) -> None:
    client = as_user(cast.liu)
    page = client.post(address(over), typed(client, over, finish="1"))
    assert page.status_code == 200
    form = page.context["form"]
    assert {"summary", "photos"} <= set(form.errors) and form.audience.errors["total"]
    over.refresh_from_db()
    assert over.state == EventState.PLANNED and not over.steps.exists()


def test_there_may_be_neither_photo_nor_sheet(over, cast, as_user) -> None:
    client = as_user(cast.liu)
    given = {"audience-total": "45", "summary": "已举办。", "without": "on", "finish": "1"}
    assert client.post(address(over), typed(client, over, **given)).status_code == 302


def test_saved_without_finishing_it_is_held(over, cast, as_user) -> None:
    client = as_user(cast.liu)
    answer = client.post(address(over), typed(client, over, **{"audience-total": "45"}))
    assert answer.status_code == 302
    over.refresh_from_db()
    assert over.state == EventState.HELD
    page = client.get(address(over))
    assert page.context["audience"]["total"].value() == 45


def test_of_a_total_the_rest_is_told_apart_from_the_detail(over, cast, as_user) -> None:
    client = as_user(cast.liu)
    given = {"audience-total": "45", "audience-older.2.60+": "30"}
    client.post(address(over), typed(client, over, **given))
    assert {(c.group, c.persons) for c in over.audience.all()} == {("older", 30), ("untold", 15)}
    page = client.post(address(over), typed(client, over, **{"audience-total": "20"}))
    assert page.status_code == 200 and page.context["form"].audience.errors["total"]


def test_an_event_ahead_or_closed_has_no_result(places, cast, as_user) -> None:
    tomorrow = timezone.now() + dt.timedelta(days=1)
    ahead = make_event(places.east, state=EventState.PLANNED, starts_at=tomorrow)
    closed = make_event(places.east, state=EventState.WRITTEN_UP)
    for event in (ahead, closed):
        assert as_user(cast.liu).get(address(event)).status_code == 409


def test_a_planned_event_whose_day_has_passed_waits_for_its_result(over, places, cast) -> None:
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(cast.liu)
    assert "待登记" in client.get(reverse("training:events")).content.decode()
    assert "待登记" in client.get(over.get_absolute_url()).content.decode()
    assert address(over) in client.get(over.get_absolute_url()).content.decode()


def test_the_trail_tells_an_audience_in_words(over, cast, as_user) -> None:
    client = as_user(cast.liu)
    client.post(address(over), typed(client, over, **{"audience-older.1.60+": "18"}))
    entry = AuditEntry.objects.filter(code="training.event.changed").latest("at")
    assert entry.changes["audience"][1] == "18 (老年人 男 60岁及以上 18)"
