"""Hazards found during an inspection: rows, steps and audit entries written together.

Each ends where two services would have brought it (`report_hazard`, then `advise` or
`fix_on_spot`), with the same two steps behind it; a table of rows takes one statement instead of
one for each row.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts import audit
from accounts.models import User
from checklists.models import ChecklistItem, Grade
from communities.models import Attachment
from communities.services.attachments import Upload
from grids.models import Action, Hazard, HazardState, HazardStep, Inspection
from grids.services.hazards import advised_term, keep_photos
from grids.services.limits import TimeLimits
from grids.workflow import MAJOR_TAKES_TIME, MOVES
from lib.errors import DomainError
from lib.validation import check_values


@dataclass
class FoundHazard:
    """A hazard found during an inspection; `on_spot` or a `deadline` (None: by the time limit)."""

    item: ChecklistItem | None
    category_id: str
    grade: str
    description: str
    advice: str = ""
    on_spot: bool = False
    deadline: dt.date | None = None
    photos: Sequence[Upload] = ()
    photos_after: Sequence[Upload] = ()


@dataclass
class _Course:
    """A hazard with the two steps that it has taken."""

    found: FoundHazard
    hazard: Hazard
    report: HazardStep
    settled: HazardStep


def keep_found(
    *, actor: User, inspection: Inspection, found: Iterable[FoundHazard]
) -> list[Attachment]:
    """Keep the hazards of a stored `inspection`; return the photos that came with them.

    Raises DomainError for a major hazard put right on the spot or an impossible deadline, and
    BadUpload for a photo that cannot be taken.
    """
    found = list(found)
    if not found:
        return []
    limits = TimeLimits.load()
    courses = [_course(actor, inspection, one, limits) for one in found]
    Hazard.objects.bulk_create(course.hazard for course in courses)
    HazardStep.objects.bulk_create(
        step for course in courses for step in (course.report, course.settled)
    )
    audit.keep(entry for course in courses for entry in _entries(actor, course))
    photos: list[Attachment] = []
    for course in courses:
        photos += keep_photos(actor, course.report, course.found.photos)
        photos += keep_photos(actor, course.settled, course.found.photos_after)
    return photos


def _course(actor: User, inspection: Inspection, found: FoundHazard, limits: TimeLimits) -> _Course:
    hazard = _hazard(actor, inspection, found)
    if found.on_spot:
        if hazard.grade == Grade.MAJOR:
            raise DomainError(MAJOR_TAKES_TIME)
        action, hazard.on_spot, hazard.fixed_by = Action.FIX_ON_SPOT, True, actor
        hazard.rectified_at = timezone.now()
    else:
        action = Action.ADVISE
        for name, value in advised_term(hazard, found.deadline, limits).columns.items():
            setattr(hazard, name, value)
    hazard.state = MOVES[action].target
    check_values(hazard)
    report = HazardStep(
        hazard=hazard,
        action=Action.REPORT,
        target=HazardState.FOUND,
        actor=actor,
        at=hazard.found_at,
    )
    settled = HazardStep(
        hazard=hazard,
        action=action,
        source=HazardState.FOUND,
        target=hazard.state,
        actor=actor,
        deadline=hazard.deadline,
    )
    return _Course(found, hazard, report, settled)


def _hazard(actor: User, inspection: Inspection, found: FoundHazard) -> Hazard:
    item = found.item
    return Hazard(
        area=inspection.premises.area,
        premises=inspection.premises,
        inspection=inspection,
        item=item,
        item_key=f"{inspection.version.template_id}:{item.code}" if item else "",
        category_id=found.category_id,
        grade=found.grade,
        description=found.description,
        advice=found.advice,
        found_at=inspection.finished_at,
        found_by=actor,
        created_by=actor,
        revision=2,  # one a step
    )


def _entries(actor: User, course: _Course) -> list[audit.AuditEntry]:
    hazard = course.hazard
    changes = audit.difference(hazard, {"state": HazardState.FOUND, "deadline": None})
    return [
        audit.entry(actor=actor, code="grids.hazard.report", target=hazard),
        audit.entry(
            actor=actor,
            code=f"grids.hazard.{course.settled.action}",
            target=hazard,
            changes=changes,
        ),
    ]
