"""Whether something stands on a record: a row that is not to be taken out then."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import models

from accounts import audit
from accounts.models import User
from communities.models import Attachment


def stood_on(
    model: type[models.Model], keys: Sequence[UUID], apart_from: Sequence[type[models.Model]] = ()
) -> set[UUID]:
    """Return the records among `keys` to which a row of another table leads, or a file belongs.

    Rows of the models `apart_from` do not count: they are parts of the record.
    """
    found: set[UUID] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel):
            continue
        if relation.related_model in apart_from:
            continue
        name = relation.field.name
        rows = relation.related_model._base_manager.filter(**{f"{name}__in": keys})
        found.update(rows.order_by().values_list(name, flat=True))
    kind = ContentType.objects.get_for_model(model)
    files = Attachment.objects.filter(target_type=kind, target_id__in=keys)
    return found | set(files.values_list("target_id", flat=True))


def take_out(
    actor: User, records: Sequence[models.Model], parts: Sequence[type[models.Model]] = ()
) -> None:
    """Delete records of one model, and rows of `parts` first; the trail keeps what they were."""
    audit.keep(
        audit.entry(
            actor=actor,
            code="communities.record.deleted",
            target=one,
            changes=audit.last_values(one),
        )
        for one in records
    )
    if not records:
        return
    model, keys = type(records[0]), [one.pk for one in records]
    for part in parts:
        (name,) = (one.name for one in part._meta.fields if one.related_model is model)
        part._base_manager.filter(**{f"{name}__in": keys}).delete()
    model._base_manager.filter(pk__in=keys).delete()
