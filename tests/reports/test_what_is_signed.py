"""The page that signs says what is signed; the opinion stays with the signature."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from reports.models import ReportRun, Signature
from reports.services import approval
from reports.workflow import RunState
from tests.cast import PASSWORD
from tests.sent import form_on


@pytest.fixture
def reviewed(cast, draft) -> ReportRun:
    """The draft, with one text, handed to the committee by Chen."""
    approval.write_narrative(
        actor=cast.admin,
        run=draft,
        key="problems",
        text="楼道堆物仍多",
        read_hash=draft.document_hash,
    )
    run = ReportRun.objects.get(pk=draft.pk)
    approval.review(actor=cast.chen, run=run, read_hash=run.document_hash, opinion="数据已核对")
    return ReportRun.objects.get(pk=draft.pk)


def test_zhou_sees_figures_texts_and_contents_where_she_signs(cast, reviewed, as_user) -> None:
    page = as_user(cast.zhou).get(reverse("reports:run-sign", args=[reviewed.pk]))
    digest, text = page.context["digest"], page.content.decode()
    assert len(digest.contents) == len(reviewed.snapshot.sections)
    for section in digest.contents:
        assert f"{reviewed.get_absolute_url()}#section-{section['key']}" in text
    heading, figures = digest.figures[0]
    assert heading in text and figures[0]["label"] in text
    assert "楼道堆物仍多" in text and "数据已核对" in text
    assert digest.unwritten and f"“{digest.unwritten[0]}” has not been written." in text
    assert page.context["place"].count == 1


def test_her_opinion_stands_with_the_signature(cast, reviewed, as_user) -> None:
    zhou, url = as_user(cast.zhou), reverse("reports:run-sign", args=[reviewed.pk])
    typed = form_on(zhou.get(url)) | {"password": PASSWORD, "reason": "同意"}
    assert zhou.post(url, typed).status_code == 302
    assert Signature.objects.get().opinion == "同意"
    assert ReportRun.objects.get().state == RunState.SIGNED
    assert AuditEntry.objects.get(code="reports.run.signed").changes["opinion"] == [None, "同意"]


def test_what_she_wrote_is_kept_when_the_password_is_wrong(cast, reviewed, as_user) -> None:
    zhou, url = as_user(cast.zhou), reverse("reports:run-sign", args=[reviewed.pk])
    page = zhou.post(url, form_on(zhou.get(url)) | {"password": "wrong", "reason": "同意"})
    assert page.status_code == 200 and form_on(page, with_field="reason")["reason"] == ["同意"]
    assert not Signature.objects.exists() and ReportRun.objects.get().state == RunState.REVIEWED


def test_zhou_declines_and_says_why(cast, reviewed, as_user) -> None:
    zhou, url = as_user(cast.zhou), reverse("reports:run-sign", args=[reviewed.pk])
    page = zhou.get(url)
    back = reverse("reports:run-send-back", args=[reviewed.pk])
    assert back in page.content.decode()
    typed = form_on(page) | {"reason": "请补充原因分析"}
    assert zhou.post(back, typed).status_code == 302
    assert ReportRun.objects.get().state == RunState.DRAFT
    told = AuditEntry.objects.get(code="reports.run.declined")
    assert (told.actor, told.changes["reason"]) == (cast.zhou, [None, "请补充原因分析"])


def test_he_sends_it_back_from_the_same_page(cast, reviewed, as_user) -> None:
    """With the reason it goes back at once; without, it is asked for and nothing has happened."""
    chen, back = as_user(cast.admin), reverse("reports:run-send-back", args=[reviewed.pk])
    typed = form_on(chen.get(reverse("reports:run-sign", args=[reviewed.pk])))
    page = chen.post(back, typed)
    assert page.status_code == 200 and ReportRun.objects.get().state == RunState.REVIEWED
    assert chen.post(back, typed | {"reason": "补充原因分析"}).status_code == 302
    run = ReportRun.objects.get()
    assert run.state == RunState.DRAFT and run.steps.filter(note="补充原因分析").exists()


def test_who_hands_it_on_says_what_she_thinks_of_it(cast, draft, as_user) -> None:
    """The panel names what nobody wrote; the opinion stands in the steps."""
    chen = as_user(cast.chen)
    page = chen.get(draft.get_absolute_url())
    assert any("has not been written" in one for one in page.context["panel"].remarks)
    typed = form_on(page, with_field="read_hash") | {"reason": "同意提交", "then": "next"}
    answer = chen.post(reverse("reports:run-review", args=[draft.pk]), typed)
    assert answer.url == f"{reverse('reports:runs')}?state=draft"
    assert ReportRun.objects.get().steps.get(target="reviewed").note == "同意提交"


def test_a_draft_that_moved_on_is_not_handed_on(cast, draft, as_user) -> None:
    chen = as_user(cast.chen)
    typed = form_on(chen.get(draft.get_absolute_url()), with_field="read_hash")
    typed |= {"read_hash": "0" * 64}
    answer = chen.post(reverse("reports:run-review", args=[draft.pk]), typed)
    assert answer.url == draft.get_absolute_url()
    assert ReportRun.objects.get().state == RunState.DRAFT
