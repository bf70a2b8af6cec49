"""Records of NEISS come in by their headings; totals equal those counted here from the file alone.

The expected totals are counted with `csv` and the rules of docs/data-neiss.md written anew below,
without the importer's tables.
"""

import csv
import io
from collections import Counter
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from injuries.imports.neiss import KEY, matches
from injuries.models import InjuryRecord
from tests.injuries.conftest import work

FILE = Path(__file__).with_name("data") / "neiss_sample.csv"


@pytest.fixture
def rows() -> list[dict[str, str]]:
    """The file as csv reads it."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def batch(committed, sentinel):
    """The file as the portal takes it, from a sentinel hospital."""
    upload = SimpleUploadedFile(FILE.name, FILE.read_bytes())
    return committed([], upload=upload, site=sentinel)


def portal(column: str) -> Counter:
    """Totals in the register."""
    return Counter(InjuryRecord.objects.values_list(column, flat=True))


def test_it_is_recognised_and_every_row_comes_in(batch, rows) -> None:
    """No columns to choose; the patient's day of treatment is the only day."""
    assert len(rows) >= 200
    assert (batch.profile, batch.committed_rows, batch.bad_rows) == (KEY, len(rows), 0)
    assert not InjuryRecord.objects.exclude(occurred_on=None).exists()
    days = Counter(row["Treatment_Date"] for row in rows)
    assert Counter(str(day) for day in portal("event_date").elements()) == days


def test_totals_by_sex(batch, rows) -> None:
    """MALE 1, FEMALE 2."""
    sexes = {"MALE": "1", "FEMALE": "2"}
    assert portal("sex") == Counter(sexes[row["Sex"]] for row in rows)


def test_totals_by_age_band(batch, rows) -> None:
    """Fractions below two years are months of age; 0 means unknown."""
    expected: Counter = Counter()
    for row in rows:
        age = float(row["Age"])
        expected[None if age == 0 else min(int(age) // 5 * 5, 85)] += 1
    found = Counter(record.age_band for record in InjuryRecord.objects.all())
    assert found == expected
    infants = [row for row in rows if 0 < float(row["Age"]) < 2 and float(row["Age"]) % 1]
    assert InjuryRecord.objects.filter(age_unit="months").count() == len(infants) > 0


def test_totals_by_nature(batch, rows) -> None:
    """The diagnosis decides; an internal injury of the head is one of the brain."""

    def nature(row: dict[str, str]) -> str:
        diagnosis = row["Diagnosis"]
        if diagnosis.startswith("BURN"):
            return "5"
        if diagnosis == "INTERNAL INJURY":
            return "6" if row["Body_Part"] == "HEAD" else "7"
        open_wounds = dict.fromkeys(("LACERATION", "PUNCTURE", "AVULSION", "AMPUTATION"), "3")
        bruises = dict.fromkeys(("CONTUSIONS, ABR.", "HEMATOMA"), "4")
        others = {"FRACTURE": "1", "STRAIN, SPRAIN": "2", "CONCUSSION": "6"}
        return (open_wounds | bruises | others).get(diagnosis, "8")

    assert portal("nature") == Counter(map(nature, rows))


def test_totals_by_body_site(batch, rows) -> None:
    """A second part in another group makes several sites; INTERNAL as second part is empty."""
    groups = {
        "1": "HEAD FACE EYEBALL MOUTH EAR",
        "2": "SHOULDER UPPER_ARM ELBOW LOWER_ARM WRIST HAND FINGER",
        "3": "UPPER_LEG KNEE LOWER_LEG ANKLE FOOT TOE",
        "4": "UPPER_TRUNK LOWER_TRUNK PUBIC_REGION",
        "6": "ALL_PARTS_BODY",
        "7": "NECK INTERNAL",
        "8": "NOT_STATED/UNK",
    }
    group = {part.replace("_", " "): key for key, parts in groups.items() for part in parts.split()}

    def site(row: dict[str, str]) -> str:
        first, second = row["Body_Part"], row["Body_Part_2"]
        told = second not in {"INTERNAL", "NOT STATED/UNK"} and group[first] not in "68"
        return "5" if told and group[first] != group[second] else group[first]

    assert portal("body_site") == Counter(map(site, rows))


def test_totals_by_place_and_outcome(batch, rows) -> None:
    """PUBLIC could be several classes of the card and becomes “other”."""
    places = {
        "HOME": "1",
        "STREET": "5",
        "SCHOOL": "3",
        "SPORTS": "4",
        "PUBLIC": "9",
        "UNK": "10",
    }
    outcomes = {
        "TREATED/EXAMINED AND RELEASED": "1",
        "HELD FOR OBSERVATION": "2",
        "TREATED AND TRANSFERRED": "3",
        "TREATED AND ADMITTED/HOSPITALIZED": "4",
        "FATALITY INCL. DOA, DIED IN ER": "5",
        "LEFT WITHOUT BEING SEEN": "6",
    }
    assert portal("place") == Counter(places[row["Location"]] for row in rows)
    assert portal("outcome") == Counter(outcomes[row["Disposition"]] for row in rows)


def test_causes_only_where_the_diagnosis_says_so(batch, rows) -> None:
    """Poisoning, lack of air, burns; everything else stays “not clear”, never guessed."""
    causes = {"POISONING": "10", "SUBMERSION": "9", "ANOXIA": "8"}
    expected = Counter(
        "7" if row["Diagnosis"].startswith("BURN") else causes.get(row["Diagnosis"], "14")
        for row in rows
    )
    assert portal("cause") == expected
    assert portal("intent") == Counter({"1": len(rows)})
    assert all(one.extra["assumed"] == ["intent"] for one in InjuryRecord.objects.all())


def test_the_list_shows_the_same_totals_as_the_file(batch, rows, as_user, cast) -> None:
    """What chen reads on the page is what the file says."""
    client = as_user(cast.chen)
    page = client.get(reverse("injuries:records"), {"batch": batch.pk, "sex": "2"})
    women = sum(row["Sex"] == "FEMALE" for row in rows)
    assert page.context["table"].count == women


def test_raw_files_with_codes_are_read_alike(committed, sentinel) -> None:
    """The same record in numbers and American dates: 215 is an age of 15 months."""
    text = (
        "CPSC_Case_Number,Treatment_Date,Age,Sex,Body_Part,Diagnosis,Body_Part_2,Disposition,"
        "Location\n1,01/24/2014,215,2,76,59 - LACERATION,0,1,3\n2,01/25/2014,0,3,0,41,0,8,6\n"
        "3,01/26/2014,4,1,99,59,,1,1\n"
    )
    batch = committed([], upload=SimpleUploadedFile("raw.csv", text.encode()), site=sentinel)
    first, second = InjuryRecord.objects.order_by("batch_row")
    assert (first.age_value, first.age_unit, first.sex) == (15, "months", "2")
    assert (first.nature, first.body_site, first.place, first.outcome) == ("3", "1", "1", "1")
    assert (second.age_value, second.sex, second.system) == (None, "9", "3")
    assert second.outcome == "5"
    assert batch.rows.get().errors[0]["code"] == "neiss-code"


def test_what_the_card_has_no_place_for_is_kept_with_it(batch, rows) -> None:
    """Second diagnoses, drugs and fires, as often as the file has them."""
    kept = [record.extra for record in InjuryRecord.objects.all()]
    names = {"Diagnosis_2": "diagnosis_2", "Drug": "drug", "Fire_Involvement": "fire"}
    for column, name in names.items():
        told = Counter(row[column].strip() for row in rows if row[column].strip())
        assert told and Counter(one[name] for one in kept if name in one) == told


def test_other_tables_are_not_taken_for_neiss() -> None:
    """A card of a hospital has no treatment date in English."""
    assert not matches(["性别", "年龄", "就诊日期"])
    assert not matches(["Age", "Sex", "Diagnosis"])


def test_the_sheet_that_is_chosen_goes_to_the_worker_at_once(
    receive, sentinel, cast, as_user
) -> None:
    """Its columns are known, so nobody has to say what they mean."""
    with FILE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))[:3]
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        for name in ("2019", "2020"):
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(lines):
                sheet.write_row(number, 0, cells)
    upload = SimpleUploadedFile("neiss.xlsx", made.getvalue())
    batch = receive([], upload=upload, site=sentinel)
    assert batch.asks_for_sheet
    url = reverse("injuries:import-columns", args=[batch.pk])
    assert as_user(cast.zhao).post(url, {"sheet": "2020"}).url == batch.get_absolute_url()
    batch = work(work(batch))  # it is read, then checked
    assert (batch.profile, batch.sheet, batch.total_rows) == (KEY, "2020", 2)
    assert batch.steps.get(target="reading").actor == cast.zhao
