"""Actions on reporting sites."""

from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import User
from injuries.models import ReportingSite


@transaction.atomic
def save_site(
    *, actor: User | None, site: ReportingSite, before: dict[str, Any] | None = None
) -> ReportingSite:
    """Add `site`, or save its changes since the snapshot `before`."""
    site.full_clean()
    if before is None:
        site.created_by = actor
        site.save(force_insert=True)
        audit.record(actor=actor, code="injuries.site.added", target=site)
        return site
    site.save()
    audit.record(
        actor=actor,
        code="injuries.site.changed",
        target=site,
        changes=audit.difference(site, before),
    )
    return site
