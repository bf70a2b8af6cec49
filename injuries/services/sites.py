"""Saving a reporting site with those who report for it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import User
from communities.services.saving import save_record
from injuries.models import ReportingSite
from lib.records import touch


@transaction.atomic
def save_site(
    *, actor: User | None, record: ReportingSite, reporters: Iterable[User], **saving: Any
) -> ReportingSite:
    """Add `record` or save what differs, as `save_record` does, and set who reports for it."""
    save_record(actor=actor, record=record, **saving)
    before, wanted = set(record.reporters.all()), set(reporters)
    if before != wanted:
        record.reporters.set(wanted)
        touch(record)
        changes: audit.Changes = {"reporters": [_names(before), _names(wanted)]}
        audit.record(actor=actor, code="injuries.site.changed", target=record, changes=changes)
    return record


def _names(people: set[User]) -> str:
    return "、".join(sorted(str(one) for one in people))
