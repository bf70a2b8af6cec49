"""A large export is made in the background, for its owner alone, with what the owner may see."""

import datetime as dt

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from communities.models import Export, Organisation
from communities.services.exports import make_export, overdue_exports, remove_old_exports
from lib import listing
from lib.jobs import JobState

LIST = reverse("communities:organisations")


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "JOB_LIMIT", 2)


@pytest.fixture
def four(places) -> None:
    """Four organisations, one of them in the other street."""
    for number in range(3):
        Organisation.objects.create(area=places.east, name=f"东{number}院", sector="hospital")
    Organisation.objects.create(area=places.next_street, name="邻街医院", sector="hospital")


def asked(client, **query: str) -> Export:
    """Ask for an export that is too large, and return it."""
    answer = client.get(LIST, {"export": "csv", "sort": "-name", **query})
    export = Export.objects.latest("created_at")
    assert (answer.status_code, answer.url) == (302, export.get_absolute_url())
    return export


def content(client, export: Export) -> str:
    """Return what the owner fetches."""
    answer = client.get(reverse("communities:export-file", args=[export.pk]))
    return b"".join(answer.streaming_content).decode()


def test_chen_waits_on_a_page_and_then_fetches_the_rows_of_the_list(four, cast, as_user) -> None:
    """In its order; the file at rest is unreadable, and the trail knows of both."""
    client = as_user(cast.chen)
    export = asked(client, q="院")
    assert "being made" in client.get(export.get_absolute_url()).text
    assert make_export(export.pk)
    assert "3 rows" in client.get(export.get_absolute_url()).text
    names = [line.split(",")[0] for line in content(client, export).splitlines()[1:]]
    assert names == ["东2院", "东1院", "东0院"]
    export.refresh_from_db()
    with default_storage.open(export.file.name) as stored:
        assert "东".encode() not in stored.read()
    trail = AuditEntry.objects.filter(actor=cast.chen, code__contains="export")
    assert set(trail.values_list("code", flat=True)) == {
        "accounts.export.made",
        "communities.export.fetched",
    }


def test_nobody_else_sees_it(four, cast, as_user) -> None:
    """Not even the administrator."""
    export = asked(as_user(cast.chen))
    make_export(export.pk)
    for name in ("admin", "liu", "outsider"):
        for url in (
            export.get_absolute_url(),
            reverse("communities:export-file", args=[export.pk]),
        ):
            assert as_user(cast[name]).get(url).status_code == 404


def test_what_may_be_seen_is_asked_when_the_file_is_made(four, cast, as_user) -> None:
    """Whoever has lost the role meanwhile gets a sentence and no rows."""
    export = asked(as_user(cast.chen))
    cast.chen.memberships.update(valid_to=timezone.localdate())
    assert not make_export(export.pk)
    export.refresh_from_db()
    assert (export.job_state, bool(export.file)) == (JobState.FAILED, False)


def test_a_killed_worker_costs_time_only(four, cast, as_user) -> None:
    """Its work is taken again when the lease is over, and the file is there once."""
    export = asked(as_user(cast.chen))
    assert Export.objects.claim(export.pk) is not None
    assert not make_export(export.pk)
    Export.objects.filter(pk=export.pk).update(lease_until=timezone.now() - dt.timedelta(minutes=1))
    assert overdue_exports() == [export.pk]
    call_command("make_export")
    assert Export.objects.get(pk=export.pk).job_state == JobState.DONE


def test_a_file_is_kept_for_a_week(four, cast, as_user) -> None:
    """Then it goes, with the address that it was made from."""
    export = asked(as_user(cast.chen))
    make_export(export.pk)
    name = Export.objects.get(pk=export.pk).file.name
    assert remove_old_exports(timezone.now() + dt.timedelta(days=6)) == 0
    assert remove_old_exports(timezone.now() + dt.timedelta(days=8)) == 1
    assert not default_storage.exists(name)
    assert not Export.objects.exists()


def test_a_workbook_is_made_likewise(four, cast, as_user) -> None:
    """Its content begins as every zip does."""
    client = as_user(cast.chen)
    client.get(LIST, {"export": "xlsx"})
    export = Export.objects.get()
    make_export(export.pk)
    answer = client.get(reverse("communities:export-file", args=[export.pk]))
    assert b"".join(answer.streaming_content).startswith(b"PK")
