"""Actions on the parts of a plan: objectives, indicators, measures, budget lines, sites."""

from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import User
from lib.records import touch
from lib.workflow import note_writer
from programmes.models import BudgetLine, Indicator, Measure, Objective, PilotSite
from programmes.services.readings import refresh_reading

Part = Objective | Indicator | Measure | BudgetLine | PilotSite


@transaction.atomic
def save_part(*, actor: User | None, part: Part, before: dict[str, Any] | None = None) -> Part:
    """Add a part of a plan, or save its changes since the snapshot `before`.

    The trail of an addition is the project's; that of a change belongs to the part where it has a
    page of its own (indicator, measure), else to the project too.
    """
    part.full_clean()
    noun = part._meta.model_name
    if before is None:
        part.created_by = actor
        part.save(force_insert=True)
        target, changes = part.project, {noun: [None, str(part)]}
    else:
        part.save()
        target = part if isinstance(part, Indicator | Measure) else part.project
        changes = audit.difference(part, before)
    if isinstance(part, Indicator):
        refresh_reading(indicator=part)
    verb = "added" if before is None else "changed"
    audit.record(actor=actor, code=f"programmes.{noun}.{verb}", target=target, changes=changes)
    note_writer(part.project, actor)
    touch(part.project)
    return part
