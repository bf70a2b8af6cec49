"""Who is responsible for what lies in an area."""

from django.db.models import Q, QuerySet

from accounts.models import User
from communities.models import Area, AreaKind, Membership

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
