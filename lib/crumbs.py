"""The way back from a list to where its number stood: dashboard › overdue hazards 9.

A link that opens rows may say where it comes from, `?from=<origin>:<value>`; the room of the origin
turns the value into the trail. Nothing of the address is printed or followed as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise

from lib.registry import Registry

PARAMETER = "from"


@dataclass(frozen=True)
class Crumb:
    """One step of a trail; the last one, where the reader is, has no address."""

    label: str | Promise
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Origin:
    """A page whose numbers open lists. `trail(value)` is [] for a value that is none of its own."""

    key: str
    trail: Callable[[str], list[Crumb]]


origins: Registry[Origin] = Registry("origins of lists")


def trail_of(request: HttpRequest) -> list[Crumb]:
    """Return the trail of a list; [] when its address says nothing of it."""
    key, _colon, value = request.GET.get(PARAMETER, "").partition(":")
    origin = origins.get(key)
    return origin.trail(value) if origin else []


def coming_from(href: str, key: str, value: str) -> str:
    """Return `href` with where it was followed from; "" stays."""
    if not href:
        return ""
    return f"{href}{'&' if '?' in href else '?'}{PARAMETER}={key}:{value}"
