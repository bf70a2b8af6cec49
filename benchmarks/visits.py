"""An inspection with two hazards and a photo, as a phone sends it, and as bare rows of a table."""

import datetime as dt
import io
import random
import uuid
from collections.abc import Callable
from functools import cache
from typing import Any

import psycopg2
from django.db import connection
from django.utils import timezone
from PIL import Image
from psycopg2.extras import Json, register_uuid

from benchmarks.clients import Request
from checklists.models import ChecklistItem
from grids.models import Answer, Hazard, HazardStep, Inspection
from premises.models import Premises, PremisesCategory

BOUNDARY = "visit-of-the-benchmark"
#: The tables that an inspection writes, each before those that name it.
TABLES = (Inspection, Answer, Hazard, HazardStep)


def photo() -> bytes:
    """Return a JPEG of about 300 kB: noise does not compress."""
    noise = Image.frombytes("RGB", (640, 480), random.Random(1).randbytes(640 * 480 * 3))
    buffer = io.BytesIO()
    noise.resize((1000, 750)).save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


@cache
def questions_of(category: PremisesCategory) -> tuple[object, list[ChecklistItem]]:
    """Return the version and items of a category's checklist, read once: each of 64 clients would
    open a connection for it.
    """
    version = category.checklist.current
    return version.pk, list(version.items.all())


def visit(premises: Premises, session: str, picture: bytes) -> Request:
    """Return the request that keeps an inspection of `premises`: two items fail."""
    version, items = questions_of(premises.category)
    fields: dict[str, str] = {
        "record_key": str(uuid.uuid4()),
        "version": str(version),
        "started_at": (timezone.now() - dt.timedelta(minutes=10)).isoformat(),
        "outcome": "done",
    }
    for number, item in enumerate(items):
        failed = number < 2
        fields[f"a-{item.code}"] = "fail" if failed else "pass"
        if failed:
            fields[f"h-{item.code}-description"] = item.hazard_zh
            fields[f"h-{item.code}-grade"] = "general"
            fields[f"h-{item.code}-settle"] = "later"
    token = "a" * 32
    return Request(
        f"/grids/premises/{premises.pk}/inspect/",
        "POST",
        {
            "Cookie": f"sessionid={session}; csrftoken={token}",
            "X-CSRFToken": token,
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        },
        multipart(fields, picture),
    )


def multipart(fields: dict[str, str], picture: bytes) -> bytes:
    """Return the body of a form with one photo, or with none when it is empty."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    if picture:
        head = 'Content-Disposition: form-data; name="photos"; filename="visit.jpg"'
        start = f"--{BOUNDARY}\r\n{head}\r\nContent-Type: image/jpeg\r\n\r\n".encode()
        parts.append(start + picture + b"\r\n")
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


def bare_rows(inspection: Inspection) -> Callable[[], None]:
    """Return what writes the rows of `inspection` anew in one transaction, by psycopg2 alone."""
    register_uuid()
    own = connection.settings_dict
    raw = psycopg2.connect(
        dbname=own["NAME"],
        user=own["USER"],
        password=own["PASSWORD"],
        host=own["HOST"],
        port=own["PORT"],
    )
    tables = [(model._meta.db_table, stored(model, inspection)) for model in TABLES]

    def once() -> None:
        keys: dict[Any, uuid.UUID] = {}
        with raw, raw.cursor() as cursor:
            for table, rows in tables:
                for row in rows:
                    write(cursor, table, row, keys)

    return once


def stored(model: Any, inspection: Inspection) -> list[dict[str, Any]]:
    """Return the rows of `model` that belong to `inspection`, by column."""
    path = {Inspection: "pk", HazardStep: "hazard__inspection"}.get(model, "inspection")
    names = [field.attname for field in model._meta.concrete_fields]
    rows = model.objects.filter(**{path: inspection.pk}).values(*names)
    columns = {field.attname: field.column for field in model._meta.concrete_fields}
    return [{columns[name]: value for name, value in row.items()} for row in rows]


def write(cursor: Any, table: str, row: dict[str, Any], keys: dict[Any, uuid.UUID]) -> None:
    """Insert a copy of `row` under a new key; what names another copied row names its copy."""
    values = {name: keys.get(value, value) for name, value in row.items() if name != "id"}
    if isinstance(row["id"], uuid.UUID):
        values["id"] = keys[row["id"]] = uuid.uuid4()
    columns = ", ".join(f'"{name}"' for name in values)
    places = ", ".join(["%s"] * len(values))
    cursor.execute(
        f"INSERT INTO {table} ({columns}) VALUES ({places})",
        [Json(one) if isinstance(one, dict | list) else one for one in values.values()],
    )
