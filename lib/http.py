"""Requests as views receive them after the middleware has done its part."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from lib.errors import Outdated


class HtmxRequest(HttpRequest):
    """A request behind django-htmx's middleware."""

    htmx: HtmxDetails


class SignedInRequest(HtmxRequest):
    """A request of a signed-in user (RequireSignIn), with django-htmx's details.

    `user` is accounts.User; the library does not import apps, so it stays untyped here.
    """

    user: Any


def revision_read(request: HttpRequest) -> int:
    """Return the revision of the record that the page of a button was drawn from (`{% read %}`).

    Raises Outdated for a form that names none: what was looked at is not known then.
    """
    try:
        return int(request.POST["revision"])
    except (KeyError, ValueError):
        raise Outdated(_("This page is too old. Open it again, look, then decide.")) from None


def portal_address(request: HttpRequest) -> str:
    """Return the portal's own address without a slash at its end, for links that leave the portal.

    PORTAL_URL; where nobody has set it, the address by which this request came.
    """
    return settings.PORTAL_URL or request.build_absolute_uri("/").rstrip("/")
