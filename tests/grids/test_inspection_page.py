"""Wang inspects a shop on the phone."""

import datetime as dt
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from checklists.models import ChecklistVersion
from communities.models import Attachment
from grids.models import Answer, Hazard, HazardStep, Inspection
from tests.grids.makers import nine_small, photo, premises, visit_data


def address(place) -> str:
    """The inspection page of the premises."""
    return reverse("grids:inspection-new", args=[place.pk])


def test_wang_inspects_a_shop_where_all_is_well(places, cast, as_user) -> None:
    place = premises(places)
    response = as_user(cast.wang).post(
        address(place), visit_data(latitude="30.6601", longitude="104.0501", accuracy="12")
    )
    inspection = Inspection.objects.get()
    assert response.url == inspection.get_absolute_url()
    assert (inspection.inspector, inspection.area, inspection.failed_items) == (
        cast.wang,
        places.grid1,
        0,
    )
    assert Answer.objects.filter(inspection=inspection, value="pass").count() == 23
    assert inspection.minutes == 10
    assert 10 < inspection.distance < 20 and not inspection.far_away
    place.refresh_from_db()
    assert place.last_inspected_at == inspection.started_at
    assert AuditEntry.objects.filter(code="grids.inspection.made", actor=cast.wang).count() == 1
    assert not Hazard.objects.exists()


def test_a_failed_item_becomes_a_hazard_with_photo_and_a_deadline_of_three_working_days(
    places, cast, as_user
) -> None:
    place = premises(places)
    data = visit_data({"A11": {"photos": photo(), "advice": "清理通道"}})
    as_user(cast.wang).post(address(place), data)
    hazard = Hazard.objects.get()
    assert (hazard.state, hazard.item.code, hazard.item_key) == (
        "advised",
        "A11",
        "nine-small:A11",
    )
    assert hazard.description == "安全出口或疏散通道被锁闭、堵塞或占用"
    assert hazard.deadline > timezone.localdate() + dt.timedelta(days=2)
    assert [step.action for step in hazard.steps.all()] == ["report", "advise"]
    assert Attachment.objects.get().target_id == hazard.steps.first().pk
    assert Inspection.objects.get().failed_items == 1


def test_a_hazard_put_right_on_the_spot_still_waits_for_somebody_else(
    places, cast, as_user
) -> None:
    data = visit_data({"A13": {"settle": "on-spot", "photos_after": photo()}})
    as_user(cast.wang).post(address(premises(places)), data)
    hazard = Hazard.objects.get()
    assert (hazard.state, hazard.on_spot, hazard.fixed_by) == ("rectified", True, cast.wang)
    assert hazard.deadline is None and hazard.ended_at is None


def test_a_major_hazard_cannot_be_put_right_on_the_spot(places, cast, as_user) -> None:
    data = visit_data({"A7": {"settle": "on-spot", "grade": "major"}})
    response = as_user(cast.wang).post(address(premises(places)), data)
    assert response.status_code == 422
    assert "cannot be put right on the spot" in response.content.decode()
    assert not Inspection.objects.exists() and not Hazard.objects.exists()


def test_a_missing_answer_is_named_and_nothing_typed_is_lost(places, cast, as_user) -> None:
    data = visit_data({"A11": {"description": "后门被货架挡住"}}, note="店主配合")
    del data["a-A5"]
    response = as_user(cast.wang).post(address(premises(places)), data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Answer this item." in page and "后门被货架挡住" in page and "店主配合" in page
    assert data["record_key"] in page
    assert not Inspection.objects.exists()


def test_the_same_page_sent_twice_makes_one_inspection(places, cast, as_user) -> None:
    place, data = premises(places), visit_data({"A11": {}})
    client = as_user(cast.wang)
    first, second = (client.post(address(place), data) for _time in range(2))
    assert first.url == second.url
    assert Inspection.objects.count() == Hazard.objects.count() == 1


def test_a_key_of_somebody_elses_inspection_opens_nothing(places, cast, as_user) -> None:
    """Who sends with it has made an inspection of his or her own."""
    place, data = premises(places), visit_data()
    wangs = as_user(cast.wang).post(address(place), data).url
    lius = as_user(cast.liu).post(address(place), data).url
    assert wangs != lius
    assert {one.inspector for one in Inspection.objects.all()} == {cast.wang, cast.liu}


def test_a_photo_that_is_no_photo_is_refused_at_its_field(places, cast, as_user) -> None:
    fake = SimpleUploadedFile("photo.jpg", b"not a picture", content_type="image/jpeg")
    data = visit_data({"A11": {"photos": fake}})
    response = as_user(cast.wang).post(address(premises(places)), data)
    page = response.content.decode()
    assert response.status_code == 422 and "“photo.jpg”: This file is no photo" in page
    assert not Inspection.objects.exists() and not Attachment.objects.exists()


def test_seven_photos_are_too_many(places, cast, as_user) -> None:
    data = visit_data(photos=[photo(f"{n}.jpg") for n in range(7)])
    response = as_user(cast.wang).post(address(premises(places)), data)
    assert "at most 6 photos" in response.content.decode()
    assert not Inspection.objects.exists()


def test_a_visit_far_from_the_shop_is_kept_and_flagged(places, cast, as_user) -> None:
    data = visit_data(latitude="30.67", longitude="104.05", accuracy="10")
    response = as_user(cast.wang).post(address(premises(places)), data, follow=True)
    inspection = Inspection.objects.get()
    assert inspection.far_away and 1100 < inspection.distance < 1125
    assert "lies far from the premises" in response.content.decode()


def test_a_photo_taken_yesterday_is_kept_and_flagged(places, cast, as_user) -> None:
    yesterday = timezone.now() - dt.timedelta(days=1)
    data = visit_data({"A11": {"photos": photo(taken_at=yesterday)}})
    as_user(cast.wang).post(address(premises(places)), data)
    assert Inspection.objects.get().photo_time_differs
    fresh = visit_data({"A11": {"photos": photo(taken_at=timezone.now())}})
    as_user(cast.wang).post(address(premises(places, name="另一家")), fresh)
    assert not Inspection.objects.get(premises__name="另一家").photo_time_differs


def test_nobody_there_needs_no_answers_and_does_not_count_as_inspected(
    places, cast, as_user
) -> None:
    place = premises(places)
    data = {"record_key": str(uuid.uuid4()), "version": nine_small().pk, "outcome": "absent"}
    response = as_user(cast.wang).post(address(place), data)
    assert response.status_code == 302
    assert Inspection.objects.get().outcome == "absent"
    assert not Answer.objects.exists()
    place.refresh_from_db()
    assert place.last_inspected_at is None


def test_without_a_position_the_place_in_words_is_kept(places, cast, as_user) -> None:
    data = visit_data(position_note="后院仓库", latitude="30.1")
    as_user(cast.wang).post(address(premises(places)), data)
    inspection = Inspection.objects.get()
    assert (inspection.position_note, inspection.latitude) == ("后院仓库", None)


def test_an_inspection_keeps_the_version_that_its_page_was_drawn_with(
    places, cast, as_user
) -> None:
    old, data = nine_small(), visit_data()
    ChecklistVersion.objects.create(
        template=old.template, number=2, published=True, since=timezone.localdate()
    )
    as_user(cast.wang).post(address(premises(places)), data)
    assert Inspection.objects.get().version == old


def test_a_deadline_in_the_past_is_refused(places, cast, as_user) -> None:
    data = visit_data({"A11": {"deadline": "2026-01-01"}})
    response = as_user(cast.wang).post(address(premises(places)), data)
    assert "cannot lie in the past" in response.content.decode()
    assert not HazardStep.objects.exists()


def test_wang_cannot_inspect_in_another_grid(places, cast, as_user) -> None:
    place = premises(places, area=places.grid2)
    assert as_user(cast.wang).post(address(place), visit_data()).status_code == 404
    assert not Inspection.objects.exists()


def test_closed_premises_and_kinds_without_a_checklist_cannot_be_inspected(
    places, cast, as_user
) -> None:
    closed = premises(places, closed_on=dt.date(2021, 1, 1))
    rental = premises(places, category_id="rental", name="出租屋")
    client = as_user(cast.wang)
    assert "are closed" in client.get(address(closed)).content.decode()
    assert "no checklist" in client.get(address(rental)).content.decode()


def test_the_start_page_lists_what_is_due_longest_waiting_first(places, cast, as_user) -> None:
    now = timezone.now()
    premises(places, name="刚查过", last_inspected_at=now - dt.timedelta(days=3))
    premises(places, name="该查了", last_inspected_at=now - dt.timedelta(days=200))
    premises(places, name="没查过")
    premises(places, name="别的网格", area=places.grid2)
    page = as_user(cast.wang).get(reverse("grids:inspect")).content.decode()
    assert page.index("没查过") < page.index("该查了")
    assert "刚查过" not in page and "别的网格" not in page
    found = as_user(cast.wang).get(reverse("grids:inspect"), {"q": "刚查"}).content.decode()
    assert "刚查过" in found and "该查了" not in found


def test_an_old_visit_sent_late_does_not_turn_the_clock_back(places, cast, as_user) -> None:
    recent = timezone.now()
    place = premises(places, last_inspected_at=recent)
    as_user(cast.wang).post(address(place), visit_data())
    place.refresh_from_db()
    assert place.last_inspected_at == recent


def test_an_inspection_with_two_hazards_takes_few_statements(
    places, cast, as_user, django_assert_max_num_queries
) -> None:
    """A table of rows takes one; nothing is asked that was read a moment ago.

    Two of them tell those who have to see to the hazard.
    """
    url, client = address(premises(places)), as_user(cast.wang)
    client.get(url)
    data = visit_data({"A11": {}, "A13": {"settle": "on-spot"}})
    with django_assert_max_num_queries(24):
        client.post(url, data)
    advised, fixed = Hazard.objects.order_by("item__order")
    assert (advised.state, advised.revision) == ("advised", 2)
    assert [step.action for step in fixed.steps.all()] == ["report", "fix-on-spot"]
    trail = AuditEntry.objects.filter(target_id=str(fixed.pk)).order_by("at", "id")
    assert [entry.code for entry in trail] == ["grids.hazard.report", "grids.hazard.fix-on-spot"]
    assert trail.last().changes == {"state": ["found", "rectified"]}
