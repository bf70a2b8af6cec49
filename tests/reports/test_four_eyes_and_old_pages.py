"""Who wrote in a report neither reviews nor signs it; nobody decides on an old page."""

import pytest
from django.urls import reverse

from lib.errors import NotAllowed, Outdated
from reports.models import ReportRun, RunStep, Signature
from reports.services import approval
from reports.services.requests import recompute
from reports.workflow import RunState
from tests.pages import as_read


@pytest.fixture
def written(draft, cast) -> ReportRun:
    """The draft with a text by Chen."""
    return approval.write_narrative(
        actor=cast.chen, run=draft, key="plan", text="检查出租屋", read_hash=draft.document_hash
    )


def test_who_wrote_a_text_does_not_review_it(written, cast, as_user) -> None:
    """No button, no place in the list of what waits, and the address refuses."""
    chen, url = as_user(cast.chen), reverse("reports:run-review", args=[written.pk])
    assert url not in chen.get(written.get_absolute_url()).text
    assert not ReportRun.objects.waiting_for_review_by(cast.chen).exists()
    chen.post(url, as_read(written, read_hash=written.document_hash))
    assert ReportRun.objects.get().state == RunState.DRAFT
    with pytest.raises(NotAllowed):
        approval.review(actor=cast.chen, run=written, read_hash=written.document_hash)
    approval.review(actor=cast.admin, run=written, read_hash=written.document_hash)
    assert ReportRun.objects.get().reviewed_by == cast.admin


def test_who_wrote_a_text_does_not_sign_it(written, cast) -> None:
    """Whoever has reviewed it since: a clerk of the office who sits in the committee too."""
    approval.review(actor=cast.admin, run=written, read_hash=written.document_hash)
    with pytest.raises(NotAllowed):
        approval.sign(actor=cast.chen, run=written, read_hash=written.document_hash)
    assert not Signature.objects.exists()
    approval.sign(actor=cast.zhou, run=written, read_hash=written.document_hash)
    assert ReportRun.objects.get().state == RunState.SIGNED


def test_who_asked_for_the_figures_wrote_nothing(draft, cast) -> None:
    """They are the portal's; the office's only clerk can hand them to the committee."""
    assert draft.created_by == cast.chen
    approval.review(actor=cast.chen, run=draft, read_hash=draft.document_hash)
    assert ReportRun.objects.get().state == RunState.REVIEWED


def test_a_report_sent_back_and_reviewed_again_is_another_one(draft, cast, as_user) -> None:
    """Chen opened the page to send it back; meanwhile that was done, and it was reviewed anew."""
    approval.review(actor=cast.chen, run=draft, read_hash=draft.document_hash)
    old = as_read(draft, reason="缺少数据")
    approval.send_back(actor=cast.admin, run=draft, reason="错字")
    approval.review(actor=cast.admin, run=draft, read_hash=draft.document_hash)
    url = reverse("reports:run-send-back", args=[draft.pk])
    page = as_user(cast.chen).post(url, old)
    assert page.status_code == 200
    assert "report sent back" in page.text and "错字" in page.text and "缺少数据" in page.text
    assert ReportRun.objects.get().state == RunState.REVIEWED


def test_a_text_written_since_is_told_to_who_hands_it_on(draft, cast, as_user) -> None:
    """The button of the old page does nothing but say so."""
    old = as_read(draft, read_hash=draft.document_hash)
    approval.write_narrative(
        actor=cast.chen, run=draft, key="plan", text="x", read_hash=draft.document_hash
    )
    url = reverse("reports:run-review", args=[draft.pk])
    page = as_user(cast.admin).post(url, old, follow=True)
    assert [str(one) for one in page.context["messages"]] != []
    assert ReportRun.objects.get().state == RunState.DRAFT
    with pytest.raises(Outdated, match="陈静"):
        recompute(actor=cast.admin, run=ReportRun.objects.get(), revision=old["revision"])
    assert ReportRun.objects.get().state == RunState.DRAFT


def test_steps_of_a_report_are_never_changed(draft) -> None:
    """As those of any record."""
    step = RunStep.objects.first()
    for change in (step.save, step.delete):
        with pytest.raises(RuntimeError):
            change()
