"""Actions on organisations."""

from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import User
from communities.area_names import with_former
from communities.models import Organisation


@transaction.atomic
def save_organisation(
    *, actor: User | None, organisation: Organisation, before: dict[str, Any] | None = None
) -> Organisation:
    """Add `organisation`, or save its changes since the snapshot `before`."""
    organisation.full_clean()
    if before is None:
        organisation.created_by = actor
        organisation.save(force_insert=True)
        audit.record(actor=actor, code="communities.organisation.added", target=organisation)
        return organisation
    former = with_former(
        organisation.former_names, before.get("name", organisation.name), organisation.name
    )
    organisation.former_names = former
    organisation.save()
    audit.record(
        actor=actor,
        code="communities.organisation.changed",
        target=organisation,
        changes=audit.difference(organisation, before),
    )
    return organisation
