"""Whoever forgot the password is helped, and nobody learns who has an account."""

import datetime as dt
import re
from smtplib import SMTPRecipientsRefused

import pytest
from allauth.account.adapter import get_adapter
from allauth.core.context import request_context
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.delivery import deliver, overdue_mails
from accounts.forgotten import mail_link
from accounts.mails import SEND, keep_mail
from accounts.models import Mail, User
from accounts.tasks import sweep_mails
from lib import bells
from lib.jobs import MAX_ATTEMPTS
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
    """The request only keeps the wish: a worker finds out who has the address."""
    assert reverse(FORM) in client.get(reverse("account_login")).text
    with django_capture_on_commit_callbacks(execute=True):
        assert page_for(client, KNOWN) == page_for(client, UNKNOWN)
    wishes = list(Mail.objects.all())
    assert [one.address for one in wishes] == [KNOWN, UNKNOWN]
    assert rung == [(SEND, [str(one.pk)]) for one in wishes]
    assert mailoutbox == []


def test_a_request_asks_the_database_nothing_about_an_address(
    wang, mail_server, client, rung, django_capture_on_commit_callbacks
) -> None:
    """Time would tell: the same statements for every address, and none looks for an account."""
    statements = []
    for email in (KNOWN, UNKNOWN):
        with (
            django_capture_on_commit_callbacks(execute=True),
            CaptureQueriesContext(connection) as asked,
        ):
            client.post(reverse(FORM), {"email": email})
        statements.append([one["sql"].split("VALUES")[0] for one in asked])
    assert statements[0] == statements[1]
    assert not [sql for sql in statements[0] if "accounts_user" in sql]


def test_while_the_broker_is_down_the_wish_waits_and_is_sent_by_the_sweeper(
    wang, mail_server, client, mailoutbox, monkeypatch, caplog, django_capture_on_commit_callbacks
) -> None:
    """And the log does not say whose password is forgotten."""

    def nobody_there(_task: str, _given: list[str]) -> None:
        raise OperationalError

    monkeypatch.setattr(bells, "_enqueue", nobody_there)
    monkeypatch.setattr(bells, "outage", Outage())
    with caplog.at_level("DEBUG"), django_capture_on_commit_callbacks(execute=True):
        assert page_for(client, KNOWN)[0] == 200
    assert "waits for the sweeper" in caplog.text
    assert KNOWN not in caplog.text
    rung: list[list[str]] = []
    monkeypatch.setattr(bells, "_enqueue", lambda _task, given: rung.append(given))
    monkeypatch.setattr(bells, "outage", Outage())
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_mails() == 1
    assert deliver(rung[0][0])
    assert [mail.to for mail in mailoutbox] == [[KNOWN]]
    assert not Mail.objects.exists()
    assert not deliver(rung[0][0])
    assert len(mailoutbox) == 1


def test_while_the_mail_server_is_away_it_is_tried_again(
    wang, mail_server, mailoutbox, monkeypatch, caplog
) -> None:
    """A few times; then the wish is forgotten, and nobody's address stays anywhere."""

    def refused(*_args: object, **_more: object) -> int:
        raise SMTPRecipientsRefused({KNOWN: (450, b"later")})

    wish = keep_mail(address=KNOWN, portal="https://safe.example.org/", language="en")
    with monkeypatch.context() as away, caplog.at_level("DEBUG"):
        away.setattr(EmailMessage, "send", refused)
        assert not deliver(wish.pk)
    assert KNOWN not in caplog.text
    assert overdue_mails() == []
    over = Mail.objects.filter(pk=wish.pk)
    over.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    assert overdue_mails() == [wish.pk]
    over.update(attempts=MAX_ATTEMPTS)
    assert overdue_mails() == []
    assert not over.exists()


def test_what_allauth_says_goes_the_same_way(wang, mail_server, rf, mailoutbox) -> None:
    """No page waits for a mail server."""
    with request_context(rf.get("/")):
        get_adapter().send_mail("account/email/unknown_account", KNOWN, {"email": KNOWN})
    assert mailoutbox == []
    assert deliver(Mail.objects.get().pk)
    assert [mail.to for mail in mailoutbox] == [[KNOWN]]
    assert KNOWN in mailoutbox[0].body


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
