"""The sight of a user: which subtrees, and which permission where. One query a request."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from accounts.models import User

#: Who looks: nobody (the portal itself) and who is not signed in see nothing.
Viewer = User | AnonymousUser | None


@dataclass(frozen=True)
class Sight:
    """Paths of areas a user is a member of, and per permission code the paths where it is held.

    `paths` None means everywhere (system administrators). `units` are the keys of the
    organisations for which the user works.
    """

    paths: tuple[str, ...] | None
    grants: dict[str, tuple[str, ...]] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()
    units: frozenset[UUID] = frozenset()

    def paths_for(self, permission: str) -> tuple[str, ...] | None:
        """Return the subtrees in which `permission` is held; None means everywhere."""
        return None if self.paths is None else self.grants.get(permission, ())

    def covers(self, path: str) -> bool:
        """Tell whether the area at `path` is in sight."""
        return self.paths is None or path.startswith(self.paths)

    def may(self, permission: str, path: str | None = None) -> bool:
        """Tell whether `permission` is held at `path`, or anywhere when no path is given."""
        paths = self.paths_for(permission)
        if paths is None:
            return True
        return bool(paths) if path is None else path.startswith(paths)


NOTHING = Sight(paths=())
EVERYWHERE = Sight(paths=None)


def sight_of(user: Viewer) -> Sight:
    """Return the sight of `user`, read once and kept on the user object for the request."""
    if user is None or not user.is_authenticated or not user.is_active:
        return NOTHING
    if user.is_superuser:
        return EVERYWHERE
    # By attribute: request.user is a lazy wrapper with a __dict__ of its own.
    sight = getattr(user, "_sight", None)
    if sight is None:
        sight = user._sight = _read(user)
    return sight


def forget_sight(user: User) -> None:
    """Forget the sight kept on `user`, after memberships changed in the same process."""
    user._sight = None


def _read(user: User) -> Sight:
    rows = list(
        user.memberships.active_on().values_list(
            "area__path", "role__permissions", "role_id", "organisation_id"
        )
    )
    grants: dict[str, list[str]] = {}
    for path, codes, _role, _unit in rows:
        for code in codes:
            grants.setdefault(code, []).append(path)
    return Sight(
        paths=_outermost(path for path, _codes, _role, _unit in rows),
        grants={code: _outermost(paths) for code, paths in grants.items()},
        roles=frozenset(role for _path, _codes, role, _unit in rows),
        units=frozenset(unit for _path, _codes, _role, unit in rows if unit is not None),
    )


def _outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """Drop paths that lie below another one."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return tuple(kept)
