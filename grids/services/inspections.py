"""Keeping an inspection: visit, answers, hazards, photos, all or nothing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import audit
from accounts.models import User
from checklists.models import ChecklistItem
from communities.models import Attachment
from communities.services.attachments import Upload, attach
from grids.geometry import distance
from grids.models import Answer, AnswerValue, Hazard, HazardStep, Inspection, Outcome
from grids.services.hazards import advise, fix_on_spot, report_hazard
from premises.models import Premises

#: Beyond this many metres (plus the position's own accuracy) the visit is flagged as far away.
FAR_METRES = 200
#: A photo taken this much before or after the visit is flagged.
PHOTO_MARGIN = dt.timedelta(hours=2)


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
class Visit:
    """What came back from an inspection: its row, answers by item, hazards, photos of the place."""

    inspection: Inspection
    answers: dict[ChecklistItem, tuple[str, str]] = field(default_factory=dict)
    hazards: list[FoundHazard] = field(default_factory=list)
    photos: Sequence[Upload] = ()


@transaction.atomic
def record_inspection(*, actor: User, visit: Visit) -> Inspection:
    """Keep the visit. Its key was made by the client, so that sending it twice keeps one.

    Raises BadUpload for a photo that cannot be taken; then nothing is kept.
    """
    inspection = visit.inspection
    _fill(actor, visit)
    inspection.full_clean(exclude=["id"])  # a key taken meanwhile is the database's to tell
    inspection.save(force_insert=True)
    Answer.objects.bulk_create(
        Answer(inspection=inspection, item=item, value=value, note=note)
        for item, (value, note) in visit.answers.items()
    )
    for found in visit.hazards:
        _keep_hazard(actor, inspection, found)
    inspection.files_locked = False
    for photo in visit.photos:
        attach(actor=actor, target=inspection, upload=photo)
    _flag_photos(inspection)
    if inspection.outcome == Outcome.DONE:
        _remember_visit(inspection)
    audit.record(actor=actor, code="grids.inspection.made", target=inspection)
    return inspection


def _fill(actor: User, visit: Visit) -> None:
    inspection, premises = visit.inspection, visit.inspection.premises
    inspection.inspector = inspection.created_by = actor
    inspection.area_id = premises.area_id
    values = [value for value, _note in visit.answers.values()]
    inspection.failed_items = values.count(AnswerValue.FAIL)
    if inspection.latitude is None or premises.latitude is None:
        return
    inspection.distance = distance(
        inspection.latitude, inspection.longitude, premises.latitude, premises.longitude
    )
    inspection.far_away = inspection.distance > FAR_METRES + (inspection.accuracy or 0)


def _keep_hazard(actor: User, inspection: Inspection, found: FoundHazard) -> Hazard:
    item = found.item
    hazard = Hazard(
        area_id=inspection.area_id,
        premises=inspection.premises,
        inspection=inspection,
        item=item,
        item_key=f"{inspection.version.template_id}:{item.code}" if item else "",
        category_id=found.category_id,
        grade=found.grade,
        description=found.description,
        advice=found.advice,
        found_at=inspection.finished_at,
    )
    report_hazard(actor=actor, hazard=hazard, photos=found.photos)
    if found.on_spot:
        fix_on_spot(actor=actor, hazard=hazard, revision=1, photos=found.photos_after)
    else:
        advise(actor=actor, hazard=hazard, revision=1, deadline=found.deadline)
    return hazard


def _flag_photos(inspection: Inspection) -> None:
    """Flag the visit when a camera's clock says another time."""
    steps = HazardStep.objects.filter(hazard__inspection=inspection).values("pk")
    taken = Attachment.objects.filter(
        Q(target_id=inspection.pk) | Q(target_id__in=steps), taken_at__isnull=False
    )
    early = Q(taken_at__lt=inspection.started_at - PHOTO_MARGIN)
    late = Q(taken_at__gt=inspection.finished_at + PHOTO_MARGIN)
    if taken.filter(early | late).exists():
        inspection.photo_time_differs = True
        inspection.save(update_fields=["photo_time_differs", "updated_at"])


def _remember_visit(inspection: Inspection) -> None:
    """Move the premises' last inspection forward, never back: late phones send old visits."""
    Premises.objects.filter(
        Q(last_inspected_at=None) | Q(last_inspected_at__lt=inspection.started_at),
        pk=inspection.premises_id,
    ).update(last_inspected_at=inspection.started_at, updated_at=timezone.now())
