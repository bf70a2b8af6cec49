"""What roles allow, by room: the table of all, and the parts of the form of one."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lib.permissions import Permission, permissions

#: The rooms of the portal by the beginning of their permission codes, in words.
ROOMS: dict[str, str | Promise] = {
    "communities": _("Areas, accounts, settings"),
    "notices": _("Notices"),
    "ledgers": _("Ledgers"),
    "actions": _("Corrective actions"),
    "premises": _("Premises"),
    "grids": _("Inspections and hazards"),
    "injuries": _("Injury cards"),
    "programmes": _("Projects"),
    "training": _("Training and drills"),
    "monitoring": _("Dashboard"),
    "reports": _("Reports"),
}


@dataclass(frozen=True)
class RoomOfPermissions:
    """The permissions of a room; `key` is the beginning of their codes."""

    key: str
    label: str | Promise
    permissions: list[Permission]


def by_room() -> list[RoomOfPermissions]:
    """Return all permissions by room, in the order of the rooms."""
    found: dict[str, list[Permission]] = {}
    for one in permissions:
        found.setdefault(one.key.partition(".")[0], []).append(one)
    return [RoomOfPermissions(key, ROOMS[key], found[key]) for key in ROOMS if key in found]
