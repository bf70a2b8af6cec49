"""An import that was taken back, and taken up again."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.models import AuditEntry
from injuries.imports.corrections import take_corrected, write_refused
from injuries.imports.retention import forget_cells
from injuries.models import ImportBatch, InjuryRecord
from injuries.services import imports
from injuries.services.records import change_record
from ledgers.machine.sheets import opened
from lib.errors import DomainError, WrongState
from tests.injuries.conftest import HEADINGS, row, work, workbook
from tests.pages import as_read

Stage = ImportBatch.Stage


def test_undo_takes_the_whole_batch_out_and_leaves_its_trail(committed, cast, make_record) -> None:
    """Other records stay; the batch remains with its counts."""
    make_record()
    batch = committed([row(), row(姓名="李四")])
    assert imports.undo_import(actor=cast.chen, batch=batch) == 2
    assert InjuryRecord.objects.count() == 1
    batch.refresh_from_db()
    assert (batch.stage, batch.committed_rows) == (Stage.UNDONE, 2)
    changes = AuditEntry.objects.get(code="injuries.import.undone").changes
    assert changes == {"stage": ["committed", "undone"], "rows": [2, 0]}
    with pytest.raises(WrongState):
        imports.undo_import(actor=cast.chen, batch=batch)


def test_an_undone_import_is_taken_up_again_with_its_corrected_rows(checked, cast, as_user) -> None:
    """What zhao corrected before the undo is not asked of her twice."""
    batch = checked([row(), row(卡片编号="2", 年龄="300"), row(卡片编号="3", 年龄="300")])
    file = io.BytesIO()
    write_refused(batch, file)
    file.seek(0)
    table = CalamineWorkbook.from_object(file).get_sheet_by_index(0).to_python()
    table[1][2 + HEADINGS.index("年龄")] = "30"
    with opened(workbook(table), "again.xlsx") as path:
        assert take_corrected(actor=cast.zhao, batch=batch, path=path) == (1, 1)
    imports.commit_import(actor=cast.zhao, batch=batch)
    batch = work(batch)
    imports.undo_import(actor=cast.zhao, batch=batch)
    client, page = as_user(cast.zhao), reverse("injuries:import", args=[batch.pk])
    reopen = reverse("injuries:import-reopen", args=[batch.pk])
    assert reopen in client.get(page).content.decode()

    client.post(reopen, as_read(batch))
    batch = work(batch)
    assert (batch.stage, batch.uncommitted_rows, batch.bad_rows) == (Stage.PREVIEW, 2, 1)
    assert not InjuryRecord.objects.exists()
    imports.commit_import(actor=cast.zhao, batch=batch)
    batch = work(batch)
    assert (batch.stage, batch.committed_rows) == (Stage.COMMITTED, 2)
    assert sorted(InjuryRecord.objects.values_list("batch_row", flat=True)) == [2, 3]
    assert AuditEntry.objects.filter(code="injuries.import.reopened").count() == 1
    client.post(reopen, as_read(batch))
    assert ImportBatch.objects.get().stage == Stage.COMMITTED  # only an undone import


def test_an_undone_import_whose_workbook_is_gone_must_be_sent_again(committed, cast) -> None:
    """Nothing is promised that cannot be done."""
    batch = committed([row()])
    imports.undo_import(actor=cast.zhao, batch=batch)
    forget_cells(batch)
    with pytest.raises(WrongState):
        imports.reopen_import(actor=cast.zhao, batch=batch)
    batch.refresh_from_db()
    assert batch.stage == Stage.UNDONE


def test_undo_is_refused_when_a_record_was_edited_since(committed, cast) -> None:
    """The message names it, and nothing is taken out."""
    batch = committed([row(), row(姓名="李四")])
    record = InjuryRecord.objects.get(batch_row=2)
    record.severity = "3"
    change_record(actor=cast.liu, record=record)
    with pytest.raises(DomainError) as caught:
        imports.undo_import(actor=cast.zhao, batch=batch)
    assert caught.value.code == "edited-since"
    assert str(record) in str(caught.value)
    assert InjuryRecord.objects.count() == 2
