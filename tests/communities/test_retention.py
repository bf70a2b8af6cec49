"""Chen says for how long things on their way are kept, within bounds."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from communities.models import Draft, Export, RetentionPeriod
from communities.retention import DRAFTS, EXPORTS, IMPORTS, PERIODS
from communities.services.exports import remove_old_exports
from communities.services.retention import sync_periods
from communities.tasks import purge_drafts
from tests.sent import form_on


def set_days(client, code: str, days: object):
    """Type the days into the form of a period and send it."""
    url = reverse("communities:retention-edit", args=[RetentionPeriod.objects.get(code=code).pk])
    return client.post(url, form_on(client.get(url)) | {"days": str(days)})


def test_shorter_periods_remove_earlier_and_the_trail_says_who(only_street, cast, as_user) -> None:
    draft = Draft.objects.create(owner=cast.chen, path="/x/", title="x", data="[]")
    Draft.objects.update(saved_at=timezone.now() - dt.timedelta(days=10))
    assert purge_drafts() == 0
    assert set_days(as_user(cast.chen), "drafts", 9).status_code == 302
    told = as_user(cast.liu).get(reverse("communities:drafts")).content.decode()
    assert "after 9 days" in told
    assert purge_drafts() == 1 and not Draft.objects.filter(pk=draft.pk).exists()
    entry = AuditEntry.objects.get(code="communities.retention.changed")
    assert (entry.actor, entry.changes) == (cast.chen, {"days": [30, 9]})
    page = as_user(cast.chen).get(RetentionPeriod.objects.get(code="drafts").get_absolute_url())
    assert "陈静" in page.content.decode()


def test_an_export_says_until_when_it_is_kept(only_street, cast, as_user) -> None:
    export = Export.objects.create(created_by=cast.chen, name="x", path="/", query="", kind="csv")
    set_days(as_user(cast.chen), "exports", 2)
    assert export.kept_until == export.created_at + dt.timedelta(days=2)
    assert remove_old_exports(timezone.now() + dt.timedelta(days=3)) == 1


@pytest.mark.parametrize("code", sorted(PERIODS))
def test_bounds_are_kept(code, only_street, cast, as_user) -> None:
    """A workbook is there as long as its refused rows are corrected; nothing is kept for ever."""
    period = PERIODS[code]
    for days in (0, period.least - 1, period.most + 1, 40000):
        page = set_days(as_user(cast.chen), code, days)
        assert page.status_code == 200 and "days" in page.context["form"].errors
    assert period.days == period.default
    assert set_days(as_user(cast.chen), code, period.most).status_code == 302
    assert PERIODS[code].days == period.most


def test_what_lies_outside_by_a_newer_version_is_bounded(db) -> None:
    RetentionPeriod.objects.filter(code="imports").update(days=5)
    assert IMPORTS.time == dt.timedelta(days=30)
    RetentionPeriod.objects.all().delete()
    assert (EXPORTS.days, DRAFTS.days) == (7, 30)
    sync_periods()
    assert RetentionPeriod.objects.count() == len(PERIODS)


def test_of_two_streets_neither_sets_it_for_both(places, cast, as_user) -> None:
    period = RetentionPeriod.objects.get(code="drafts")
    url = reverse("communities:retention-edit", args=[period.pk])
    assert as_user(cast.chen).post(url, {"days": "8"}).status_code == 403
    assert as_user(cast.chen).get(period.get_absolute_url()).status_code == 200
    assert as_user(cast.wu).get(period.get_absolute_url()).status_code == 403
