"""Writing down what people are told; nobody is told the same thing twice."""

import hashlib
from collections.abc import Iterator, Sequence
from functools import partial
from uuid import UUID

from django.db import models, transaction

from accounts.audit import said
from accounts.models import User
from lib.notice_kinds import NoticeKind, Telling
from lib.records import address_of
from notices.models import Notice
from notices.services.inbox import count_unread
from notices.services.routing import plan_deliveries

BATCH = 500


def event_of(kind: str, about: models.Model, once: str) -> str:
    """Return the digest of what happened: kind, record, occasion."""
    words = "\n".join([kind, about._meta.label_lower, str(about.pk), once])
    return hashlib.sha256(words.encode()).hexdigest()[:40]


@transaction.atomic
def write_notices(kind: NoticeKind, tellings: Sequence[Telling]) -> None:
    """Put into inboxes what open accounts are told and were not told before, and plan what leaves
    the portal.
    """
    written = [(telling.about, list(_notices(kind, telling))) for telling in tellings]
    wanted = [notice for _about, notices in written for notice in notices]
    if not wanted:
        return
    Notice.objects.bulk_create(wanted, batch_size=BATCH, ignore_conflicts=True)
    plan_deliveries(kind, written)
    readers = {notice.user_id for notice in wanted}
    transaction.on_commit(partial(count_unread, readers))


def _notices(kind: NoticeKind, telling: Telling) -> Iterator[Notice]:
    """Yield a notice for each person, but for who did it and for closed accounts."""
    about, by = telling.about, telling.by
    told: set[UUID] = set()
    text, path = (telling.words or said(about))[:200], telling.path or address_of(about)
    event = event_of(kind.key, about, telling.once)
    for user in telling.to:
        if isinstance(user, User) and user.is_active and user != by and user.pk not in told:
            told.add(user.pk)
            yield Notice(user=user, by=by, kind=kind.key, text=text, path=path, event=event)
