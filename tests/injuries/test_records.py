"""Cards entered by hand: errors at their fields, warnings asked about once, persons hidden."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from communities.services.attachments import attach
from injuries.identity import birth_date_of, check_digit_fits, sex_of
from injuries.models import InjuryRecord
from injuries.models.cards import completed_years
from injuries.services.records import change_record
from lib.errors import Outdated
from tests.pages import as_read

NEW = "injuries:record-new"


@pytest.fixture
def typed(places, hospital) -> dict[str, object]:
    """A card as chen types it."""
    return {
        "area": places.east.pk,
        "resident": "on",
        "reporting_site": hospital.pk,
        "name": "张三丰",
        "sex": "1",
        "age_value": 40,
        "age_unit": "years",
        "id_number": "110105194912310021",
        "phone": "13800001234",
        "address": "东社区一号楼二单元",
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


@pytest.fixture
def plain(typed) -> dict[str, object]:
    """A card about which there is nothing to remark."""
    return typed | {"id_number": ""}


def codes(kind: str) -> int:
    """How many audit entries have this code."""
    return AuditEntry.objects.filter(code=kind).count()


def test_chen_enters_a_card(plain, cast, as_user, places) -> None:
    """The row, its derived columns, the trail; nothing about the person is readable at rest."""
    response = as_user(cast.chen).post(reverse(NEW), plain)
    record = InjuryRecord.objects.get()
    assert response.url == record.get_absolute_url()
    assert (record.event_date, record.age_years) == (dt.date(2026, 3, 1), 40)
    assert record.name == "张三丰"
    assert codes("injuries.record.added") == 1
    raw = InjuryRecord.objects.raw(
        "select id, name as n, phone as p, address as a from injuries_injuryrecord"
    )[0]
    assert not any(text in raw.n + raw.p + raw.a for text in ("张", "138", "东"))


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"visited_on": "2999-01-01"}, "visited_on", "future"),
        ({"age_value": 300}, "age_value", "not possible"),
        ({"age_value": 400, "age_unit": "months", "education": "3"}, None, ""),
        ({"occurred_on": "2026-03-02"}, "visited_on", "before the injury"),
        ({"occurred_hour": 15, "visited_hour": 14}, "visited_hour", "hour"),
        ({"occurred_hour": 24}, "occurred_hour", "23"),
        ({"age_value": 5, "education": "3"}, "education", "6"),
        ({"age_value": 6, "education": "3"}, None, ""),
        ({"cause": ""}, "cause", "Choose"),
        ({"visited_on": "1926-03-01", "occurred_on": ""}, "visited_on", "year"),
    ],
)
def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(
    plain, cast, as_user, changes, field, words
) -> None:
    """A future day, an age of 300, a visit before the injury, schooling at five."""
    response = as_user(cast.chen).post(reverse(NEW), plain | changes)
    if field is None:
        assert response.status_code == 302
        return
    form = response.context["form"]
    assert words in str(form.errors[field])
    assert "张三丰" in response.content.decode()
    assert not InjuryRecord.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"cause": "1"}, "usually happens on a road"),
        ({"cause": "2", "place": "5"}, "driving or riding"),
        ({"cause": "10"}, "whole body"),
        ({"cause": "7"}, "burn or scald"),
        ({"reported_on": "2026-02-01"}, "earlier day"),
        ({"id_number": "110105194912310022"}, "check digit"),
        ({"id_number": "11010519491231002X"}, "the other sex"),
    ],
)
def test_odd_combinations_are_asked_about_once(plain, cast, as_user, changes, words) -> None:
    """The card comes back with the question; “save anyway” keeps it."""
    client = as_user(cast.chen)
    response = client.post(reverse(NEW), plain | changes)
    assert words in " ".join(text for _label, text in response.context["form"].warning_sentences())
    assert not InjuryRecord.objects.exists()
    confirmed = {"confirmed": response.context["form"].warning_codes}
    response = client.post(reverse(NEW), plain | changes | confirmed)
    assert response.status_code == 302
    assert words in client.get(response.url).content.decode()


def test_whoever_goes_on_with_the_next_card_goes_on_after_a_question_too(
    plain, cast, as_user
) -> None:
    """Save and add another, a question, save anyway: an empty card."""
    client = as_user(cast.chen)
    first = client.post(reverse(NEW), plain | {"cause": "7", "another": "1"})
    assert '<input type="hidden" name="another" value="1">' in first.content.decode()
    confirmed = {"confirmed": first.context["form"].warning_codes, "another": "1"}
    second = client.post(reverse(NEW), plain | {"cause": "7"} | confirmed)
    assert second.url.startswith(reverse(NEW))
    assert InjuryRecord.objects.count() == 1


def test_a_new_oddity_is_asked_about_although_another_was_confirmed(plain, cast, as_user) -> None:
    """Confirming one warning does not confirm what was typed afterwards."""
    client = as_user(cast.chen)
    first = client.post(reverse(NEW), plain | {"cause": "7"})
    confirmed = {"confirmed": first.context["form"].warning_codes}
    second = client.post(reverse(NEW), plain | {"cause": "10"} | confirmed)
    assert second.status_code == 200
    assert not InjuryRecord.objects.exists()


def test_a_usual_traffic_injury_raises_no_question(plain, cast, as_user) -> None:
    """Road and driving, burn and burn, whole body after poisoning: taken at once."""
    for changes in (
        {"cause": "1", "place": "5", "activity": "7"},
        {"cause": "7", "nature": "5", "name": "李"},
        {"cause": "10", "body_site": "6", "name": "王"},
    ):
        assert as_user(cast.chen).post(reverse(NEW), plain | changes).status_code == 302


def test_the_same_form_sent_twice_makes_one_card(plain, cast, as_user) -> None:
    """A double click finds the first one."""
    client = as_user(cast.chen)
    key = client.get(reverse(NEW)).context["form"]["record_key"].value()
    for _time in range(2):
        response = client.post(reverse(NEW), plain | {"record_key": key})
        assert response.url == InjuryRecord.objects.get().get_absolute_url()


def test_liu_files_cards_only_in_her_community(plain, cast, as_user, places) -> None:
    """Other areas are not offered, nor taken when sent by hand."""
    client = as_user(cast.liu)
    response = client.post(reverse(NEW), plain | {"area": places.west.pk, "reporting_site": ""})
    assert "area" in response.context["form"].errors
    assert not InjuryRecord.objects.exists()


def test_persons_are_masked_and_a_reveal_is_written_down(make_record, cast, as_user) -> None:
    """chen asks for it and it stands in the trail; liu may not; the committee sees no person."""
    record = make_record(
        name="欧阳修远",
        id_number="110105194912310021",
        phone="13800001234",
        address="东社区幸福小区三号楼",
        narrative="在欧阳家中跌倒",
    )
    page = as_user(cast.chen).get(record.get_absolute_url()).content.decode()
    assert "欧**" in page and "欧阳修远" not in page and "110105194912310021" not in page
    assert codes("communities.personal.revealed") == 0
    shown = as_user(cast.chen).post(reverse("injuries:record-reveal", args=[record.pk]))
    assert "欧阳修远" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    entry = AuditEntry.objects.get(code="communities.personal.revealed")
    assert (entry.actor, entry.target_id) == (cast.chen, str(record.pk))
    assert "欧阳" not in entry.target_text
    refused = as_user(cast.liu).post(reverse("injuries:record-reveal", args=[record.pk]))
    assert refused.status_code == 403
    for name in ("zhou", "wu"):
        page = as_user(cast[name]).get(record.get_absolute_url()).content.decode()
        assert "欧" not in page
    assert codes("communities.personal.revealed") == 1


def test_the_form_never_shows_a_person_and_keeps_what_is_left_empty(
    make_record, plain, cast, as_user
) -> None:
    """An empty name stays, a typed one replaces, a dash deletes; the trail shows no value."""
    record = make_record(name="欧阳修远", phone="13800001234", address="东社区幸福小区")
    client, url = as_user(cast.liu), reverse("injuries:record-edit", args=[record.pk])
    assert "欧阳修远" not in client.get(url).content.decode()
    changed = plain | {
        "name": "",
        "phone": "13900005678",
        "address": "-",
        "severity": "3",
        "reporting_site": "",
    }
    assert client.post(url, changed).status_code == 302
    record.refresh_from_db()
    assert (record.name, record.phone, record.address) == ("欧阳修远", "13900005678", "")
    assert record.revision == 2
    changes = AuditEntry.objects.get(code="injuries.record.changed").changes
    assert changes["severity"] == ["2", "3"]
    assert changes["phone"] == ["•••", "•••"]


def test_lists_and_exports_show_masked_names_to_keepers_and_none_to_readers(
    make_record, cast, as_user
) -> None:
    """Every export stands in the trail."""
    make_record(name="欧阳修远", card_number="A-1")
    listed = as_user(cast.chen).get(reverse("injuries:records")).content.decode()
    assert "欧**" in listed and "欧阳" not in listed
    export = as_user(cast.chen).get(reverse("injuries:records"), {"export": "csv"})
    text = b"".join(export.streaming_content).decode()
    assert "欧**" in text and "欧阳" not in text
    for name in ("zhou", "wu"):
        listed = as_user(cast[name]).get(reverse("injuries:records"), {"export": "csv"})
        assert "欧" not in b"".join(listed.streaming_content).decode()
    assert codes("accounts.export.made") == 3


def test_a_name_is_found_whole_by_those_who_may_see_it(make_record, cast, as_user) -> None:
    """By chen: yes; by liu, who may not reveal: no; a part of a name finds nothing."""
    make_record(name="欧阳修远", id_number="11010519491231002X")
    make_record(name="李四")

    def found(user, text: str) -> int:
        page = as_user(user).get(reverse("injuries:records"), {"q": text})
        return page.context["table"].count

    assert found(cast.chen, "欧阳修远") == found(cast.chen, "11010519491231002x") == 1
    assert found(cast.chen, "欧阳") == 0
    assert found(cast.liu, "欧阳修远") == 0


def test_a_withdrawn_card_counts_nowhere_and_can_come_back(make_record, cast, as_user) -> None:
    """With its reason, as a tombstone; it cannot be changed meanwhile."""
    record = make_record()
    client = as_user(cast.liu)
    url = reverse("injuries:record-withdraw", args=[record.pk])
    assert client.post(url, as_read(record, reason=" ")).status_code == 200
    client.post(url, as_read(record, reason="重复录入"))
    record.refresh_from_db()
    assert (record.withdrawn_by, record.withdrawn_reason) == (cast.liu, "重复录入")
    listed = client.get(reverse("injuries:records"))
    assert listed.context["table"].count == 0
    listed = client.get(reverse("injuries:records"), {"state": "withdrawn"})
    assert listed.context["table"].count == 1
    assert "重复录入" in client.get(record.get_absolute_url()).content.decode()
    assert client.post(url, as_read(record, reason="again")).status_code == 409
    client.post(reverse("injuries:record-restore", args=[record.pk]), as_read(record))
    record.refresh_from_db()
    assert record.is_live
    assert codes("injuries.record.withdrawn") == codes("injuries.record.restored") == 1


def test_a_duplicate_is_flagged_judged_and_leaves_the_list(
    plain, make_record, cast, as_user
) -> None:
    """Same name, age and day: kept with a remark; liu says that it is another injury."""
    make_record(name="张三丰")
    client = as_user(cast.liu)
    client.post(reverse(NEW), plain | {"reporting_site": ""})
    record = InjuryRecord.objects.suspected_duplicates().get()
    assert str(record) in client.get("/").content.decode()
    client.post(reverse("injuries:record-not-duplicate", args=[record.pk]), as_read(record))
    record.refresh_from_db()
    assert record.duplicate_state == "dismissed"
    assert str(record) not in client.get("/").content.decode()


def test_a_duplicate_in_another_street_is_not_given_away(plain, make_record, cast, as_user, places):
    """chen must not learn that somebody was hurt in the neighbouring street."""
    make_record(name="张三丰", area=places.next_community)
    as_user(cast.chen).post(reverse(NEW), plain)
    assert not InjuryRecord.objects.suspected_duplicates().exists()


def test_who_changes_an_outdated_card_is_told(make_record, cast) -> None:
    """The second of two who read the same revision loses nothing silently."""
    record = make_record()
    other = InjuryRecord.objects.get(pk=record.pk)
    record.severity, other.severity = "3", "1"
    change_record(actor=cast.chen, record=record)
    with pytest.raises(Outdated):
        change_record(actor=cast.liu, record=other)


def test_files_of_a_card_are_only_for_those_who_may_reveal_persons(
    make_record, cast, as_user
) -> None:
    """A scan has the name on it: liu sees the card masked, and a grid worker not at all."""
    record = make_record()
    file, _added = attach(actor=cast.chen, target=record, upload=ContentFile(b"x", name="x.txt"))
    url = reverse("communities:attachment", args=[file.pk])
    assert as_user(cast.chen).get(url).status_code == 200
    assert as_user(cast.liu).get(url).status_code == 403
    assert as_user(cast.wang).get(url).status_code == 404
    assert as_user(cast.sun).get(url).status_code == 404


def test_the_database_refuses_what_the_forms_refuse(make_record) -> None:
    """Constraints hold where no form is in between."""
    for changes in (
        {"visited_on": dt.date(2026, 3, 1), "occurred_on": dt.date(2026, 3, 2)},
        {"occurred_hour": 24},
        {"age_value": 131},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_record(**changes)


def test_ages_in_months_and_days_become_years() -> None:
    """Completed years, for the bands."""
    assert completed_years(23, "months") == 1
    assert completed_years(364, "days") == 0
    assert completed_years(40, "years") == 40
    assert completed_years(None, "years") is None


def test_identity_numbers_by_the_example_of_the_standard() -> None:
    """GB 11643-1999 gives 11010519491231002X: a woman born on 31 December 1949."""
    assert check_digit_fits("11010519491231002X")
    assert not check_digit_fits("110105194912310021")
    assert birth_date_of("11010519491231002X") == dt.date(1949, 12, 31)
    assert sex_of("11010519491231002X") == "2"
    assert birth_date_of("11010519491331002X") is None


def test_today_is_no_future(plain, cast, as_user) -> None:
    """A card of today is taken, in the portal's own time zone."""
    today = timezone.localdate().isoformat()
    data = plain | {"occurred_on": today, "visited_on": today}
    assert as_user(cast.chen).post(reverse(NEW), data).status_code == 302
