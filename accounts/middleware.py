"""Asks for a sign-in without losing the way back; remembers the client's address for the trail."""

import ipaddress
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh, trigger_client_event

from accounts.audit import request_address
from lib.htmx import by_htmx


class RequireSignIn(LoginRequiredMiddleware):
    """Sends to the sign-in page and from there to a page that can be opened.

    Django alone leads back to the address that was asked for. When a session ends before a button
    is pressed that is the address of an action, which answers a GET with an empty 405.
    """

    def handle_no_permission(  # type: ignore[override]  # the stub knows redirects only
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        """Answer a request that nobody is signed in for."""
        if request.method in {"GET", "HEAD"}:
            if by_htmx(request):  # the part of a page cannot be replaced by the sign-in page
                return HttpResponseClientRefresh()
            return super().handle_no_permission(request, view_func)
        if by_htmx(request):  # htmx leaves the page as it is; portal.js says what to do
            return trigger_client_event(HttpResponse(status=204), "signedOut")
        messages.warning(
            request,
            _(
                "You had been signed out, so this was not saved. Sign in and do it again; what "
                "you typed on a page of its own comes back."
            ),
        )
        return redirect_to_login(page_of(request), self.get_login_url(view_func))


class credentials_in_order:  # noqa: N801 - named like the function middleware below
    """Lets nobody go on with a password that somebody else knows, or without a demanded factor.

    The session says `needs_factor` from the sign-in on (`communities.factors`).
    """

    #: What stays open meanwhile: the pages on which it is put in order, and the way out.
    OPEN = frozenset({"account_logout", "account_change_password", "account_reauthenticate"})

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Lead to the page that is needed first."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not request.user.is_authenticated or name in self.OPEN | {"set_language"}:
            return None
        if request.user.must_change_password:
            text = _("Choose a password of your own first: the one you have was handed out.")
            return self._lead(request, "account_change_password", text)
        if request.session.get("needs_factor") and not name.startswith("mfa_"):
            text = _("Your role demands a second factor: add an app or a passkey first.")
            return self._lead(request, "mfa_index", text)
        return None

    def _lead(self, request: HttpRequest, page: str, text: str) -> HttpResponse:
        if by_htmx(request):
            return HttpResponseClientRefresh()
        messages.warning(request, text)
        return redirect(page)


def page_of(request: HttpRequest) -> str:
    """Return the path of the page on which a form stood, the home page when that is unknown."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(
        referer, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return reverse("home")
    path = urlsplit(referer)._replace(scheme="", netloc="", fragment="").geturl()
    # "//elsewhere/x" is a path after our own name, and alone another portal's address.
    return path if url_has_allowed_host_and_scheme(path, allowed_hosts=None) else reverse("home")


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


def keep_from_caches(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Have no browser keep what the portal says: pages, exports, files, errors.

    On a computer that several people use the next one would read it. It stands outside of all that
    may answer (a refused form, a page that broke), and of nothing that is everybody's: static files
    are sent before it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "no-store" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware


def client_address(request: HttpRequest) -> str | None:
    """Return the client's address: the entry that our outermost trusted proxy wrote.

    Entries further left in X-Forwarded-For come from the client itself and may be lies. What is no
    address is left out: PostgreSQL would refuse the audit entry, and with it the action.
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
