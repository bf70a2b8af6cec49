"""Files of many records at once."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from communities.models import Attachment


def files_of(model: type[Model], records: Iterable[Any]) -> dict[Any, list[Attachment]]:
    """Return the files of `records`, rows of `model`, by their keys. One query."""
    kind = ContentType.objects.get_for_model(model)
    found: dict[Any, list[Attachment]] = {}
    rows = Attachment.objects.filter(target_type=kind, target_id__in=[one.pk for one in records])
    for file in rows:
        found.setdefault(file.target_id, []).append(file)
    return found
