"""No file stays that nobody names, and a full disk is a sentence."""

import datetime as dt
import errno
import os
from pathlib import Path

import pytest
from django import forms
from django.core.files import uploadhandler
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.management import call_command
from django.db import IntegrityError
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts.models import AuditEntry
from injuries.models import ImportBatch
from injuries.services import imports
from lib.ids import new_id
from lib.photo_field import PhotosField
from lib.storage import DiskFull
from lib.uploads import RefusedUpload
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


@pytest.mark.parametrize("step", ["begin", "write", "end"])
def test_a_disk_that_is_full_while_the_file_comes_in_is_said_too(
    cast, places, hospital, as_user, settings, tmp_path, monkeypatch, step
) -> None:
    """At the file, with all that zhao chose still there; no fragment in the temporary folder."""
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0

    def no_room(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    class Incoming(TemporaryUploadedFile):
        """A temporary file on a disk that fills up."""

        def __init__(self, *args: object) -> None:
            if step == "begin":
                no_room()
            super().__init__(*args)
            setattr(self.file, {"write": "write", "end": "seek"}[step], no_room)

    monkeypatch.setattr(uploadhandler, "TemporaryUploadedFile", Incoming)
    data = {
        "workbook": workbook([HEADINGS, row()]),
        "reporting_site": hospital.pk,
        "area": places.street.pk,
    }
    page = as_user(cast.zhao).post(reverse("injuries:import-new"), data)
    assert page.status_code == 200
    errors = page.context["form"].errors
    assert list(errors) == ["workbook"]
    assert "no room for the file" in str(errors["workbook"])
    assert page.context["form"]["reporting_site"].value() == str(hospital.pk)
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == []
    assert not ImportBatch.objects.exists()


def test_every_file_of_a_form_says_that_there_was_no_room(settings) -> None:
    """Also where a file is optional: it would be left out without a word."""
    fields = [
        field
        for form in every_form()
        for field in form.base_fields.values()
        if isinstance(field, forms.FileField)
    ]
    assert len(fields) > 5
    for field in fields:
        refused = RefusedUpload("a.pdf", 100)
        with pytest.raises(forms.ValidationError, match="no room"):
            field.clean([refused] if isinstance(field, PhotosField) else refused)


def every_form() -> list[type[forms.BaseForm]]:
    """Every form of the portal's own."""
    found: list[type[forms.BaseForm]] = []
    waiting: list[type[forms.BaseForm]] = [forms.BaseForm]
    get_resolver().url_patterns  # noqa: B018 - imports all views and with them their forms
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if hasattr(one, "base_fields") and not one.__module__.startswith(("django.", "allauth.")):
            found.append(one)
    return found


def test_who_reads_a_refused_file_all_the_same_is_told() -> None:
    """In words, not by an error page."""
    refused = RefusedUpload("a.pdf", 100)
    for reading in (refused.read, lambda: list(refused.chunks()), lambda: refused.seek(0)):
        with pytest.raises(DiskFull):
            reading()


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
