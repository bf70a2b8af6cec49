"""What holds for the whole portal is changed by who works for all of its streets."""

from django.core.exceptions import PermissionDenied

from communities.models import Area, AreaKind
from communities.sight import Viewer, sight_of


def may_for_all(user: Viewer, permission: str) -> bool:
    """Tell whether `user` holds `permission` in every street.

    Where a portal serves one street its office may set what all share; where it serves several,
    none of them sets the intervals and limits of its neighbours.
    """
    paths = sight_of(user).paths_for(permission)
    if paths is None:
        return True
    streets = Area.objects.of_kind(AreaKind.STREET).valid_on().values_list("path", flat=True)
    return bool(paths) and all(street.startswith(paths) for street in streets)


def require_for_all(user: Viewer, permission: str) -> None:
    """Raise PermissionDenied (403) unless `may_for_all`."""
    if not may_for_all(user, permission):
        raise PermissionDenied
