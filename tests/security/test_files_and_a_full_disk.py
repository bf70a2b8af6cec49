"""No file stays that nobody names, and a full disk is a sentence."""

import datetime as dt
import errno
import os
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import call_command
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from injuries.models import ImportBatch
from injuries.services import imports
from lib.ids import new_id
from tests.injuries.conftest import HEADINGS, hospital, row, workbook

__all__ = ["hospital"]


def kept(settings: object) -> list[Path]:
    """Every file in the media folder."""
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_the_loser_of_a_race_leaves_no_workbook(cast, places, hospital, settings) -> None:
    """The same form sent twice at once: one row, one file."""
    key = new_id()

    def send() -> ImportBatch:
        return imports.receive_workbook(
            actor=cast.zhao,
            key=key,
            site=hospital,
            area=places.street,
            upload=workbook([HEADINGS, row()]),
        )

    batch = send()
    with pytest.raises(IntegrityError):
        send()
    assert [path.name for path in kept(settings)] == [Path(batch.file.name).name]


def test_a_full_disk_is_said_and_leaves_no_fragment(
    cast, places, hospital, as_user, settings, monkeypatch
) -> None:
    """Zhao reads a sentence at the file; nothing of it stays."""

    def fills_the_disk(self: FileSystemStorage, name: str, content: object) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"a fragment")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", fills_the_disk)
    data = {
        "reporting_site": hospital.pk,
        "area": places.street.pk,
        "workbook": workbook([HEADINGS, row()]),
    }
    page = as_user(cast.zhao).post(reverse("injuries:import-new"), data)
    assert page.status_code == 200
    assert "no room for the file" in str(page.context["form"].errors["workbook"])
    assert kept(settings) == []
    assert not ImportBatch.objects.exists()


def test_the_sweep_removes_what_no_row_names_and_says_so(
    cast, places, hospital, settings, capsys
) -> None:
    """Old files without a row go; files with one, and young ones, stay."""
    batch = imports.receive_workbook(
        actor=cast.zhao,
        key=new_id(),
        site=hospital,
        area=places.street,
        upload=workbook([HEADINGS, row()]),
    )
    long_ago = (timezone.now() - dt.timedelta(days=3)).timestamp()
    for name in ("imports/aa/lost.bin", "attachments/lost.jpg", "attachments/young.jpg"):
        path = Path(default_storage.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
        if "lost" in name:
            os.utime(path, (long_ago, long_ago))
    os.utime(batch.file.path, (long_ago, long_ago))
    call_command("sweep_files", "--dry-run")
    assert len(kept(settings)) == 4
    call_command("sweep_files")
    assert "imports/aa/lost.bin" in capsys.readouterr().out
    assert {path.name for path in kept(settings)} == {Path(batch.file.name).name, "young.jpg"}
    entry = AuditEntry.objects.get(code="communities.files.swept")
    assert "attachments/lost.jpg" in entry.changes["files"][0]
