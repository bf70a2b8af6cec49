"""Sight: what a user may read. Every query of the portal goes through `visible_to`.

A user sees the subtrees of the areas of which he or she is a member today. Out of sight is 404;
in sight but not allowed is 403 (`communities.permissions`).
"""

import datetime as dt
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone
from treebeard.mp_tree import MP_NodeManager, MP_NodeQuerySet

from communities.sight import Viewer, sight_of

if TYPE_CHECKING:
    from communities.models import Area

Row = TypeVar("Row", bound=models.Model, covariant=True)


def under(paths: tuple[str, ...] | None, field: str = "path") -> Q:
    """Return the condition "lies in one of these subtrees"; None means everywhere."""
    if paths is None:
        return Q()
    if not paths:
        return Q(pk__in=[])
    condition = Q()
    for path in paths:
        condition |= Q(**{f"{field}__startswith": path})
    return condition


class AreaQuerySet(MP_NodeQuerySet, models.QuerySet["Area"]):
    """Areas."""

    def visible_to(self, user: Viewer) -> Self:
        """Areas in the sight of `user`."""
        return self.filter(under(sight_of(user).paths))

    def where_allowed(self, user: Viewer, permission: str) -> Self:
        """Areas in which `user` holds `permission`."""
        return self.filter(under(sight_of(user).paths_for(permission)))

    def subtree(self, area: "Area") -> Self:
        """`area` and everything below it."""
        return self.filter(path__startswith=area.path)

    def of_kind(self, *kinds: str) -> Self:
        """Areas of these levels."""
        return self.filter(kind__in=kinds)

    def valid_on(self, day: dt.date | None = None) -> Self:
        """Areas that exist on `day` (default today)."""
        day = day or timezone.localdate()
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


_WithAreaQuerySet = models.Manager.from_queryset(AreaQuerySet)


class AreaManager(_WithAreaQuerySet["Area"], MP_NodeManager):
    """treebeard's manager builds its own queryset class by name; ours must be said again."""

    def get_queryset(self) -> AreaQuerySet:
        """Return areas in the order of the tree."""
        return AreaQuerySet(self.model, using=self._db).order_by("path")


class WithSight(Protocol[Row]):
    """Rows that know who may see them."""

    def visible_to(self, user: Viewer, /) -> models.QuerySet[Row]:
        """Return the rows in the sight of `user`."""


class AreaScopedQuerySet(models.QuerySet[Row]):
    """Rows that lie in an area. The base of nearly every queryset of the portal.

    `area_field` is the path from the row to its area; a row without one of its own (a step of a
    hazard) names its parent's: `area_field = "hazard__area"`.
    """

    area_field = "area"

    def visible_to(self, user: Viewer) -> Self:
        """Rows in the sight of `user`."""
        paths = sight_of(user).paths
        return self if paths is None else self.in_paths(paths)

    def where_allowed(self, user: Viewer, permission: str) -> Self:
        """Rows in areas where `user` holds `permission`."""
        paths = sight_of(user).paths_for(permission)
        return self if paths is None else self.in_paths(paths)

    def in_area(self, area: "Area") -> Self:
        """Rows in the subtree of `area`."""
        return self.in_paths((area.path,))

    def in_paths(self, paths: tuple[str, ...]) -> Self:
        """Rows in any of these subtrees.

        A subquery of area keys instead of a join: the planner then reads the (small) tree once
        and can use the row's own index on its area and date.
        """
        areas = (
            apps.get_model("communities", "Area")
            .objects.order_by()
            .filter(under(paths))
            .values("pk")
        )
        return self.filter(**{f"{self.area_field}__in": areas})
