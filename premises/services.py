"""Actions on premises."""

from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import User
from premises.models import Premises


@transaction.atomic
def save_premises(
    *, actor: User | None, premises: Premises, before: dict[str, Any] | None = None
) -> Premises:
    """Add `premises`, or save its changes since the snapshot `before`."""
    premises.full_clean()
    if before is None:
        premises.created_by = actor
        premises.save(force_insert=True)
        audit.record(actor=actor, code="premises.premises.added", target=premises)
        return premises
    premises.save()
    audit.record(
        actor=actor,
        code="premises.premises.changed",
        target=premises,
        changes=audit.difference(premises, before),
    )
    return premises
