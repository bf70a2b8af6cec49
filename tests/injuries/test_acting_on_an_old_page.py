"""Imports and cards: who acts on a page that has grown old is told, and nothing is done."""

import pytest
from django.urls import reverse

from injuries.models import ImportBatch, ImportStep, InjuryRecord
from injuries.services import imports
from injuries.services.records import withdraw_record
from tests.injuries.conftest import row, work
from tests.pages import as_read

Stage = ImportBatch.Stage


def test_a_commit_on_the_preview_of_other_columns_writes_nothing(checked, cast, as_user) -> None:
    """Chen had the rows checked with other columns after Zhao had opened the preview."""
    batch = checked([row()])
    old = as_read(batch)
    imports.confirm_columns(actor=cast.chen, batch=batch, mapping=batch.mapping)
    work(batch)
    zhao = as_user(cast.zhao)
    page = zhao.post(reverse("injuries:import-commit", args=[batch.pk]), old, follow=True)
    assert "changed after your page was opened" in page.content.decode()
    assert "陈静" in page.content.decode()
    assert ImportBatch.objects.get().stage == Stage.PREVIEW
    zhao.post(reverse("injuries:import-commit", args=[batch.pk]), as_read(batch))
    assert ImportBatch.objects.get().stage == Stage.COMMITTING


@pytest.mark.parametrize("name", ["commit", "undo", "discard", "reopen", "retry"])
def test_a_button_without_a_revision_does_nothing(name, checked, cast, as_user) -> None:
    """Whatever it would do."""
    batch = checked([row()])
    page = as_user(cast.zhao).post(reverse(f"injuries:import-{name}", args=[batch.pk]), follow=True)
    assert "This page is too old" in page.content.decode()
    assert ImportBatch.objects.get().stage == Stage.PREVIEW


def test_an_import_keeps_its_steps(checked, cast) -> None:
    """Who moved it and when; the portal's own steps have no actor. They are never changed."""
    batch = checked([row()])
    imports.commit_import(actor=cast.zhao, batch=batch)
    steps = list(ImportStep.objects.values_list("source", "target", "actor"))
    assert steps == [
        ("reading", "mapping", None),
        ("mapping", "checking", cast.zhao.pk),
        ("checking", "preview", None),
        ("preview", "committing", cast.zhao.pk),
    ]
    with pytest.raises(RuntimeError):
        ImportStep.objects.first().delete()


def test_a_card_withdrawn_and_restored_since_is_not_touched(make_record, cast, as_user) -> None:
    """Liu opened the card; Chen withdrew it; Liu's "two different injuries" comes too late."""
    record = make_record(duplicate_state="suspected")
    old = as_read(record)
    withdraw_record(actor=cast.chen, record=record, reason="重复录入")
    url = reverse("injuries:record-not-duplicate", args=[record.pk])
    assert as_user(cast.liu).post(url, old).status_code == 409
    restore = reverse("injuries:record-restore", args=[record.pk])
    assert as_user(cast.liu).post(restore, old).status_code == 409
    stored = InjuryRecord.objects.get()
    assert (stored.duplicate_state, stored.is_live) == ("suspected", False)
