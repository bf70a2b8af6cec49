"""The other record that has what only one may have."""

from typing import Any

from django.db import models
from django.db.models import Q

from lib.records import HasPage, column_of


def other_alike(record: models.Model, user: Any) -> HasPage | None:
    """Return a stored record in the sight of `user` that shares something unique with `record`."""
    rows = type(record)._default_manager
    if not hasattr(rows, "visible_to") or not isinstance(record, HasPage):
        return None
    for names, condition in _unique_together(type(record)):
        values = {name: getattr(record, column_of(record, name).attname) for name in names}
        if None in values.values():
            continue
        same = rows.visible_to(user).filter(condition, **values).exclude(pk=record.pk)
        if (other := same.first()) is not None:
            return other
    return None


def _unique_together(model: type[models.Model]) -> list[tuple[tuple[str, ...], Q]]:
    keys = {model._meta.pk.name}
    alone = [field.name for field in model._meta.fields if field.unique and field.name not in keys]
    constraints = [
        (tuple(constraint.fields), constraint.condition or Q())
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields
    ]
    return [*(((name,), Q()) for name in alone), *constraints]
