"""Devices on which somebody signed in before: a signed cookie with digests of their names.

It opens nothing. It only keeps the guesses of strangers from slowing down the owner of an account.
"""

import hashlib
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

COOKIE, SALT, AGE = "device", "accounts.device", 180 * 24 * 3600
#: So many people are remembered on a computer that an office shares.
MOST_NAMES = 20


def known_device(request: HttpRequest, name: str) -> str | None:
    """Return the mark of the device if `name` has signed in on it before."""
    content = _content(request)
    return content["id"] if _digest(name) in content["names"] else None


def remember_device(request: HttpRequest, response: HttpResponse, name: str) -> None:
    """Give the device its mark, or add `name` to it."""
    content = _content(request)
    others = [one for one in content["names"] if one != _digest(name)]
    content["names"] = [_digest(name), *others][:MOST_NAMES]
    response.set_cookie(
        COOKIE,
        signing.dumps(content, salt=SALT, compress=True),
        max_age=AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _content(request: HttpRequest) -> dict[str, Any]:
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=AGE)
    except signing.BadSignature:
        return {"id": get_random_string(16), "names": []}


def _digest(name: str) -> str:
    return hashlib.sha256(f"{SALT}:{name.strip().casefold()}".encode()).hexdigest()[:12]
