"""Actions on the parts of a plan: objectives, indicators, measures, budget lines, sites."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from communities.models import Area, Organisation
from communities.services.removal import remove_record
from communities.services.saving import save_changes
from lib.records import touch
from lib.workflow import note_writer
from programmes.models import (
    BudgetLine,
    Indicator,
    Measure,
    Objective,
    PilotSite,
    Project,
)
from programmes.services.projects import save_project
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
        _put_last(part)
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


def _put_last(part: Part) -> None:
    """Put a new objective or indicator behind the others, unless its place is said."""
    if isinstance(part, Objective | Indicator) and not part.order:
        others = type(part)._default_manager.filter(project=part.project)
        part.order = (others.aggregate(last=Max("order"))["last"] or 0) + 1


@transaction.atomic
def save_plan(
    *,
    actor: User,
    project: Project,
    covered: Iterable[Area],
    partners: Iterable[Organisation],
    removed: Iterable[Part],
    parts: Iterable[Part],
) -> Project:
    """Save `project` with those of its parts that are new or changed, and remove others.

    All or nothing; objectives come before the indicators that name them. A part that is stored
    under its key already is left as it is: the same form was sent before. Raises what
    `save_project`, `save_part` and `remove_record` raise.
    """
    save_project(actor=actor, project=project, covered=covered, partners=partners)
    for part in removed:
        remove_record(actor=actor, record=part, reason=_("Taken out of the sheet of the plan."))
    for part in parts:
        part.project = project
        known = type(part)._default_manager
        if not (part._state.adding and known.filter(pk=part.pk, project=project).exists()):
            save_part(actor=actor, part=part)
    project.refresh_from_db()
    return project
