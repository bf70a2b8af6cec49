"""What every page has: the menu that the user's roles allow."""

from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from communities.services.emblems import office
from communities.sight import sight_of
from lib.navigation import MenuEntry, menu
from safecommunity.orders import FOOT
from safecommunity.tour import tour_of

#: Beside these stand the menu and the own page: five fit under a thumb at 360 px.
FOOT_ENTRIES = 3


class PortalRequest(HttpRequest):
    """A request that keeps what every page has."""

    portal_context: dict[str, Any]


def portal(request: PortalRequest) -> dict[str, Any]:
    """Return the menu in groups, and settings that templates read; found once a request.

    `menu_shown` says in one word which entries the menu has and which is the page's: the menu is
    drawn once a process for each, and a person whose roles change gets another one.

    Every cell that a table draws by a template asks again: a hundred times a list.
    """
    if not hasattr(request, "portal_context"):
        request.portal_context = _portal(request)
    return request.portal_context


def _portal(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"menu_groups": [], "office": office(), "base_map": settings.BASE_MAP}
    sight = sight_of(user)
    entries = [e for e in menu if e.permission is None or sight.may(e.permission)]
    groups = [(label, list(group)) for label, group in groupby(entries, key=lambda e: str(e.group))]
    current = max(
        (
            e
            for e in entries
            if request.path.startswith(e.url) and (e.url != "/" or request.path == "/")
        ),
        key=lambda e: len(e.url),
        default=None,
    )
    current_key = current.key if current else None
    return {
        "menu_groups": groups,
        "menu_shown": f"{current_key} of {' '.join(entry.key for entry in entries)}",
        "office": office(),
        "tour": tour_of(user, request.session),
        "tour_offered": request.path == "/" and user.toured_at is None,
        "foot_entries": foot(entries),
        "current_menu": current_key,
        "base_map": settings.BASE_MAP,
    }


def foot(entries: list[MenuEntry]) -> list[MenuEntry]:
    """Return those of the menu's entries that stand at the foot of a phone."""
    mine = {entry.key: entry for entry in entries}
    return [mine[key] for key in FOOT if key in mine][:FOOT_ENTRIES]
