"""On a computer that several people use the next one finds nothing of the one before.

The pages of the portal itself are looked at in `tests/test_access_table.py`, address by address.
"""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, reverse
from PIL import Image

from communities.services.attachments import attach
from lib.errors import DomainError
from tests.injuries.conftest import card
from tests.test_access_table import FOREIGN, url_names

#: allauth's pages that need an argument: keys of a mail, of a passkey.
WITH_KEYS = {
    "account_confirm_email",
    "account_reset_password_from_key",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
}


def unkept(answer: object) -> bool:
    """Tell whether no browser and no proxy may keep the answer."""
    return "no-store" in answer.get("Cache-Control", "")


def picture() -> SimpleUploadedFile:
    """A small photograph."""
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG")
    return SimpleUploadedFile("a.jpg", file.getvalue())


def test_photos_and_documents(cast, places, as_user) -> None:
    """A photograph of an injured person's home is no picture for a browser's folder."""
    record = card(places.east)
    for upload in (picture(), SimpleUploadedFile("a.pdf", b"%PDF-1.4")):
        kept, _fresh = attach(actor=cast.chen, target=record, upload=upload)
        answer = as_user(cast.chen).get(kept.get_absolute_url())
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export(cast, places, as_user, kind) -> None:
    """A file of the rows of a list."""
    card(places.east)
    answer = as_user(cast.chen).get(reverse("injuries:records"), {"export": kind})
    assert answer["Content-Disposition"].startswith("attachment")
    assert unkept(answer)


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 500])
def test_a_page_that_says_what_went_wrong(cast, places, as_user, status, monkeypatch) -> None:
    """Its heading names who is signed in."""
    client = as_user(cast.chen)
    client.raise_request_exception = False
    record = card(places.east)
    if status == 400:
        answer = client.get("/", headers={"host": "elsewhere.example.org"})
    elif status == 403:
        guarded = Client(enforce_csrf_checks=True)
        guarded.force_login(cast.chen)
        answer = guarded.post(reverse("injuries:record-withdraw", args=[record.pk]))
    elif status == 404:
        answer = client.get("/nowhere/")
    elif status == 405:
        answer = client.get(reverse("communities:attachment-remove", args=[record.pk]))
    elif status == 409:
        monkeypatch.setattr("injuries.views.records.duplicates_of", stopped)
        answer = client.get(record.get_absolute_url())
    else:
        monkeypatch.setattr("injuries.views.records.duplicates_of", broken)
        answer = client.get(record.get_absolute_url())
    assert answer.status_code == status
    assert unkept(answer)


def stopped(*_args: object) -> None:
    """Say no in the portal's own words."""
    raise DomainError("Not today.")


def broken(*_args: object) -> None:
    """Fail as nobody expects."""
    raise RuntimeError


def test_the_pages_of_accounts_and_second_factors(cast, as_user) -> None:
    """allauth's: recovery codes and the secret of an app among them."""
    names = {name for name in url_names(get_resolver()) if name.startswith(FOREIGN[:2])}
    client = as_user(cast.chen)
    kept = {name for name in names - WITH_KEYS if not unkept(client.get(reverse(name)))}
    assert names > WITH_KEYS
    assert not kept
