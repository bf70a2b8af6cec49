"""Whoever forgot the password is helped, and nobody learns who has an account."""

import re

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.tasks import mail_link
from lib import bells
from lib.outages import Outage
from tests.cast import Cast

KNOWN, UNKNOWN = "wang@example.org", "stranger@example.org"
FORM = "account_reset_password"


@pytest.fixture
def wang(cast: Cast) -> User:
    """Return wang, who has an address."""
    cast.wang.email = KNOWN
    cast.wang.save()
    return cast.wang


@pytest.fixture(autouse=True)
def _reads_english(client: Client) -> None:
    client.cookies["language"] = "en"


@pytest.fixture
def mail_server(settings) -> None:
    settings.EMAIL_HOST = "mail.example.org"


@pytest.fixture
def rung(monkeypatch) -> list[tuple[str, list[str]]]:
    """Return what was rung for."""
    calls: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(bells, "_enqueue", lambda task, given: calls.append((task, given)))
    monkeypatch.setattr(bells, "outage", Outage())
    return calls


def page_for(client: Client, email: str) -> tuple[int, str]:
    """Return status and page for this address, without what differs at every request."""
    answer = client.post(reverse(FORM), {"email": email}, follow=True)
    text = re.sub(r'(nonce|csrfmiddlewaretoken" value|"X-CSRFToken": )[="]*[^"]+"', "", answer.text)
    return answer.status_code, text.replace(email, "")


def test_without_a_mail_server_the_page_sends_to_the_administrator(
    wang, client, mailoutbox
) -> None:
    """There is no form, no link at sign-in, no mail, no error, and no difference."""
    assert "Ask the administrator for a new password" in client.get(reverse(FORM)).text
    assert reverse(FORM) not in client.get(reverse("account_login")).text
    known, unknown = page_for(client, KNOWN), page_for(client, UNKNOWN)
    assert known == unknown
    assert known[0] == 200
    assert "Ask the administrator for a new password" in known[1]
    assert mailoutbox == []


def test_without_a_mail_server_an_own_address_is_noted_and_nothing_fails(
    wang, as_user, mailoutbox
) -> None:
    """allauth would confirm it by mail."""
    answer = as_user(wang).post(
        reverse("account_email"), {"action_add": "", "email": "other@example.org"}
    )
    assert answer.status_code < 400
    assert mailoutbox == []


def test_with_a_mail_server_every_address_gets_the_same_answer(
    wang, mail_server, client, rung, mailoutbox, django_capture_on_commit_callbacks
) -> None:
    """The request only rings: whether an account has the address is the worker's to find."""
    assert reverse(FORM) in client.get(reverse("account_login")).text
    with django_capture_on_commit_callbacks(execute=True):
        assert page_for(client, KNOWN) == page_for(client, UNKNOWN)
    assert [given[0] for _task, given in rung] == [KNOWN, UNKNOWN]
    assert {task for task, _given in rung} == {mail_link.name}
    assert mailoutbox == []


def test_a_request_asks_the_database_nothing_about_an_address(
    wang, mail_server, client, rung, django_assert_num_queries, django_capture_on_commit_callbacks
) -> None:
    """Time would tell."""
    with django_capture_on_commit_callbacks(execute=True), django_assert_num_queries(0):
        client.post(reverse(FORM), {"email": KNOWN})


def link_in(mail: EmailMessage) -> str:
    return re.search(r"https://safe\.example\.org(/\S+)", mail.body)[1]


def test_the_link_leads_to_a_new_password(wang, mail_server, client, mailoutbox) -> None:
    """In the mail to who has the address, and to nobody else."""
    assert mail_link(UNKNOWN, "https://safe.example.org/", "en") == 0
    assert mailoutbox == []
    assert mail_link(KNOWN, "https://safe.example.org/", "en") == 1
    (mail,) = mailoutbox
    assert mail.to == [KNOWN]
    assert "wang" in mail.body
    drawn = client.get(link_in(mail), follow=True)
    assert "password1" in drawn.text
    form = drawn.request["PATH_INFO"]
    client.post(form, {"password1": "a-new-long-sentence", "password2": "a-new-long-sentence"})
    wang.refresh_from_db()
    assert wang.check_password("a-new-long-sentence")
    assert "password1" not in client.get(link_in(mail), follow=True).text


def test_a_closed_account_gets_no_link(wang, mail_server, mailoutbox) -> None:
    """Its password would open nothing."""
    wang.is_active = False
    wang.save()
    assert mail_link(KNOWN, "https://safe.example.org/", "en") == 0
    assert mailoutbox == []
