"""Small pictures of records for lists: the first photograph of each, in one or two statements."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet

from communities.models import Attachment


def first_photos(rows: Sequence[Any]) -> dict[Any, str]:
    """Return the address of a small picture of the first photograph of each of `rows`, by key."""
    return _photos(type(rows[0]), {row.pk: row.pk for row in rows}) if rows else {}


def first_photos_of_parts(parts: QuerySet[Any], name: str, rows: Sequence[Any]) -> dict[Any, str]:
    """As `first_photos`, of the photographs of `parts`, whose foreign key `name` leads to a row."""
    owned = parts.filter(**{f"{name}__in": [row.pk for row in rows]}).order_by("pk")
    return _photos(parts.model, dict(owned.values_list("pk", f"{name}_id"))) if rows else {}


def _photos(model: type[Model], owners: Mapping[Any, Any]) -> dict[Any, str]:
    kind = ContentType.objects.get_for_model(model)
    photos = Attachment.objects.filter(target_type=kind, target_id__in=list(owners), is_photo=True)
    found: dict[Any, str] = {}
    for photo in photos.only("id", "target_id").order_by("created_at", "id"):
        found.setdefault(owners[photo.target_id], f"{photo.get_absolute_url()}?size=small")
    return found
