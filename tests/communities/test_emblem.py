"""Whose portal it is: the street's name and emblem, before anybody has signed in."""

import datetime as dt
import io

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.models import AuditEntry
from communities.models import Emblem
from tests.grids.makers import photo


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()
    yield
    cache.clear()


def send(client, places, upload):
    """Send a picture as the street's emblem."""
    return client.post(
        reverse("communities:area-emblem", args=[places.street.pk]), {"picture": upload}
    )


def entrance(client) -> str:
    """The sign-in page."""
    return client.get(reverse("account_login")).content.decode()


@pytest.fixture
def one_street(places):
    """A portal of one street: the neighbour has been dissolved."""
    places.next_street.valid_to = dt.date(2020, 1, 1)
    places.next_street.save()
    return places


def test_the_street_stands_on_the_sign_in_page(client, one_street) -> None:
    assert one_street.street.name in entrance(client)


def test_of_two_streets_neither_is_named(client, places) -> None:
    page = entrance(client)
    assert places.street.name not in page and places.next_street.name not in page


def test_chen_sends_the_emblem_and_everybody_sees_it(
    client, one_street, cast, as_user, django_capture_on_commit_callbacks
) -> None:
    entrance(client)  # kept without an emblem
    with django_capture_on_commit_callbacks(execute=True):
        assert send(as_user(cast.chen), one_street, photo()).status_code == 302
    kept = Emblem.objects.get()
    address = reverse("communities:emblem", args=[kept.sha256])
    assert address in entrance(client)
    answer = client.get(address)
    assert answer["Content-Type"] == "image/jpeg"
    assert max(Image.open(io.BytesIO(answer.content)).size) <= 256
    assert AuditEntry.objects.get(code="communities.emblem.kept").actor == cast.chen


def test_what_is_no_picture_is_refused_at_its_field(places, cast, as_user) -> None:
    text = SimpleUploadedFile("emblem.png", b"<svg onload=alert(1)>")
    page = send(as_user(cast.chen), places, text).content.decode()
    assert "This file is no photo" in page
    assert not Emblem.objects.exists()


def test_liu_of_a_community_changes_no_emblem(places, cast, as_user) -> None:
    assert send(as_user(cast.liu), places, photo()).status_code in (403, 404)
    assert not Emblem.objects.exists()


def test_a_community_has_no_emblem(places, cast, as_user) -> None:
    address = reverse("communities:area-emblem", args=[places.east.pk])
    assert as_user(cast.chen).get(address).status_code == 404


def test_taken_away_the_mark_of_the_portal_stands_there_again(
    client, places, cast, as_user, django_capture_on_commit_callbacks
) -> None:
    send(as_user(cast.chen), places, photo())
    with django_capture_on_commit_callbacks(execute=True):
        as_user(cast.chen).post(reverse("communities:area-emblem-remove", args=[places.street.pk]))
    assert not Emblem.objects.exists()
    assert "mark" in entrance(client).split('class="entrance-head"')[1]
    assert AuditEntry.objects.filter(code="communities.emblem.removed").exists()
