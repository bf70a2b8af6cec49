"""Who may not read a record's page has no files of it, and evidence stays as it came."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from communities.models import Attachment
from communities.services.attachments import attach
from lib.files import file_keepers
from tests.grids import makers
from tests.programmes.factories import make_project
from tests.training.factories import make_event


def minutes() -> SimpleUploadedFile:
    """A document."""
    return SimpleUploadedFile("minutes.txt", b"who was there")


def add(client, target):
    """Post the form for a file to a record."""
    url = reverse("communities:attachment-add", args=[target._meta.label_lower, target.pk])
    return client.post(url, {"file": minutes()})


def remove(client, file: Attachment):
    """Press the button that removes a file."""
    return client.post(reverse("communities:attachment-remove", args=[file.pk]))


def test_zhao_has_no_files_of_trainings_that_zhao_may_not_see(cast, places, as_user) -> None:
    """The hospital's reporter sees the street but not its training: no reading, no tampering."""
    event = make_event(places.street)
    file, _added = attach(actor=cast.chen, target=event, upload=minutes())
    client = as_user(cast.zhao)
    assert client.get(reverse("training:event", args=[event.pk])).status_code == 403
    assert client.get(file.get_absolute_url()).status_code == 403
    assert add(client, event).status_code == 403
    assert remove(client, file).status_code == 403
    assert list(Attachment.objects.all()) == [file]


@pytest.mark.parametrize("kind", ["step", "inspection"])
def test_wang_cannot_change_the_photos_of_a_step(cast, places, as_user, kind) -> None:
    """The photo that shows the hazard is there when somebody verifies it, and no later one is."""
    place = makers.premises(places)
    target = makers.inspection(place, cast.wang, dt.date(2026, 3, 2))
    if kind == "step":
        target = makers.hazard(place, cast.wang).steps.get()
    target.files_locked = False  # as the action does for its own photos
    file, _added = attach(actor=cast.wang, target=target, upload=makers.photo())
    client = as_user(cast.wang)
    assert client.get(file.get_absolute_url()).status_code == 200
    assert remove(client, file).status_code == 403
    assert add(client, target).status_code == 403
    assert list(Attachment.objects.all()) == [file]


def test_a_record_that_shows_no_files_takes_none(cast, places, as_user) -> None:
    """Nobody would ever see them there."""
    hazard = makers.hazard(makers.premises(places), cast.wang)
    assert add(as_user(cast.chen), hazard).status_code == 404
    assert not Attachment.objects.exists()


def test_wang_reads_the_plan_of_the_streets_project_that_covers_the_grid(
    cast, places, as_user
) -> None:
    """Its page is open to wang, so its files are."""
    project = make_project(places.street, cast.chen)
    file, _added = attach(actor=cast.chen, target=project, upload=minutes())
    client = as_user(cast.wang)
    assert client.get(project.get_absolute_url()).status_code == 200
    assert client.get(file.get_absolute_url()).status_code == 200
    assert remove(client, file).status_code == 403
    assert as_user(cast.outsider).get(file.get_absolute_url()).status_code == 404


def test_every_model_that_keeps_files_is_seen_by_area() -> None:
    """And every page that draws files belongs to one of them."""
    for keeper in file_keepers:
        model = apps.get_model(keeper.key)
        assert hasattr(model._default_manager.all(), "visible_to"), keeper.key
        assert hasattr(model, "get_absolute_url"), keeper.key
    names = {keeper.key.split(".")[1] for keeper in file_keepers}
    words = {"site": "reportingsite", "record": "injuryrecord", "run": "reportrun"}
    words |= {"action": "correctiveaction", "value": "indicatorvalue"}
    for path in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        for word in re.findall(r"{% attachments (\w+)", path.read_text(encoding="utf-8")):
            assert words.get(word, word) in names, path
