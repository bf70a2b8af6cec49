"""Keeping what is typed into a form until it is saved, for its writer alone."""

import datetime as dt
import json
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from communities.models.drafts import Draft
from communities.retention import DRAFTS
from lib.errors import DomainError

#: A draft has at most so many characters, and a person so many drafts.
LONGEST, MOST = 200_000, 50
#: Names that are never kept: keys of a sending, and anything secret.
NEVER = ("csrfmiddlewaretoken", "record_key", "password")

Entries = Sequence[tuple[str, str]]


@transaction.atomic
def keep_draft(*, owner: User, path: str, title: str, entries: Entries) -> Draft:
    """Keep what `owner` has typed into the form at `path`, in place of what was kept before.

    Raises DomainError for an address that the portal does not have, and for what is too long.
    """
    try:
        resolve(path)
    except Resolver404 as error:
        raise DomainError(_("There is no such form.")) from error
    kept = [(name, value) for name, value in entries if not any(one in name for one in NEVER)]
    data = json.dumps(kept, ensure_ascii=False)
    if len(data) > LONGEST or len(path) > 200:
        raise DomainError(_("This is too long to be kept as a draft."))
    draft, fresh = Draft.objects.update_or_create(
        owner=owner, path=path, defaults={"title": title[:200], "data": data}
    )
    if fresh:
        audit.record(actor=owner, code="communities.draft.kept", target=draft)
        surplus = Draft.objects.filter(owner=owner).values_list("pk", flat=True)[MOST:]
        Draft.objects.filter(pk__in=list(surplus)).delete()
    return draft


def open_draft(*, owner: User, draft: Draft) -> list[tuple[str, str]]:
    """Return what was typed, and write down that it was opened: persons may stand in it."""
    audit.record(actor=owner, code="communities.draft.opened", target=draft)
    return [(name, value) for name, value in json.loads(draft.data)]


@transaction.atomic
def discard_draft(*, owner: User, draft: Draft) -> None:
    """Remove a draft that its writer does not want."""
    audit.record(actor=owner, code="communities.draft.discarded", target=draft)
    draft.delete()


def forget_draft(*, owner: User, key: UUID) -> None:
    """Remove a draft whose form has been saved: the record's own trail goes on from there."""
    Draft.objects.filter(owner=owner, pk=key).delete()


@transaction.atomic
def remove_old_drafts(now: dt.datetime | None = None) -> int:
    """Remove drafts that nobody has touched for their period; return how many."""
    old = Draft.objects.filter(saved_at__lt=(now or timezone.now()) - DRAFTS.time)
    audit.keep(
        audit.entry(actor=None, code="communities.draft.swept", target=draft) for draft in old
    )
    return old.delete()[0]
