"""Files of a record: photos are written anew, documents only downloaded, others refused."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pillow_heif import register_heif_opener

from accounts.models import AuditEntry
from communities.models import Attachment, Organisation


@pytest.fixture
def hospital(places) -> Organisation:
    """A record of the street."""
    return Organisation.objects.create(area=places.street, name="金沙医院", sector="hospital")


def photo(size: tuple[int, int] = (2400, 1200)) -> SimpleUploadedFile:
    """A JPEG with metadata that must not survive."""
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    buffer = io.BytesIO()
    Image.new("RGB", size, "red").save(buffer, "JPEG", exif=exif)
    return SimpleUploadedFile("照片.jpg", buffer.getvalue())


def send(client, record: Organisation, file: SimpleUploadedFile):
    """Post the form of the record's page."""
    url = reverse("communities:attachment-add", args=["communities.organisation", record.pk])
    return client.post(url, {"file": file, "caption": "门口"}, follow=True)


def test_a_photo_is_written_anew(cast, hospital, as_user) -> None:
    """Smaller, without metadata, shown in the page."""
    client = as_user(cast.chen)
    page = send(client, hospital, photo())
    stored = Attachment.objects.get()
    image = Image.open(stored.file)
    assert image.size == (1600, 800)
    assert not image.getexif()
    assert stored.get_absolute_url() in page.text
    response = client.get(stored.get_absolute_url())
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("照片.jpg", b"<script>alert(1)</script>", "This file is no photo"),
        ("page.html", b"<script>alert(1)</script>", "Files of this kind are not taken"),
        ("picture.svg", b"<svg/>", "Files of this kind are not taken"),
    ],
)
def test_what_is_no_photo_is_refused(cast, hospital, as_user, name, content, message) -> None:
    """In words, and nothing is kept."""
    page = send(as_user(cast.chen), hospital, SimpleUploadedFile(name, content))
    assert message in page.text
    assert not Attachment.objects.exists()


def test_a_document_is_only_downloaded(cast, hospital, as_user) -> None:
    """Never shown inside the portal, whatever it contains."""
    client = as_user(cast.chen)
    send(client, hospital, SimpleUploadedFile("纪要.pdf", b"%PDF-1.7 <script>"))
    response = client.get(Attachment.objects.get().get_absolute_url())
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_people_of_the_next_street_do_not_get_it(cast, hospital, as_user) -> None:
    """Neither the file nor the right to add one."""
    send(as_user(cast.chen), hospital, photo((10, 10)))
    outsider = as_user(cast.outsider)
    assert outsider.get(Attachment.objects.get().get_absolute_url()).status_code == 404
    assert send(outsider, hospital, photo((10, 10))).status_code == 404
    assert Attachment.objects.count() == 1


def test_a_removed_file_leaves_the_disk(
    cast, hospital, as_user, django_capture_on_commit_callbacks
) -> None:
    """And its name stays in the record's history."""
    client = as_user(cast.chen)
    send(client, hospital, photo((10, 10)))
    stored = Attachment.objects.get()
    storage, name = stored.file.storage, stored.file.name
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("communities:attachment-remove", args=[stored.pk]))
    assert not Attachment.objects.exists()
    assert not storage.exists(name)
    assert "照片.jpg" in client.get(hospital.get_absolute_url()).text


def test_chen_attaches_the_same_file_twice_and_is_told(cast, hospital, as_user) -> None:
    """Known by what is in it: under another name it is still the same."""
    client = as_user(cast.chen)
    send(client, hospital, photo())
    page = send(client, hospital, SimpleUploadedFile("again.jpg", photo().read()))
    assert "attached already" in page.text and "File attached" not in page.text
    assert Attachment.objects.count() == 1
    assert AuditEntry.objects.filter(code="communities.attachment.added").count() == 1
    stored = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert len([path for path in stored if str(Attachment.objects.get().pk) in path.name]) == 1


def test_two_records_may_have_the_same_file(cast, places, hospital, as_user) -> None:
    school = Organisation.objects.create(area=places.street, name="金沙小学", sector="school")
    client = as_user(cast.chen)
    send(client, hospital, photo())
    assert "File attached" in send(client, school, photo()).text
    assert Attachment.objects.count() == 2


def test_a_photo_of_another_format_comes_back_as_the_jpeg_it_is_now(
    cast, hospital, as_user
) -> None:
    buffer = io.BytesIO()
    register_heif_opener()
    Image.new("RGB", (64, 48), "red").save(buffer, "HEIF")
    client = as_user(cast.chen)
    send(client, hospital, SimpleUploadedFile("门口.HEIC", buffer.getvalue()))
    response = client.get(Attachment.objects.get().get_absolute_url())
    assert Attachment.objects.get().name == "门口.jpg"
    assert (response["Content-Type"], "HEIC" in response["Content-Disposition"]) == (
        "image/jpeg",
        False,
    )
