"""Actions on the parts of a plan: objectives, indicators, measures, budget lines, sites."""

from django.db import transaction

from accounts import audit
from accounts.models import User
from communities.services.saving import save_changes
from lib.records import touch
from lib.workflow import note_writer
from programmes.models import BudgetLine, Indicator, Measure, Objective, PilotSite, Project
from programmes.services.readings import refresh_reading

Part = Objective | Indicator | Measure | BudgetLine | PilotSite


@transaction.atomic
def save_part(*, actor: User | None, part: Part) -> Part:
    """Add a part of a plan, or save what differs from the stored one.

    The trail of an addition is the project's; that of a change belongs to the part where it has a
    page of its own (indicator, measure), else to the project too.
    """
    part.full_clean()
    noun = str(part._meta.model_name)
    target: Project | Indicator | Measure
    changes: audit.Changes
    if part._state.adding:
        verb, target, changes = "added", part.project, {noun: [None, audit.said(part)]}
        part.created_by = actor
        part.save(force_insert=True)
    else:
        verb, changes = "changed", save_changes(part)
        target = part if isinstance(part, Indicator | Measure) else part.project
    if isinstance(part, Indicator):
        refresh_reading(indicator=part)
    if changes:
        audit.record(actor=actor, code=f"programmes.{noun}.{verb}", target=target, changes=changes)
    note_writer(part.project, actor)
    touch(part.project)
    return part
