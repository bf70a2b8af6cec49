"""The other record that has what only one may have."""

from typing import Any

from django.db import models
from django.db.models import Q


def other_alike(record: models.Model, user: Any) -> models.Model | None:
    """Return a stored record in the sight of `user` that shares something unique with `record`."""
    rows = type(record)._default_manager
    if not hasattr(rows, "visible_to") or not hasattr(record, "get_absolute_url"):
        return None
    for names, condition in _unique_together(type(record)):
        values = {name: getattr(record, _column(record, name)) for name in names}
        if None in values.values():
            continue
        same = rows.visible_to(user).filter(condition, **values).exclude(pk=record.pk)
        if (other := same.first()) is not None:
            return other
    return None


def _unique_together(model: type[models.Model]) -> list[tuple[tuple[str, ...], Q]]:
    alone = [((field.name,), Q()) for field in model._meta.fields if field.unique]
    constraints = [
        (constraint.fields, constraint.condition or Q())
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields
    ]
    return [one for one in alone if one[0] != (model._meta.pk.name,)] + constraints


def _column(record: models.Model, name: str) -> str:
    return record._meta.get_field(name).attname
