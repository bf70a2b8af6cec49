"""Draft, reviewed, signed: nobody alone, nothing changed under the reader's eyes."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from lib.errors import NotAllowed, Outdated, WrongState
from reports.models import ReportRun, Signature
from reports.services import approval
from reports.services.requests import correct_report
from reports.workflow import RunState
from tests.cast import PASSWORD
from tests.sent import form_on


@pytest.fixture
def reviewed(cast, draft) -> ReportRun:
    """The draft, handed to the committee by Chen."""
    approval.review(actor=cast.chen, run=draft, read_hash=draft.document_hash)
    return ReportRun.objects.get(pk=draft.pk)


def test_chen_writes_a_text_and_no_figure_moves(cast, draft, as_user) -> None:
    """The document's hash changes, the figures' hash does not, the trail names the text."""
    url = reverse("reports:narrative", args=[draft.pk, "problems"])
    response = as_user(cast.chen).post(
        url, {"text": "楼道堆物仍多", "read_hash": draft.document_hash}
    )
    run = ReportRun.objects.get()
    assert response.status_code == 302
    assert run.snapshot.narratives()["problems"] == "楼道堆物仍多"
    assert run.document_hash != draft.document_hash
    assert run.figures_hash == run.snapshot.figures_sha256 == draft.figures_hash
    assert AuditEntry.objects.filter(code="reports.run.written").count() == 1


def test_the_page_says_which_text_of_which_report_is_written(cast, draft, as_user) -> None:
    """In the reader's language, above the field."""
    page = as_user(cast.chen).get(reverse("reports:narrative", args=[draft.pk, "problems"]))
    assert page.context["title"] == "Problems found"
    assert str(draft) in page.content.decode()


def test_two_writers_of_one_text_lose_nothing(cast, draft, as_user) -> None:
    """The second keeps the text on the screen, sees the first one's, and chooses."""
    url = reverse("reports:narrative", args=[draft.pk, "problems"])
    first, second = as_user(cast.chen), as_user(cast.admin)
    drawn = form_on(second.get(url))
    first.post(url, form_on(first.get(url)) | {"text": "甲"})
    page = second.post(url, drawn | {"text": "乙"})
    assert page.status_code == 200
    assert "甲" in page.text and form_on(page)["text"] == ["乙"]
    assert ReportRun.objects.get().snapshot.narratives()["problems"] == "甲"
    (clash,) = page.context["form"].clashes
    chosen = {clash.choice: clash.options[1][0]}
    assert second.post(url, form_on(page) | chosen).status_code == 302
    assert ReportRun.objects.get().snapshot.narratives()["problems"] == "乙"


def test_two_writers_of_two_texts_do_not_disturb_each_other(cast, draft, as_user) -> None:
    chen, admin = as_user(cast.chen), as_user(cast.admin)
    problems, plan = (
        reverse("reports:narrative", args=[draft.pk, key]) for key in ("problems", "plan")
    )
    drawn = form_on(admin.get(plan))
    chen.post(problems, form_on(chen.get(problems)) | {"text": "甲"})
    assert admin.post(plan, drawn | {"text": "乙"}).status_code == 302
    texts = ReportRun.objects.get().snapshot.narratives()
    assert (texts["problems"], texts["plan"]) == ("甲", "乙")


def test_zhou_signs_with_her_own_password(cast, reviewed, as_user) -> None:
    """The report is sealed, and the signature stands under the hash that she read."""
    url = reverse("reports:run-sign", args=[reviewed.pk])
    form = {"password": PASSWORD, "read_hash": reviewed.document_hash}
    response = as_user(cast.zhou).post(url, form)
    run = ReportRun.objects.get()
    assert response.status_code == 302
    assert run.state == RunState.SIGNED
    signature = Signature.objects.get()
    assert (signature.signer, signature.document_hash) == (cast.zhou, run.document_hash)
    assert "周红" in as_user(cast.chen).get(run.get_absolute_url()).text


def test_a_wrong_password_signs_nothing(cast, reviewed, as_user) -> None:
    """The message stands at the field."""
    url = reverse("reports:run-sign", args=[reviewed.pk])
    form = {"password": "guess", "read_hash": reviewed.document_hash}
    response = as_user(cast.zhou).post(url, form)
    assert "This is not your password." in response.text
    assert not Signature.objects.exists()
    assert ReportRun.objects.get().state == RunState.REVIEWED


def test_who_reviewed_does_not_sign(cast, reviewed) -> None:
    """Two pairs of eyes."""
    with pytest.raises(NotAllowed):
        approval.sign(actor=cast.chen, run=reviewed, read_hash=reviewed.document_hash)
    assert not Signature.objects.exists()


def test_nobody_signs_what_has_changed_since(cast, reviewed) -> None:
    """The hash that was read is the hash that is signed."""
    with pytest.raises(Outdated):
        approval.sign(actor=cast.zhou, run=reviewed, read_hash="0" * 64)
    assert not Signature.objects.exists()


def test_a_second_signature_waits_when_two_are_needed(cast, reviewed, monthly) -> None:
    """One of two does not seal; the same hand twice counts once."""
    monthly.required_signatures = 2
    monthly.save()
    for _again in range(2):
        approval.sign(actor=cast.zhou, run=reviewed, read_hash=reviewed.document_hash)
    run = ReportRun.objects.get()
    assert run.state == RunState.REVIEWED
    approval.sign(actor=cast.admin, run=run, read_hash=run.document_hash)
    assert ReportRun.objects.get().state == RunState.SIGNED


def test_sending_back_voids_signatures(cast, reviewed, monthly) -> None:
    """Words will change, so whoever signed must read again."""
    monthly.required_signatures = 2
    monthly.save()
    approval.sign(actor=cast.zhou, run=reviewed, read_hash=reviewed.document_hash)
    approval.send_back(actor=cast.chen, run=reviewed, reason="缺少出租屋数据")
    run = ReportRun.objects.get()
    assert run.state == RunState.DRAFT
    assert not run.signatures.exists()
    assert run.steps.last().note == "缺少出租屋数据"


def test_a_signed_report_cannot_be_written_in(cast, reviewed) -> None:
    """It is corrected by a new version that names it; it stays as it is."""
    approval.sign(actor=cast.zhou, run=reviewed, read_hash=reviewed.document_hash)
    signed = ReportRun.objects.get()
    with pytest.raises(WrongState):
        approval.write_narrative(
            actor=cast.chen, run=signed, key="plan", text="x", read_hash=signed.document_hash
        )
    newer, _made = correct_report(actor=cast.chen, run=signed, reason="补报三张卡")
    assert (newer.version, newer.corrects) == (2, signed)
    assert correct_report(actor=cast.chen, run=signed, reason="again") == (newer, False)
    assert ReportRun.objects.get(pk=signed.pk).document_hash == signed.document_hash


def test_two_reviewers_at_once(cast, draft) -> None:
    """The second finds the report moved on."""
    same = ReportRun.objects.get(pk=draft.pk)
    approval.review(actor=cast.chen, run=draft, read_hash=draft.document_hash)
    with pytest.raises(Outdated):
        approval.review(actor=cast.admin, run=same, read_hash=same.document_hash)
    assert ReportRun.objects.get().reviewed_by == cast.chen


def test_a_character_without_type_is_told_before_the_signature(cast, draft, as_user) -> None:
    """It stands on the report and beside the signature; a radical is no rare character."""
    client = as_user(cast.chen)
    page = reverse("reports:run", args=[draft.pk])
    url = reverse("reports:narrative", args=[draft.pk, "problems"])
    client.post(url, {"text": "⻢某家门口", "read_hash": draft.document_hash})
    assert "no type for" not in client.get(page).text
    read = ReportRun.objects.get().document_hash
    client.post(url, {"text": "\U00020bb7某家门口", "read_hash": read})
    assert "no type for \U00020bb7 and prints" in client.get(page).text
    run = ReportRun.objects.get()
    approval.review(actor=cast.admin, run=run, read_hash=run.document_hash)
    sign = reverse("reports:run-sign", args=[draft.pk])
    assert "no type for \U00020bb7" in as_user(cast.zhou).get(sign).text
