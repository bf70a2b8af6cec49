"""A workbook never takes the portal down: reading it happens where only that reading can die."""

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from communities.models import Population
from lib import delimited, sheet_reader, workbooks
from lib.errors import BadUpload
from lib.workbooks import read_sheet
from tests.security.workbooks import far_cell


def test_a_cell_at_the_far_end_of_the_sheet_is_refused_in_words(cast, as_user) -> None:
    """One kilobyte asks the reader for 549 GB; chen reads a message and the portal goes on."""
    file = SimpleUploadedFile("人口.xlsx", far_cell("code", "XFD1048576"))
    page = as_user(cast.chen).post(
        reverse("communities:population-import"), {"year": 2025, "workbook": file}
    )
    assert page.status_code == 200
    assert "too large when unpacked" in page.text
    assert not Population.objects.exists()


def test_an_ordinary_sheet_is_read_as_it_is(tmp_path) -> None:
    """The limit is for the absurd only."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(far_cell("code", "B3"))
    assert read_sheet(path).rows == [["code", ""], ["", ""], ["", 1.0]]


def test_reading_for_ever_ends(tmp_path, monkeypatch) -> None:
    """With a message, not with a web server that has no thread left."""
    monkeypatch.setattr(workbooks, "MOST_SECONDS", 0.001)
    path = tmp_path / "a.xlsx"
    path.write_bytes(far_cell("code", "B3"))
    with pytest.raises(BadUpload):
        read_sheet(path)


def test_a_text_of_nothing_but_line_ends_is_refused(tmp_path) -> None:
    """Thirty megabytes of them would be two gigabytes of empty rows."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"code\n" + b"\n" * (delimited.MAX_ROWS + 1))
    with pytest.raises(BadUpload):
        read_sheet(path)


def test_only_so_many_sheets_are_searched_for_a_table(tmp_path, monkeypatch) -> None:
    """Each costs a reading."""
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    for number in range(30):
        book.add_worksheet(f"S{number}").write(0, 0, "nothing")
    book.close()
    found = sheet_reader.read(str(path))
    assert len(found["others"]) + 1 == sheet_reader.MOST_SHEETS


def test_a_damaged_archive_is_no_readable_workbook(tmp_path) -> None:
    """Its end says zip, its directory is noise."""
    path = tmp_path / "a.xlsx"
    whole = far_cell("code", "B3")
    path.write_bytes(whole.replace(b"PK\x01\x02", b"PK\x09\x09"))
    with pytest.raises(BadUpload, match="no readable workbook"):
        read_sheet(path)
