"""Zhao's hundred thousand rows are read, converted and encrypted once, between check and commit."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from communities.models import Membership
from injuries.imports import work as import_work
from injuries.imports.corrections import take_corrected, write_refused
from injuries.imports.retention import purge_old_imports
from injuries.imports.rows import CardReader
from injuries.models import ImportBatch, InjuryRecord, StagedRecord
from injuries.services import imports
from ledgers.machine.sheets import opened
from tests.injuries.conftest import HEADINGS, row, work, workbook

Stage = ImportBatch.Stage


def commit(batch: ImportBatch) -> ImportBatch:
    imports.commit_import(actor=batch.created_by, batch=batch)
    return work(batch)


def ciphertexts(table: str) -> dict[object, tuple[str, str]]:
    """Names and numbers as the database has them, by key."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, name, id_number FROM {table}")
        return {key: (name, number) for key, name, number in cursor.fetchall()}


def test_a_row_is_read_once_and_encrypted_once(checked, monkeypatch) -> None:
    """The commit copies what the check has made, ciphertext and key included."""
    read, real = [], CardReader.read
    monkeypatch.setattr(CardReader, "read", lambda self, cells: read.append(1) or real(self, cells))
    batch = checked([row(卡片编号=str(n), 姓名=f"人{n}") for n in range(3)])
    staged = ciphertexts("injuries_stagedrecord")
    assert (len(read), len(staged)) == (3, 3)
    commit(batch)
    assert len(read) == 3
    assert ciphertexts("injuries_injuryrecord") == staged
    assert {one.name for one in InjuryRecord.objects.all()} == {"人0", "人1", "人2"}


def test_a_commit_takes_as_many_statements_for_many_rows_as_for_few(checked) -> None:
    def statements(count: int, first: int) -> int:
        rows = [row(卡片编号=str(first + n), 姓名=f"人{first + n}") for n in range(count)]
        batch = checked(rows)
        imports.commit_import(actor=batch.created_by, batch=batch)
        with CaptureQueriesContext(connection) as queries:
            work(batch)
        return len(queries)

    few = statements(2, 1000)
    assert statements(200, 2000) == few


def test_nothing_stays_staged_of_what_is_committed_undone_discarded_or_forgotten(
    checked, cast
) -> None:
    """Staged rows name persons: they live as long as somebody may still commit them."""
    commit(checked([row()]))
    assert not StagedRecord.objects.exists()

    stopped = checked([row(卡片编号="2")])
    imports.commit_import(actor=cast.zhao, batch=stopped)
    imports.discard_import(actor=cast.zhao, batch=checked([row(卡片编号="3")]))
    assert [one.batch_id for one in StagedRecord.objects.all()] == [stopped.pk]
    ImportBatch.objects.filter(pk=stopped.pk).update(job_state="failed")
    imports.undo_import(actor=cast.zhao, batch=ImportBatch.objects.get(pk=stopped.pk))
    assert not StagedRecord.objects.exists()

    checked([row(卡片编号="4")])
    assert StagedRecord.objects.exists()
    assert purge_old_imports(timezone.now() + dt.timedelta(days=31)) >= 1
    assert not StagedRecord.objects.exists()


def test_what_was_checked_before_there_was_a_staging_table_is_read_again(checked) -> None:
    batch = checked([row(), row(卡片编号="2", 年龄="300"), row(卡片编号="3", 姓名="李四")])
    batch.staged.all().delete()
    batch = commit(batch)
    assert (batch.stage, batch.committed_rows, batch.bad_rows) == (Stage.COMMITTED, 2, 1)
    assert {one.name for one in InjuryRecord.objects.all()} == {"张三丰", "李四"}
    assert list(batch.rows.refused().values_list("number", flat=True)) == [3]


def test_an_area_that_zhao_has_lost_since_the_check_takes_no_row(checked, cast, places) -> None:
    """Her rows of 西社区 are refused by the commit; those of 东社区 come in."""
    batch = checked([row(), row(卡片编号="2", 姓名="李四", 所属社区="西社区")], area=places.east)
    assert batch.good_rows == 2
    Membership.objects.filter(user=cast.zhao).update(area=places.east)
    batch = commit(ImportBatch.objects.get(pk=batch.pk))
    assert (batch.committed_rows, batch.bad_rows) == (1, 1)
    assert [one.area for one in InjuryRecord.objects.all()] == [places.east]
    assert batch.rows.refused().get().errors[0]["code"] == "unknown-area"


def test_a_card_that_came_between_check_and_commit_marks_its_double(checked, make_record) -> None:
    batch = checked([row(姓名="丙"), row(卡片编号="2", 姓名="丁")])
    assert batch.duplicate_rows == 0
    make_record(name="丙", age_value=35, visited_on=dt.date(2026, 3, 1))
    commit(batch)
    marked = InjuryRecord.objects.suspected_duplicates().values_list("batch_row", flat=True)
    assert list(marked) == [2]


def test_a_corrected_row_that_looks_like_another_of_its_workbook_is_told(checked, cast) -> None:
    batch = checked([row(姓名="丙"), row(卡片编号="2", 姓名="丙", 年龄="300")])
    file = io.BytesIO()
    write_refused(batch, file)
    table = CalamineWorkbook.from_object(io.BytesIO(file.getvalue())).get_sheet_by_index(0)
    lines = table.to_python()
    lines[1][2 + HEADINGS.index("年龄")] = "35"
    with opened(workbook(lines), "again.xlsx") as path:
        assert take_corrected(actor=cast.zhao, batch=batch, path=path) == (1, 0)
    batch.refresh_from_db()
    assert (batch.duplicate_rows, batch.staged.count()) == (1, 2)
    assert batch.rows.get(number=3).duplicate


def test_a_check_done_again_stages_no_row_twice(checked, cast) -> None:
    """Zhao leaves a column out and has the rows read again."""
    batch = checked([row(), row(卡片编号="2", 姓名="李四")])
    without = ["" if key == "severity" else key for key in batch.mapping]
    imports.confirm_columns(actor=cast.zhao, batch=batch, mapping=without)
    batch = work(batch)
    assert [one.severity for one in batch.staged.order_by("batch_row")] == ["", ""]
    assert import_work.duplicates_in(batch) == set()


@pytest.mark.parametrize("more", [{}, {"姓名": "丙", "身份证号": "110105194912310021"}])
def test_a_row_meets_itself_in_no_table(checked, more) -> None:
    """A worker that was killed after it had written a row does not call the row its own double."""
    batch = checked([row(**more)])
    imports.commit_import(actor=batch.created_by, batch=batch)
    held = ImportBatch.objects.select_related("area", "created_by").claim(batch.pk)
    import_work._write(held, [2], set())
    assert (InjuryRecord.objects.count(), StagedRecord.objects.count()) == (1, 1)
    ImportBatch.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    work(batch)
    assert InjuryRecord.objects.get().duplicate_state == ""


def test_a_double_is_found_while_a_key_is_being_retired(checked, make_record, settings) -> None:
    """The stored card's digest is of the old key, that of the workbook's row of the new one."""
    make_record(name="丙", age_value=35, visited_on=dt.date(2026, 3, 1))
    settings.ENCRYPTION_KEYS = ["a-new-key-of-thirty-two-characters", *settings.ENCRYPTION_KEYS]
    batch = checked([row(姓名="丙"), row(卡片编号="2", 姓名="丁")])
    assert import_work.duplicates_in(batch) == {2}
