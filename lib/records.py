"""The abstract base of every record: key, who made it, when, and which revision it is."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any, Protocol, Self, runtime_checkable
from uuid import UUID

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import F
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib.errors import Outdated
from lib.ids import new_id


class Record(models.Model):
    """A row with a UUIDv7 key made by its maker, and the traces that every page shows.

    `revision` counts its changes. Who changes a record names the revision that was read, and is
    told when somebody else came first: every service that changes one calls `bump`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def from_db(  # type: ignore[override]  # the stub is of a later Django's, with a fetch mode
        cls, db: str | None, field_names: Collection[str], values: Sequence[Any]
    ) -> Self:
        """Make a row of what was read.

        Django looks each column up in a list when some were left out, row after row: in a set it
        takes a third of the time that making a card takes.
        """
        return super().from_db(db, _as_set(tuple(field_names)), values)


@lru_cache(maxsize=1024)
def _as_set(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(names)


@runtime_checkable
class HasPage(Protocol):
    """A record with a page of its own."""

    def get_absolute_url(self) -> str:
        """Return the page's address."""


def address_of(record: models.Model) -> str:
    """Return the address of the page of `record`; TypeError when it has none."""
    if not isinstance(record, HasPage):
        raise TypeError(f"{record._meta.label} has no page.")
    return record.get_absolute_url()


def page_address(name: str, key: UUID) -> str:
    """Return the address of the page `name` ("grids:hazard") of the record with this key.

    As Django's `reverse` does, which for the fifty rows of a list takes longer than reading them.
    """
    before, after = _around_key(name, get_script_prefix())
    return f"{before}{key}{after}"


@lru_cache(maxsize=256)
def _around_key(name: str, _prefix: str) -> tuple[str, str]:
    """Return what stands in an address before and behind the key."""
    example = UUID(int=0)
    before, _key, after = reverse(name, args=[example]).partition(str(example))
    return before, after


def column_of(model: models.Model | type[models.Model], name: str) -> models.Field:
    """Return the field of `model` that is called `name` and has a column of its own."""
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise FieldDoesNotExist(f"{model._meta.label} has no column {name}.")
    return field


class Revised(Protocol):
    """What counts its changes: every Record, and an area, which is a node of treebeard instead."""

    revision: int


def bump(record: Revised, still: dict[str, Any] | None = None, /, **columns: Any) -> None:
    """Write `columns` and take the next revision, if the stored row is still the one read.

    `still` are columns that must besides have their values of before.

    Call it first in the transaction: the row is then held until the end, so `record.save()` after
    it undoes nobody's change. Raises Outdated when the stored revision is another by now.
    """
    if not isinstance(record, models.Model):
        raise TypeError("Only a row has revisions.")
    columns["updated_at"] = timezone.now()
    rows = type(record)._base_manager.filter(**(still or {}))
    read = rows.filter(pk=record.pk, revision=record.revision)
    if not read.update(revision=F("revision") + 1, **columns):
        raise Outdated(_("Somebody else changed this record meanwhile. Please look at it again."))
    for name, value in columns.items():
        setattr(record, name, value)
    record.revision += 1


def touch(record: models.Model) -> None:
    """Take the next revision because something that belongs to `record` changed: a file, a part.

    So whoever acts on the record as it was read before is told of it.
    """
    if isinstance(record, Record):
        rows = type(record)._base_manager.filter(pk=record.pk)
        rows.update(revision=F("revision") + 1, updated_at=timezone.now())
        record.revision += 1
