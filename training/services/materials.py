"""Actions on materials: giving copies at events."""

from uuid import UUID

from django.db import transaction

from accounts import audit
from accounts.models import User
from lib.ids import new_id
from training.models import Event, Material, MaterialIssue
from training.services.events import require_editable


@transaction.atomic
def give_material(
    *, actor: User | None, event: Event, material: Material, copies: int, key: UUID
) -> MaterialIssue:
    """Record that `copies` of `material` were given at `event`.

    Given again, the number replaces the earlier one: a form sent twice counts once. Raises
    WrongState when the event is closed.
    """
    require_editable(event)
    issue = MaterialIssue.objects.filter(event=event, material=material).first()
    before = issue.copies if issue else None
    if issue is None:
        # A key that another event's row has is not ours to take.
        key = new_id() if MaterialIssue.objects.filter(pk=key).exists() else key
        issue = MaterialIssue(pk=key, event=event, material=material, created_by=actor)
    issue.copies = copies
    issue.full_clean()
    issue.save()
    if before != copies:
        changes = {material.title: [before, copies]}
        audit.record(actor=actor, code="training.material.given", target=event, changes=changes)
    return issue


@transaction.atomic
def take_back_material(*, actor: User, issue: MaterialIssue) -> None:
    """Remove a material from the list of its event, where it stood by mistake.

    Raises WrongState when the event is closed.
    """
    require_editable(issue.event)
    changes = {issue.material.title: [issue.copies, None]}
    audit.record(
        actor=actor, code="training.material.taken-back", target=issue.event, changes=changes
    )
    issue.delete()
