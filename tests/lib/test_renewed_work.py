"""Ended work that is put back into the queue, by whatever kind of row carries it."""

import pytest

from accounts.models import Mail
from communities.models import Export
from lib.jobs import JobState

pytestmark = pytest.mark.django_db


def test_a_mail_that_failed_is_put_back() -> None:
    """A mail is no record: it has no column that says when it was changed."""
    mail = Mail.objects.create(address="li@example.test", job_state=JobState.FAILED, attempts=3)
    mail.renew()
    mail.refresh_from_db()
    assert (mail.job_state, mail.attempts) == (JobState.WAITING, 0)


def test_a_record_that_is_put_back_says_when() -> None:
    export = Export.objects.create(name="x", path="/", kind="csv", job_state=JobState.FAILED)
    before = export.updated_at
    export.renew()
    export.refresh_from_db()
    assert export.job_state == JobState.WAITING
    assert export.updated_at > before
