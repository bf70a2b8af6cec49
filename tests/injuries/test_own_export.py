"""Zhao sends the portal's own export back: the check says “unchanged”, and nobody counts twice."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from injuries import codes
from injuries.imports.corrections import take_corrected
from injuries.models import ImportRow, InjuryRecord
from injuries.services import imports
from ledgers.machine.sheets import opened
from lib.errors import DomainError
from tests.injuries.conftest import HEADINGS, row, work, workbook


@pytest.fixture
def register(committed, make_record, hospital, sentinel) -> int:
    """Cards of two sites, imported and typed, with every cause; the last has no number."""
    committed([row(卡片编号=str(n), 姓名=f"张三{n}", 身份证号="") for n in range(3)])
    for number, cause in enumerate(codes.Cause.values):
        site = sentinel if number % 2 else hospital
        unit = "months" if number % 3 else "years"
        make_record(cause=cause, card_number=f"m{number}", reporting_site=site, age_unit=unit)
    make_record(card_number="", reporting_site=hospital, age_value=55)
    return InjuryRecord.objects.count()


def export(as_user, user, kind: str, language: str) -> SimpleUploadedFile:
    """The list of records as a file."""
    url = reverse("injuries:records") + f"?export={kind}"
    page = as_user(user).get(url, headers={"accept-language": language})
    return SimpleUploadedFile(f"伤害监测.{kind}", b"".join(page.streaming_content))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_every_row_is_unchanged_and_none_is_new(
    register, checked, cast, as_user, kind, language
) -> None:
    """Said at each row; there is nothing to commit, and trying it changes nothing."""
    batch = checked([], upload=export(as_user, cast.zhao, kind, language))
    assert (batch.total_rows, batch.unchanged_rows) == (register, register)
    assert (batch.good_rows, batch.bad_rows, batch.doubtful_rows) == (0, 0, 0)
    assert batch.uncommitted_rows == batch.staged.count() == 0
    said = {one["code"] for each in batch.rows.all() for one in each.warnings}
    assert said == {"unchanged"}
    page = as_user(cast.zhao).get(batch.get_absolute_url()).content.decode()
    assert "The register has every row already, unchanged" in page
    assert "The register has this card already, unchanged: the row is left out." in page
    with pytest.raises(DomainError):
        imports.commit_import(actor=cast.zhao, batch=batch)
    assert InjuryRecord.objects.count() == register


def test_the_same_workbook_again_is_unchanged(committed, checked) -> None:
    """With names and numbers of persons, which are the same."""
    committed([row(身份证号="11010519491231002X"), row(卡片编号="2", 姓名="李四")])
    again = checked([row(身份证号="11010519491231002X"), row(卡片编号="2", 姓名="李四")])
    assert (again.unchanged_rows, again.duplicate_rows, again.good_rows) == (2, 2, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"性别": "女"},
        {"年龄": "36"},
        {"姓名": "张三四"},
        {"伤害结局": "住院"},
        {"所属社区": "西社区"},
    ],
)
def test_a_row_that_says_something_else_is_a_duplicate_and_not_unchanged(
    committed, checked, change
) -> None:
    """Somebody has to look at it."""
    committed([row()])
    again = checked([row(**change)])
    assert (again.unchanged_rows, again.doubtful_rows, again.good_rows) == (0, 1, 1)


def test_what_a_row_leaves_out_does_not_matter(committed, checked) -> None:
    """A register without persons says less, and nothing else."""
    committed([row()])
    nobody = [cell for heading, cell in zip(HEADINGS, row(), strict=True) if heading != "姓名"]
    headings = [heading for heading in HEADINGS if heading != "姓名"]
    assert checked([nobody], headings=headings).unchanged_rows == 1


def test_a_card_of_another_site_day_or_withdrawn_is_not_meant(
    committed, checked, sentinel, cast
) -> None:
    """Numbers begin anew in every hospital."""
    first = committed([row(姓名="")])
    assert checked([row(姓名="")], site=sentinel).unchanged_rows == 0
    other_day = {"伤害发生时间": "2026-02-01", "患者就诊时间": "2026-02-01"}
    assert checked([row(姓名="", **other_day)]).unchanged_rows == 0
    first.records.update(withdrawn_at="2026-03-05T00:00Z")
    assert checked([row(姓名="")]).unchanged_rows == 0


def test_one_stored_card_is_met_by_one_row(committed, checked) -> None:
    """The second row that says the same is a duplicate: a person decides."""
    committed([row(), row(卡片编号="2", 姓名="李四")])
    again = checked([row(), row()])
    assert (again.unchanged_rows, again.good_rows, again.doubtful_rows) == (1, 1, 1)


def test_new_rows_beside_unchanged_ones_are_committed(committed, checked, cast) -> None:
    """Counts agree at the end, also when the worker comes twice."""
    committed([row()])
    batch = checked([row(), row(卡片编号="2", 姓名="李四"), row(年龄="300", 卡片编号="3")])
    assert (batch.unchanged_rows, batch.good_rows, batch.bad_rows) == (1, 1, 1)
    imports.commit_import(actor=cast.zhao, batch=batch)
    batch = work(batch)
    assert (batch.committed_rows, batch.unchanged_rows, batch.bad_rows) == (1, 1, 1)
    assert batch.rows.get(number=2).state == ImportRow.State.UNCHANGED
    assert InjuryRecord.objects.count() == 2


def test_a_corrected_row_may_turn_out_unchanged(committed, checked, cast) -> None:
    """Refused for its age, corrected to what the register has."""
    committed([row()])
    batch = checked([row(年龄="300")])
    assert batch.bad_rows == 1
    upload = workbook([["row", "what is wrong", *HEADINGS], [2, "", *row()]])
    with opened(upload.chunks(), upload.name) as path:
        take_corrected(actor=cast.zhao, batch=batch, path=path)
    batch.refresh_from_db()
    assert (batch.unchanged_rows, batch.good_rows, batch.bad_rows) == (1, 0, 0)
