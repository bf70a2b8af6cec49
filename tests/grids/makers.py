"""Premises, photos, visits and hazards for the tests, with plain defaults."""

import datetime as dt
import io
import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import ExifTags, Image

from accounts.models import User
from checklists.models import ChecklistTemplate, ChecklistVersion, HazardCategory
from grids.models import Hazard, Inspection
from grids.services.hazards import report_hazard
from premises.models import Premises
from tests.cast import Places


def nine_small() -> ChecklistVersion:
    """The checklist of the nine small premises."""
    return ChecklistTemplate.objects.get(code="nine-small").current


def premises(places: Places, **overrides: Any) -> Premises:
    """A shop in the first grid of the east community."""
    fields = {
        "area": places.grid1,
        "category_id": "small-shop",
        "name": "福源便利店",
        "address": "兴园路1号",
        "registered_on": dt.date(2020, 1, 1),
        "latitude": 30.66,
        "longitude": 104.05,
        "contact_phone": "13800001234",
    }
    return Premises.objects.create(**fields | overrides)


def photo(name: str = "photo.jpg", taken_at: dt.datetime | None = None) -> SimpleUploadedFile:
    """A real JPEG, with the camera's time when given."""
    image = Image.new("RGB", (64, 48), "brown")
    exif = Image.Exif()
    if taken_at is not None:
        local = timezone.localtime(taken_at)
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = (
            f"{local:%Y:%m:%d %H:%M:%S}"
        )
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif)
    return SimpleUploadedFile(name, buffer.getvalue(), content_type="image/jpeg")


def visit_data(fails: dict[str, dict[str, Any]] | None = None, **overrides: Any) -> dict[str, Any]:
    """What the inspection page sends: everything passes but `fails` (item → hazard fields)."""
    version = nine_small()
    fails = fails or {}
    data: dict[str, Any] = {
        "record_key": str(uuid.uuid4()),
        "version": version.pk,
        "started_at": (timezone.now() - dt.timedelta(minutes=10)).isoformat(),
        "outcome": "done",
    }
    for item in version.items.all():
        data[f"a-{item.code}"] = "fail" if item.code in fails else "pass"
        if item.code in fails:
            block = {"description": item.hazard_zh, "grade": "general", "settle": "later"}
            for name, value in (block | fails[item.code]).items():
                data[f"h-{item.code}-{name}"] = value
    return data | overrides


def hazard(place: Premises, found_by: User, **overrides: Any) -> Hazard:
    """A hazard found just now, with its first step; a deadline makes it advised."""
    fields = {
        "area": place.area,
        "premises": place,
        "category": HazardCategory.objects.get(code="fire"),
        "description": "安全出口被堵塞",
    }
    return report_hazard(actor=found_by, hazard=Hazard(**fields | overrides))


def inspection(place: Premises, inspector: User, day: dt.date, **overrides: Any) -> Inspection:
    """A visit of ten minutes at ten o'clock on `day`."""
    started = timezone.make_aware(dt.datetime.combine(day, dt.time(10)))
    fields = {
        "premises": place,
        "area": place.area,
        "version": nine_small(),
        "inspector": inspector,
        "started_at": started,
        "finished_at": started + dt.timedelta(minutes=10),
        "outcome": "done",
    }
    return Inspection.objects.create(**fields | overrides)
