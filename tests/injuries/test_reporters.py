"""Who reports for a hospital: its cards, its name on a new card, and what an ID number tells."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from injuries.identity import age_on, check_digit_fits, told_by
from injuries.models import InjuryRecord, ReportingSite
from tests.create_forms import CARD
from tests.sent import form_on

#: Made up: a woman born on 1956-03-02, with the check digit that fits.
WOMAN = "990100195603020025"


@pytest.fixture
def hospital(places, cast) -> ReportingSite:
    values = {"name": "金沙医院", "code": "H1", "kind": "hospital"}
    site = ReportingSite.objects.create(area=places.street, **values)
    site.reporters.add(cast.zhao)
    return site


def card(place, **fields) -> InjuryRecord:
    values = {key: CARD[key] for key in ("sex", "cause", "place", "activity", "intent", "nature")}
    values |= {"body_site": "3", "severity": "2", "outcome": "1", "visited_on": dt.date(2026, 3, 1)}
    made = InjuryRecord(area=place, event_date=values["visited_on"], **values | fields)
    made.save()
    return made


def test_a_reporter_sees_the_own_hospitals_cards_and_the_own(places, cast, hospital) -> None:
    other = ReportingSite.objects.create(area=places.street, name="诊所", code="H2", kind="clinic")
    theirs = card(places.east, reporting_site=hospital)
    own = card(places.east, created_by=cast.zhao)
    foreign = card(places.east, reporting_site=other, created_by=cast.chen)
    assert set(InjuryRecord.objects.visible_to(cast.zhao)) == {theirs, own}
    assert set(InjuryRecord.objects.visible_to(cast.chen)) == {theirs, own, foreign}


def test_who_is_named_at_no_hospital_sees_the_area(places, cast) -> None:
    foreign = card(places.east, created_by=cast.chen)
    assert list(InjuryRecord.objects.visible_to(cast.zhao)) == [foreign]


def test_an_office_that_reports_too_sees_all(places, cast, hospital) -> None:
    hospital.reporters.add(cast.chen)
    foreign = card(places.east)
    assert foreign in InjuryRecord.objects.visible_to(cast.chen)


def test_a_new_card_begins_with_the_own_hospital(cast, as_user, hospital) -> None:
    form = as_user(cast.zhao).get(reverse("injuries:record-new")).context["form"]
    assert form["reporting_site"].value() == hospital.pk
    assert form["reporter_name"].value() == cast.zhao.full_name
    form = as_user(cast.chen).get(reverse("injuries:record-new")).context["form"]
    assert form["reporting_site"].value() is None


def test_who_reports_is_said_at_the_site_and_stands_in_the_trail(cast, as_user, hospital) -> None:
    client = as_user(cast.chen)
    url = reverse("injuries:site-edit", args=[hospital.pk])
    typed = form_on(client.get(url)) | {"reporters": [str(cast.zhao.pk), str(cast.liu.pk)]}
    assert client.post(url, typed).status_code == 302
    assert set(hospital.reporters.all()) == {cast.zhao, cast.liu}
    page = client.get(hospital.get_absolute_url()).content.decode()
    assert "刘伟" in page
    entry = AuditEntry.objects.filter(code="injuries.site.changed").latest("at")
    assert entry.changes["reporters"] == ["赵敏", "刘伟、赵敏"]


@pytest.mark.parametrize(
    ("born", "age"),
    [
        (dt.date(1956, 3, 2), (69, "years")),
        (dt.date(1956, 3, 1), (70, "years")),
        (dt.date(2025, 9, 2), (5, "months")),
        (dt.date(2026, 2, 20), (9, "days")),
    ],
)
def test_the_age_is_that_of_the_day(born, age) -> None:
    assert age_on(born, dt.date(2026, 3, 1)) == age


def test_a_right_number_tells_sex_and_age_and_a_wrong_one_nothing() -> None:
    assert check_digit_fits(WOMAN)
    given = {"id_number": WOMAN, "visited_on": dt.date(2026, 3, 1)}
    assert told_by(given) == {"sex": "2", "age_value": 69, "age_unit": "years"}
    assert told_by(given | {"sex": "1", "age_value": 3}) == {}
    assert told_by(given | {"id_number": WOMAN[:-1] + "9"}) == {}
    assert told_by({"id_number": WOMAN}) == {"sex": "2"}


def test_the_server_fills_in_what_the_number_tells(places, cast, as_user) -> None:
    client = as_user(cast.zhao)
    url = reverse("injuries:record-new")
    typed = form_on(client.get(url)) | CARD | {"area": str(places.east.pk)}
    typed |= {"id_number": WOMAN, "sex": "", "age_value": ""}
    answer = client.post(url, typed)
    assert answer.status_code == 302, answer.context["form"].errors
    kept = InjuryRecord.objects.get()
    assert (kept.sex, kept.age_value, kept.age_unit) == ("2", 69, "years")


def test_a_wrong_number_fills_in_nothing_and_the_sex_is_asked_for(places, cast, as_user) -> None:
    client = as_user(cast.zhao)
    url = reverse("injuries:record-new")
    typed = form_on(client.get(url)) | CARD | {"area": str(places.east.pk)}
    page = client.post(url, typed | {"id_number": WOMAN[:-1] + "9", "sex": ""})
    assert page.status_code == 200 and "sex" in page.context["form"].errors
