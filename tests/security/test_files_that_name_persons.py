"""A file of an injury card (a photograph of the paper card) names the person: so it is revealed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.models import AuditEntry, User
from communities.models import Attachment
from communities.services.attachments import attach, detach
from injuries.models import InjuryRecord
from tests.injuries.conftest import card
from tests.security.photos import encoded

NAME = "张三丰病历"


def paper() -> SimpleUploadedFile:
    """A scan whose very name says who was hurt."""
    return SimpleUploadedFile(f"{NAME}.jpg", encoded(Image.new("RGB", (9, 9)), "JPEG"))


def add(actor: User, record: InjuryRecord) -> Attachment:
    return attach(actor=actor, target=record, upload=paper(), caption=NAME)[0]


def reveals() -> list[User | None]:
    """Who was shown personal data."""
    entries = AuditEntry.objects.filter(code="communities.personal.revealed").order_by("at")
    return [entry.actor for entry in entries]


@pytest.mark.parametrize("name", ["zhou", "wu", "liu"])
def test_who_may_not_reveal_a_card_opens_no_file_of_it(places, cast, as_user, name) -> None:
    """Nor reads its name, on the card's page or in its history."""
    record = card(places.east)
    file = add(cast.chen, record)
    client = as_user(cast[name])
    page = client.get(record.get_absolute_url())
    assert page.status_code == 200
    assert NAME not in page.text
    assert file.get_absolute_url() not in page.text
    assert "1 file" in page.text or "Files" in page.text
    assert client.get(file.get_absolute_url()).status_code == 403
    assert client.post(reverse("communities:attachment-remove", args=[file.pk])).status_code == 403
    assert reveals() == []


def test_who_may_reveal_opens_it_and_that_is_in_the_trail(places, cast, as_user) -> None:
    """Chen looks at what zhao attached; the card's page alone shows none of it."""
    record = card(places.east)
    file = add(cast.zhao, record)
    client = as_user(cast.chen)
    page = client.get(record.get_absolute_url()).text
    assert f'href="{file.get_absolute_url()}"' in page
    assert f'src="{file.get_absolute_url()}"' not in page
    assert reveals() == []
    assert client.get(file.get_absolute_url()).status_code == 200
    assert reveals() == [cast.chen]


def test_who_attached_it_has_it_anyway(places, cast, as_user) -> None:
    """As with the workbook of an import."""
    record = card(places.east)
    file = add(cast.liu, record)
    client = as_user(cast.liu)
    assert file.get_absolute_url() in client.get(record.get_absolute_url()).text
    assert client.get(file.get_absolute_url()).status_code == 200
    assert client.post(reverse("communities:attachment-remove", args=[file.pk])).status_code == 302
    assert reveals() == []


def test_the_trail_keeps_what_kind_of_file_it_was(places, cast) -> None:
    """Its readers see no persons; the digest says which file it was."""
    record = card(places.east)
    detach(actor=cast.chen, attachment=add(cast.chen, record))
    added, removed = AuditEntry.objects.filter(code__startswith="communities.attachment").order_by(
        "at"
    )
    assert added.changes["file"] == [None, "•••.jpg"]
    assert removed.changes["file"] == ["•••.jpg", None]
    assert removed.changes["sha256"][0]
