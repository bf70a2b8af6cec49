"""Middleware of the project: health before everything, domain errors as pages."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from lib.errors import DomainError, NotAllowed
from safecommunity.health import health_response

GetResponse = Callable[[HttpRequest], HttpResponse]


def health(get_response: GetResponse) -> GetResponse:
    """Answer /healthz before sessions, redirects to https and host checks of the portal proper."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return health_response() if request.path == "/healthz" else get_response(request)

    return middleware


class CompressText(GZipMiddleware):
    """Compress pages and data, some 8 : 1; photographs and workbooks are packed already.

    A page holds a secret (the token of its forms) beside what a reader may have put into it.
    Django's compression appends random bytes and the token is masked anew in every page, which is
    what stands against guessing it by the length of answers (BREACH).
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress text that is not streamed."""
        kind = response.headers.get("Content-Type", "")
        if response.streaming or not kind.startswith(("text/", "application/json")):
            return response
        return super().process_response(request, response)


class domain_errors:  # noqa: N801 - named like the function middlewares beside it
    """Show a DomainError that no view caught: as a message on the page the user came from."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn a DomainError into a message; everything else stays an error."""
        if not isinstance(error, DomainError):
            return None
        if isinstance(error, NotAllowed) or not came_from_here(request):
            status = 403 if isinstance(error, NotAllowed) else 409
            return render(request, "includes/problem.html", {"error": error}, status=status)
        messages.error(request, str(error))
        return redirect(request.headers["Referer"])


def came_from_here(request: HttpRequest) -> bool:
    """Tell whether the Referer is another page of this portal."""
    referer = request.headers.get("Referer", "")
    same_page = referer.split("?")[0] == request.build_absolute_uri().split("?")[0]
    return not same_page and url_has_allowed_host_and_scheme(
        referer, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
