"""Whoever sent a workbook corrects a wrong cell in the page; nobody else sees it as it is."""

from django.urls import reverse

from accounts.models import AuditEntry
from injuries.models import ImportBatch
from injuries.services import imports
from tests.cast import Cast
from tests.injuries.conftest import row, work

WRONG = "二〇二六年十三月"
VISITED = 7


def correct(client, batch: ImportBatch, number: int, **cells: str):
    """Send cells of a row, by column."""
    address = reverse("injuries:import-row-correct", args=[batch.pk, number])
    return client.post(address, cells)


def test_a_cell_is_corrected_and_its_row_taken(checked, as_user, cast: Cast) -> None:
    batch = checked([row(卡片编号="1"), row(卡片编号="2", 患者就诊时间=WRONG)])
    client = as_user(cast.zhao)
    page = client.get(batch.get_absolute_url()).text
    assert f'name="cell_{VISITED}"' in page and f'value="{WRONG}"' in page
    answer = correct(client, batch, 3, cell_7="2026-03-02")
    assert answer.status_code == 302
    batch.refresh_from_db()
    assert (batch.good_rows, batch.bad_rows) == (2, 0)
    assert batch.rows.get(number=3).corrected
    imports.commit_import(actor=cast.zhao, batch=batch)
    assert work(batch).records.count() == 2
    assert AuditEntry.objects.filter(code="injuries.import.corrected").count() == 1
    assert 'name="cell_' not in client.get(batch.get_absolute_url()).text


def test_a_correction_that_is_wrong_again_stays_refused(checked, as_user, cast: Cast) -> None:
    batch = checked([row(), row(卡片编号="2", 患者就诊时间=WRONG)])
    correct(as_user(cast.zhao), batch, 3, cell_7="昨天")
    batch.refresh_from_db()
    assert (batch.good_rows, batch.bad_rows) == (1, 1)
    assert batch.rows.get(number=3).cells[VISITED] == "昨天"
    assert not batch.staged.filter(batch_row=3).exists()


def test_a_row_that_is_right_is_not_changed(checked, as_user, cast: Cast) -> None:
    batch = checked([row(), row(卡片编号="2", 患者就诊时间=WRONG)])
    for number in (2, 99):
        assert correct(as_user(cast.zhao), batch, number, cell_7="2020-01-01").status_code == 302
    batch.refresh_from_db()
    assert (batch.good_rows, batch.bad_rows) == (1, 1)
    assert batch.staged.get().visited_on.year == 2026


def test_others_neither_correct_nor_see_the_cell_in_a_form(checked, as_user, cast: Cast) -> None:
    batch = checked([row(), row(卡片编号="2", 患者就诊时间=WRONG)])
    client = as_user(cast.chen)
    assert 'name="cell_' not in client.get(batch.get_absolute_url()).text
    assert correct(client, batch, 3, cell_7="2026-03-02").status_code == 403
    batch.refresh_from_db()
    assert batch.bad_rows == 1
    assert not AuditEntry.objects.filter(code="injuries.import.corrected").exists()


def test_names_beside_the_wrong_cell_stay_masked(checked, as_user, cast: Cast) -> None:
    batch = checked([row(姓名="张三丰", 患者就诊时间=WRONG)])
    page = as_user(cast.zhao).get(batch.get_absolute_url()).text
    assert "张三丰" not in page and WRONG in page
    assert not AuditEntry.objects.filter(
        code="communities.personal.revealed", actor=cast.zhao
    ).exists()
