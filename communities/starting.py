"""What an installation needs before anybody can work in it, counted from what is there."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from communities.models import Area, AreaKind, Membership
from communities.models.memberships import MembershipQuerySet


@dataclass(frozen=True)
class Begun:
    """How far the areas and accounts of an installation are.

    `bare` are communities without a grid, `unstaffed` those in which, and in whose grids, nobody
    works. Areas that are closed do not count, nor do accounts without a role.
    """

    streets: int
    communities: int
    grids: int
    bare: int
    unstaffed: int
    staff: int

    @property
    def has_areas(self) -> bool:
        """True when work can be given a place."""
        return bool(self.communities and self.grids)

    @property
    def ready(self) -> bool:
        """True when the street, its areas and its first accounts are there."""
        return bool(self.streets and self.has_areas and self.staff)


def begun() -> Begun:
    """Return how far the portal is, in two statements."""
    rows = Area.objects.valid_on().annotate(staffed=Exists(_at_work().filter(area=OuterRef("pk"))))
    areas = list(rows.order_by("path").values_list("kind", "path", "staffed"))
    communities = [path for kind, path, _staffed in areas if kind == AreaKind.COMMUNITY]
    grids = [path for kind, path, _staffed in areas if kind == AreaKind.GRID]
    staffed = [path for _kind, path, is_staffed in areas if is_staffed]
    return Begun(
        streets=sum(kind == AreaKind.STREET for kind, _path, _staffed in areas),
        communities=len(communities),
        grids=len(grids),
        bare=_without(communities, grids),
        unstaffed=_without(communities, staffed),
        staff=_at_work().values("user").distinct().count(),
    )


def _at_work() -> MembershipQuerySet:
    return Membership.objects.active_on().filter(user__is_active=True, user__is_superuser=False)


def _without(communities: list[str], places: list[str]) -> int:
    """Return how many communities have none of `places` in them."""
    lengths = {len(path) for path in communities}
    holding = {place[:length] for place in places for length in lengths}
    return sum(path not in holding for path in communities)
