"""Sight: what a user may read. Every query of the portal goes through `visible_to`.

A user sees the subtrees of the areas of which he or she is a member today. Out of sight is 404;
in sight but not allowed is 403 (`communities.permissions`).
"""

from typing import Protocol, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Q

from communities.sight import Viewer, sight_of

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


class Place(Protocol):
    """An area, of which this module knows no more than where it lies in the tree."""

    path: str


class WithSight(Protocol[Row]):
    """Rows that know who may see them."""

    def visible_to(self, user: Viewer, /) -> models.QuerySet[Row]:
        """Return the rows in the sight of `user`."""


class SharedQuerySet(models.QuerySet[Row]):
    """Rows that belong to no area: what all who work with the portal go by."""

    def visible_to(self, user: Viewer) -> Self:
        """All of them, for everybody who is signed in."""
        return self if user is not None and user.is_active else self.none()


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

    def in_area(self, area: Place) -> Self:
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
