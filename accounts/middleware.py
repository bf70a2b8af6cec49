"""Remembers the client's address for the audit trail."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.audit import request_address


def remember_address(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Set `audit.request_address` while a request is served."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = request_address.set(client_address(request))
        try:
            return get_response(request)
        finally:
            request_address.reset(token)

    return middleware


def client_address(request: HttpRequest) -> str | None:
    """Return the client's address: the entry that our outermost trusted proxy wrote.

    Entries further left in X-Forwarded-For come from the client itself and may be lies. What is no
    address is left out: PostgreSQL would refuse the audit entry, and with it the deed.
    """
    text = _stated_address(request)
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None


def _stated_address(request: HttpRequest) -> str:
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    hops = settings.TRUSTED_PROXIES
    if hops and len(forwarded) >= hops and forwarded[-hops].strip():
        return forwarded[-hops].strip()
    return request.META.get("REMOTE_ADDR") or ""
