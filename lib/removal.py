"""Records that may be deleted: drafts, plans of what lies ahead, rows on which nothing stands.

A room registers each kind with its rule. What was decided, counted or sent stays: it is withdrawn,
cancelled or closed by the workflow of its room instead.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise

from lib.registry import Registry


def _nothing_against(record: Any) -> str | Promise:
    """There is no rule besides that nothing may stand on the record."""
    return ""


def _itself(record: Any) -> models.Model:
    return record


@dataclass(frozen=True, kw_only=True)
class Removal:
    """How records of the model `key` (its label in lower case) are deleted.

    `permission` is held where the record lies. `against(record)` says in words why it has to stay,
    "" when it may go. `along` names the relations of which the rows are parts of the record and go
    with it, first those that lean on others. `home(record)` is where one comes afterwards,
    `trail(record)` the record whose history tells of it, `after(actor, record)` what follows.
    """

    key: str
    permission: str
    home: Callable[[Any], str]
    against: Callable[[Any], str | Promise] = _nothing_against
    along: tuple[str, ...] = ()
    trail: Callable[[Any], models.Model] = _itself
    after: Callable[[Any, Any], None] | None = None


removals: Registry[Removal] = Registry("removals")


def removal_of(record: models.Model | type[models.Model]) -> Removal | None:
    """Return how a record, or records of a model, are deleted; None when they never are."""
    return removals.get(record._meta.label_lower)


def rows_of(record: models.Model, name: str) -> models.QuerySet[Any]:
    """Return the rows of the relation `name` that lead to `record`, all of them."""
    relation = record._meta.get_field(name)
    if not isinstance(relation, models.ForeignObjectRel):
        raise TypeError(f"{name} leads away from {record._meta.label}, not to it.")
    return relation.related_model._base_manager.filter(**{relation.field.name: record})


def parts_of(record: models.Model) -> dict[str, models.QuerySet[Any]]:
    """Return the rows that go with `record`, by relation, in the order in which they go."""
    known = removal_of(record)
    return {name: rows_of(record, name) for name in (known.along if known else ())}


def standing_on(
    record: models.Model, going: Collection[type[models.Model]] = ()
) -> Iterator[tuple[str | Promise, int]]:
    """Yield in words what leads to `record` and is no part of it, with how many rows there are.

    Rows of the models `going` are left out: they go together with it.
    """
    known = removal_of(record)
    along = known.along if known else ()
    for relation in record._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel) or relation.name in along:
            continue
        model = relation.related_model
        if model._meta.auto_created or model in going:
            continue
        rows = model._base_manager.filter(**{relation.field.name: record}).distinct()
        if found := rows.count():
            yield model._meta.verbose_name or model.__name__, found
