"""An import goes on with one worker; one that comes late writes no row and counts nothing."""

import datetime as dt

import pytest
from django.utils import timezone

from injuries.imports import running, work as import_work
from injuries.models import ImportBatch, ImportRow, InjuryRecord
from injuries.services import imports
from lib.jobs import LostClaim
from tests.injuries.conftest import row

Stage = ImportBatch.Stage


def late_worker(batch: ImportBatch) -> ImportBatch:
    """Claim the batch and let the lease run out, as a worker does that hangs."""
    late = ImportBatch.objects.select_related("area", "created_by").claim(batch.pk)
    ImportBatch.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    return late


def stored() -> list:
    """All that is kept of imports."""
    return [
        list(rows.order_by("pk").values())
        for rows in (ImportBatch.objects, ImportRow.objects, InjuryRecord.objects)
    ]


def test_a_late_commit_writes_nothing_into_an_undone_import(checked, cast) -> None:
    """Another worker committed it and Zhao undid it; the first one must not bring rows back."""
    batch = checked([row(), row(姓名="李四")])
    imports.commit_import(actor=cast.zhao, batch=batch)
    late = late_worker(batch)
    assert running.run(str(batch.pk))
    imports.undo_import(actor=cast.zhao, batch=ImportBatch.objects.get())
    before = stored()
    with pytest.raises(LostClaim):
        import_work.commit(late)
    assert stored() == before
    assert not InjuryRecord.objects.exists()


def test_a_late_check_counts_nothing_anew(checked, cast) -> None:
    """The batch was committed meanwhile: neither its findings nor its state are touched."""
    batch = checked([row(), row(年龄="300")])
    imports.confirm_columns(actor=cast.zhao, batch=batch, mapping=batch.mapping)
    late = late_worker(batch)
    assert running.run(str(batch.pk))
    imports.commit_import(actor=cast.zhao, batch=ImportBatch.objects.get())
    before = stored()
    with pytest.raises(LostClaim):
        import_work.check(late)
    assert stored() == before
    assert ImportBatch.objects.get().stage == Stage.COMMITTING


def test_a_check_stops_when_the_import_is_discarded(checked, cast) -> None:
    """The worker still holds its claim, but the import is no longer being checked."""
    batch = checked([row()])
    imports.confirm_columns(actor=cast.zhao, batch=batch, mapping=batch.mapping)
    at_work = ImportBatch.objects.claim(batch.pk)
    imports.discard_import(actor=cast.zhao, batch=ImportBatch.objects.get())
    before = stored()
    with pytest.raises(LostClaim):
        import_work._checked(at_work, import_work.Tally(total=1), [])
    assert stored() == before


def test_a_late_worker_gives_up_quietly(checked, cast, monkeypatch) -> None:
    """Its task says that it did nothing."""
    batch = checked([row()])
    imports.commit_import(actor=cast.zhao, batch=batch)

    def hang(late: ImportBatch) -> None:
        ImportBatch.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
        monkeypatch.setitem(running.WORK, Stage.COMMITTING, import_work.commit)
        assert running.run(str(batch.pk)) is True
        import_work.commit(late)

    monkeypatch.setitem(running.WORK, Stage.COMMITTING, hang)
    assert running.run(str(batch.pk)) is False
    assert (InjuryRecord.objects.count(), ImportBatch.objects.get().claims) == (1, 4)
