"""Who is responsible for what lies in an area."""

from django.db.models import QuerySet

from communities.models import Area, AreaKind, Membership

#: The people asked first are those of the grid and of its community, not of the whole street.
LEVELS = (AreaKind.GRID, AreaKind.COMMUNITY)


def responsible_for(area: Area) -> QuerySet[Membership]:
    """Return today's memberships of the grid and the community in which `area` lies."""
    paths = [area.path[:end] for end in range(area.steplen, len(area.path) + 1, area.steplen)]
    rows = Membership.objects.active_on().filter(area__path__in=paths, area__kind__in=LEVELS)
    return rows.select_related("user", "role", "area").order_by("-area__depth", "role__order")
