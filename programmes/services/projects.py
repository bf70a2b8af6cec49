"""Actions on projects."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from communities.models import Area, Organisation
from communities.services.saving import save_changes
from lib.errors import DomainError, WrongState
from lib.workflow import find_move, note_writer, require_read, take_step
from programmes import completeness
from programmes.models import Domain, Project, ProjectStep, Stage
from programmes.workflow import MOVES


@transaction.atomic
def save_project(
    *,
    actor: User | None,
    project: Project,
    covered: Iterable[Area],
    partners: Iterable[Organisation],
) -> Project:
    """Add `project`, or save what differs from the stored one.

    Without covered areas it covers its main area. Raises DomainError when a covered area lies
    outside the main area, ValidationError when the code is taken, Outdated when somebody else
    changed it since it was read.
    """
    covered = list(covered) or [project.area]
    if any(not project.area.contains(one) for one in covered):
        raise DomainError(_("Covered areas must lie in the main area."))
    if not project.code:
        project.code = next_code(project)
    if project._state.adding and project.domain == Domain.CHILDREN:
        project.restricted = True
    project.full_clean()
    adding = project._state.adding
    if adding:
        project.created_by = actor
        project.save(force_insert=True)
        changes: audit.Changes = {}
    else:
        changes = save_changes(project, with_parts=True)
    changes |= _set_many(project, "covered_areas", covered, adding)
    changes |= _set_many(project, "partners", partners, adding)
    note_writer(project, actor)
    code = "programmes.project.added" if adding else "programmes.project.changed"
    if adding or changes:
        audit.record(actor=actor, code=code, target=project, changes=changes)
    return project


def next_code(project: Project) -> str:
    """Return the next free code of the area: year, domain, running number (2026-D05-003).

    The D keeps the domain from being read as a month. Older projects keep the code they had.
    """
    year = (project.start or timezone.localdate()).year
    prefix = f"{year}-D{project.domain}-"
    taken = set(
        Project.objects.filter(area=project.area, code__startswith=prefix).values_list(
            "code", flat=True
        )
    )
    number = 1
    while f"{prefix}{number:03d}" in taken:
        number += 1
    return f"{prefix}{number:03d}"


@transaction.atomic
def move_project(
    *,
    actor: User | None,
    project: Project,
    to: str,
    reason: str,
    confirmed: bool = False,
    revision: int | None = None,
) -> ProjectStep:
    """Move `project`, read as `revision`, to stage `to` and append the step.

    `confirmed` says that what the plan lacks beyond what it must have was seen. Raises WrongState
    when there is no such move or the plan lacks what the stage asks for, and what `take_step`
    raises. The caller has asked for the move's permission.
    """
    if revision is not None:
        require_read(project, revision)
    move = find_move(MOVES, project.stage, to)
    if move is None:
        text = _("A project in the stage “%(before)s” cannot become “%(after)s”.")
        raise WrongState(text % {"before": Stage(project.stage).label, "after": Stage(to).label})
    if missing := missing_for(project, to):
        raise WrongState(_("Still missing: %s.") % "; ".join(missing), code="incomplete")
    if to == Stage.APPROVED and not confirmed:
        _refuse_doubts(project)
    dates = _running_dates(project, to)
    return take_step(project, move, actor=actor, revision=revision, note=reason, columns=dates)


def missing_for(project: Project, to: str) -> list[str]:
    """Return in words what `project` lacks to become `to`; empty when it may."""
    if to == Stage.APPROVED:
        return completeness.missing(checks(project))
    if to == Stage.SUSTAINED and not project.sustained_mechanism.strip():
        return [_("the lasting mechanism")]
    if to == Stage.CLOSED and project.measures.not_done(timezone.localdate()).exists():
        return [_("measures that are neither done nor dropped must be settled")]
    return []


def _refuse_doubts(project: Project) -> None:
    if doubts := completeness.doubtful(checks(project)):
        text = _("The plan has no: %s. Confirm that it is approved all the same.")
        raise WrongState(text % "; ".join(doubts), code="unconfirmed")


def checks(project: Project) -> list[completeness.Check]:
    """Return what the plan of `project` has and lacks."""
    return completeness.checks_of(project, completeness.parts_of(project))


def _running_dates(project: Project, to: str) -> dict[str, Any]:
    """Return the columns that say when the project ran, as they are after the move."""
    today = timezone.localdate()
    if to == Stage.RUNNING:
        return {"running_from": project.running_from or today, "running_to": None}
    if project.stage == Stage.RUNNING:
        return {"running_to": max(today, project.running_from or today)}
    return {}


def _set_many(project: Project, name: str, chosen: Iterable[Any], adding: bool) -> audit.Changes:
    manager = getattr(project, name)
    old = set() if adding else set(manager.all())
    new = set(chosen)
    if old == new:
        return {}
    manager.set(new)
    return {name: [_names(old), _names(new)]} if not adding else {}


def _names(rows: set[Any]) -> str:
    return ", ".join(sorted(str(row) for row in rows))
