"""Requests as views receive them after the middleware has done its part."""

from typing import Any

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class SignedInRequest(HttpRequest):
    """A request of a signed-in user (RequireSignIn), with django-htmx's details.

    `user` is accounts.User; the library does not import apps, so it stays untyped here.
    """

    user: Any
    htmx: HtmxDetails
