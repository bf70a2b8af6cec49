"""The same numbers on the page, in PDF, in Word, in Excel, for those who may read it."""

import io

import pytest
from django.urls import reverse
from docx import Document as WordDocument
from pypdf import PdfReader

from accounts.models import AuditEntry


@pytest.mark.parametrize("suffix", ["pdf", "docx", "xlsx"])
def test_zhou_downloads_the_report(cast, draft, as_user, suffix: str) -> None:
    """A file with a Chinese name comes, and the trail says who took it."""
    response = as_user(cast.zhou).get(reverse("reports:run-file", args=[draft.pk, suffix]))
    assert response.status_code == 200
    assert "filename*=utf-8''" in response["Content-Disposition"].lower()
    entry = AuditEntry.objects.get(code="reports.run.downloaded")
    assert (entry.actor, entry.changes) == (cast.zhou, {"file": [None, suffix]})


def test_the_chinese_is_in_the_pdf_and_in_word(cast, draft, as_user) -> None:
    """Text that can be read back, not boxes."""
    client = as_user(cast.zhou)
    url = reverse("reports:run-file", args=[draft.pk, "pdf"]) + "?language=zh-hans"
    pdf = PdfReader(io.BytesIO(client.get(url).content))
    text = "".join(page.extract_text() for page in pdf.pages)
    assert "金沙街道" in text
    url = reverse("reports:run-file", args=[draft.pk, "docx"])
    word = WordDocument(io.BytesIO(client.get(url).content))
    assert any("金沙街道" in paragraph.text for paragraph in word.paragraphs)


def test_an_unknown_kind_of_file_is_not_found(cast, draft, as_user) -> None:
    """Nothing is rendered and nothing recorded."""
    response = as_user(cast.zhou).get(reverse("reports:run-file", args=[draft.pk, "exe"]))
    assert response.status_code == 404
    assert not AuditEntry.objects.filter(code="reports.run.downloaded").exists()


def test_the_page_comes_in_the_readers_language(cast, draft, as_user) -> None:
    """One snapshot, two languages."""
    client = as_user(cast.zhou)
    assert "Scope and summary" in client.get(draft.get_absolute_url()).text
    chinese = client.get(draft.get_absolute_url(), headers={"accept-language": "zh-hans"})
    assert "总体情况" in chinese.text
