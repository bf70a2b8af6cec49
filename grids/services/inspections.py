"""Keeping an inspection: visit, answers, hazards, photos, all or nothing."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts import audit
from accounts.models import User
from checklists.models import ChecklistItem
from communities.models import Attachment
from communities.services.attachments import Upload, attach
from grids.geometry import distance
from grids.models import Answer, AnswerValue, Inspection, Outcome
from grids.services.found import FoundHazard, keep_found
from lib.validation import check_values
from premises.models import Premises

#: Beyond this many metres (plus the position's own accuracy) the visit is flagged as far away.
FAR_METRES = 200
#: A photo taken this much before or after the visit is flagged.
PHOTO_MARGIN = dt.timedelta(hours=2)


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
    check_values(inspection)
    inspection.save(force_insert=True)
    Answer.objects.bulk_create(
        Answer(inspection=inspection, item=item, value=value, note=note)
        for item, (value, note) in visit.answers.items()
    )
    photos = keep_found(actor=actor, inspection=inspection, found=visit.hazards)
    inspection.files_locked = False
    photos += [attach(actor=actor, target=inspection, upload=photo)[0] for photo in visit.photos]
    if _photo_time_differs(inspection, photos):
        inspection.photo_time_differs = True
        inspection.save(update_fields=["photo_time_differs", "updated_at"])
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
    here, there = inspection.position, premises.position
    if here is None or there is None:
        return
    inspection.distance = distance(*here, *there)
    inspection.far_away = inspection.distance > FAR_METRES + (inspection.accuracy or 0)


def _photo_time_differs(inspection: Inspection, photos: Iterable[Attachment]) -> bool:
    """Tell whether a camera's clock says another time than that of the visit."""
    early, late = inspection.started_at - PHOTO_MARGIN, inspection.finished_at + PHOTO_MARGIN
    return any(photo.taken_at and not early <= photo.taken_at <= late for photo in photos)


def recount_last_visits(premises: QuerySet[Premises]) -> None:
    """Write when `premises` were inspected last, after visits came or went, in one statement."""
    last = Inspection.objects.done().filter(premises=OuterRef("pk")).order_by("-started_at")
    premises.order_by().update(last_inspected_at=Subquery(last.values("started_at")[:1]))


def _remember_visit(inspection: Inspection) -> None:
    """Move the premises' last inspection forward, never back: late phones send old visits."""
    Premises.objects.filter(
        Q(last_inspected_at=None) | Q(last_inspected_at__lt=inspection.started_at),
        pk=inspection.premises_id,
    ).update(last_inspected_at=inspection.started_at, updated_at=timezone.now())
