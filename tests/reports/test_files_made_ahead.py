"""PDF and Word lie ready before somebody asks, and never one of how the report stood before."""

import datetime as dt
import io
import os

import pytest
from django.urls import reverse
from docx import Document as WordDocument
from pypdf import PdfReader

from accounts.models import AuditEntry
from lib import bells
from lib.outages import Outage
from reports.models import ReportRun
from reports.services import approval, compute, files
from reports.services.files import DRAW, draw_files, remove_old_files

PORTAL = "https://safe.example.org"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path) -> None:
    """A portal that knows its address and has drawn nothing yet."""
    settings.PORTAL_URL = PORTAL
    settings.VAR_DIR = tmp_path


@pytest.fixture
def rung(monkeypatch) -> list[str]:
    """What is rung, instead of ringing it."""
    calls: list[str] = []
    monkeypatch.setattr(bells, "outage", Outage())
    monkeypatch.setattr(bells, "_enqueue", lambda task, _given: calls.append(task))
    return calls


@pytest.fixture
def drawn(monkeypatch) -> list[str]:
    """The suffixes of files that are drawn from now on."""
    calls: list[str] = []
    render = files.render_file

    def counted(suffix, *args, **more):
        calls.append(suffix)
        return render(suffix, *args, **more)

    monkeypatch.setattr(files, "render_file", counted)
    return calls


def fetch(client, run: ReportRun, suffix: str, language: str = "zh-hans"):
    """Ask for a file of a report."""
    address = reverse("reports:run-file", args=[run.pk, suffix])
    return client.get(address, {"language": language})


def words_of(response) -> str:
    """What stands in a Word file."""
    return "\n".join(one.text for one in WordDocument(io.BytesIO(response.content)).paragraphs)


def test_zhou_gets_what_the_worker_has_drawn(cast, draft, as_user, drawn) -> None:
    """In both languages; nothing is drawn while she waits, and the trail has each file."""
    assert draw_files(draft.pk) == 4
    del drawn[:]
    client = as_user(cast.zhou)
    for language in ("zh-hans", "en"):
        for suffix in ("pdf", "docx"):
            assert fetch(client, draft, suffix, language).status_code == 200
    assert drawn == []
    assert AuditEntry.objects.filter(code="reports.run.downloaded").count() == 4


def test_the_numbers_of_a_file_open_the_portal_at_its_own_address(cast, draft, as_user) -> None:
    """Whatever address the reader came by."""
    draw_files(draft.pk)
    pdf = PdfReader(io.BytesIO(fetch(as_user(cast.zhou), draft, "pdf").content))
    links = [
        note.get_object()["/A"]["/URI"]
        for page in pdf.pages
        for note in page.get("/Annots", [])
        if "/URI" in note.get_object().get("/A", {})
    ]
    assert links and all(link.startswith(f"{PORTAL}/") for link in links)


def test_who_may_not_read_the_report_gets_no_file_of_it(cast, draft, as_user) -> None:
    """Although it lies ready."""
    draw_files(draft.pk)
    assert fetch(as_user(cast.outsider), draft, "pdf").status_code == 404
    assert fetch(as_user(cast.wang), draft, "pdf").status_code == 404
    assert not AuditEntry.objects.filter(code="reports.run.downloaded").exists()


def test_a_text_written_since_stands_in_the_next_file(cast, draft, as_user) -> None:
    """Before the worker has drawn anew as well; the old file goes when it has."""
    draw_files(draft.pk)
    old = set(files._folder().iterdir())
    approval.write_narrative(
        actor=cast.chen,
        run=draft,
        key="problems",
        text="楼道堆物仍多",
        read_hash=draft.document_hash,
    )
    assert "楼道堆物仍多" in words_of(fetch(as_user(cast.zhou), draft, "docx"))
    assert draw_files(draft.pk) == 4
    assert not old & set(files._folder().iterdir())


def test_review_signature_and_withdrawal_stand_in_the_next_file(cast, draft, as_user) -> None:
    """Each with a file of its own; no other hash, but another seal."""
    client, seen = as_user(cast.zhou), set()

    def another() -> None:
        draw_files(draft.pk)
        content = fetch(client, draft, "pdf").content
        assert content not in seen
        seen.add(content)

    another()
    approval.review(actor=cast.chen, run=draft, read_hash=draft.document_hash)
    another()
    run = ReportRun.objects.get(pk=draft.pk)
    approval.sign(actor=cast.zhou, run=run, read_hash=run.document_hash)
    another()
    assert "已签发" in words_of(fetch(client, draft, "docx"))
    approval.withdraw(actor=cast.chen, run=ReportRun.objects.get(pk=draft.pk), reason="错")
    another()


def test_each_change_of_a_report_rings_for_its_files(
    cast, draft, rung, django_capture_on_commit_callbacks
) -> None:
    """Computed, written in, reviewed, sent back, withdrawn."""

    def run() -> ReportRun:
        return ReportRun.objects.get(pk=draft.pk)

    def written() -> None:
        read = run().document_hash
        approval.write_narrative(
            actor=cast.admin, run=run(), key="plan", text="继续", read_hash=read
        )

    steps = [
        written,
        lambda: approval.review(actor=cast.chen, run=run(), read_hash=run().document_hash),
        lambda: approval.send_back(actor=cast.chen, run=run(), reason="补充"),
        lambda: approval.withdraw(actor=cast.chen, run=run(), reason="错"),
    ]
    for step in steps:
        del rung[:]
        with django_capture_on_commit_callbacks(execute=True):
            step()
        assert rung == [DRAW]
    ReportRun.objects.filter(pk=draft.pk).update(state="computing", job_state="waiting")
    with django_capture_on_commit_callbacks(execute=True):
        assert compute.compute(draft.pk)
    assert rung == [DRAW, DRAW]


def test_a_portal_without_an_address_draws_when_somebody_asks(
    cast, draft, as_user, settings, drawn
) -> None:
    """With the address by which the reader came, and once."""
    settings.PORTAL_URL = ""
    assert draw_files(draft.pk) == 0 and drawn == []
    client = as_user(cast.zhou)
    assert fetch(client, draft, "docx").content == fetch(client, draft, "docx").content
    assert drawn == ["docx"]


def test_old_files_are_removed(draft) -> None:
    """What was drawn five weeks ago, not what was drawn yesterday."""
    draw_files(draft.pk)
    old, *young = sorted(files._folder().iterdir())
    past = old.stat().st_mtime - dt.timedelta(weeks=5).total_seconds()
    os.utime(old, (past, past))
    assert remove_old_files() == 1
    assert sorted(files._folder().iterdir()) == young


def test_a_run_without_a_document_has_no_file(draft) -> None:
    """It is being computed for the first time."""
    ReportRun.objects.filter(pk=draft.pk).update(document=None, document_hash="")
    assert draw_files(draft.pk) == 0
