"""Fragment or page: one view, one context, one template; htmx gets the named part."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails


def by_htmx(request: HttpRequest) -> bool:
    """Tell whether htmx asks, for a part or for a whole page."""
    return bool(getattr(request, "htmx", None))


def wants_part(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a part of the page (boosted links want the whole page)."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    return bool(htmx and not htmx.boosted and not htmx.history_restore_request)


def render_part(
    request: HttpRequest, template: str, context: dict[str, Any], *, part: str, status: int = 200
) -> HttpResponse:
    """Render `template`, or only its partial `part` when htmx asks."""
    name = f"{template}#{part}" if wants_part(request) else template
    response = render(request, name, context, status=status)
    response.headers["Vary"] = "HX-Request"
    return response
