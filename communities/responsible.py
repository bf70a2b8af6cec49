"""Who is responsible for what lies in an area."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from communities.models import Area, AreaKind, Membership
from lib.workflow import Move, had_a_hand

#: The people asked first are those of the grid and of its community, not of the whole street.
LEVELS = (AreaKind.GRID, AreaKind.COMMUNITY)


def responsible_for(area: Area) -> QuerySet[Membership]:
    """Return today's memberships of the grid and the community in which `area` lies."""
    paths = [area.path[:end] for end in range(area.steplen, len(area.path) + 1, area.steplen)]
    rows = Membership.objects.active_on().filter(area__path__in=paths, area__kind__in=LEVELS)
    return rows.select_related("user", "role", "area").order_by("-area__depth", "role__order")


def people_of(area: Area) -> QuerySet[User]:
    """Return the users who work in `area`, below it, or in an area that holds it."""
    above = [area.path[:end] for end in range(Area.steplen, len(area.path) + 1, Area.steplen)]
    members = Membership.objects.active_on().filter(
        Q(area__path__in=above) | Q(area__path__startswith=area.path)
    )
    return User.objects.filter(pk__in=members.values("user"), is_active=True)


def colleagues_of(user: User) -> QuerySet[User]:
    """Return the users who work in some area in sight of `user`."""
    members = Membership.objects.active_on().filter(area__in=Area.objects.visible_to(user))
    return User.objects.filter(pk__in=members.values("user"), is_active=True)


def in_charge_of(
    area: Area, *permissions: str, but: Callable[[User], bool] = lambda user: False
) -> list[User]:
    """Return the people nearest to `area` who hold all of `permissions` there, `but` some.

    Those of the grid, if there are any; else those of its community; else those of the street.
    One statement, and what `but` asks.
    """
    above = [area.path[:end] for end in range(Area.steplen, len(area.path) + 1, Area.steplen)]
    rows = Membership.objects.active_on().filter(area__path__in=above, user__is_active=True)
    held: dict[User, set[str]] = {}
    depth: dict[User, int] = {}
    for row in rows.select_related("user", "role", "area"):
        held.setdefault(row.user, set()).update(row.role.permissions)
        depth[row.user] = max(depth.get(row.user, 0), row.area.depth)
    able = [user for user, codes in held.items() if codes.issuperset(permissions)]
    nearest: list[User] = []
    for level in sorted({depth[user] for user in able}, reverse=True):
        nearest = [user for user in able if depth[user] == level and not but(user)]
        if nearest:
            break
    return sorted(nearest, key=lambda user: (user.full_name, user.pk))


def who_may(record: Any, move: Move) -> list[User]:
    """Return the people nearest to `record` who may make `move` and had no hand in the work."""
    return in_charge_of(record.area, move.permission, but=lambda one: had_a_hand(one, record, move))
