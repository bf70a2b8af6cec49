"""The one box that finds everything."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.pace import too_many
from communities.finding import LEAST, find_all
from lib.filters import LONGEST_WORDS
from lib.htmx import wants_part
from lib.http import SignedInRequest

#: So many answers a person gets in a minute: a fast typist asks for three a second.
A_MINUTE = 240


@require_GET
def find(request: SignedInRequest) -> HttpResponse:
    """Show what has the words `q`: on a page of its own, or below the box (htmx)."""
    words = request.GET.get("q", "").strip()[:LONGEST_WORDS]
    if too_many(request.user, "find", A_MINUTE):
        said, found = _("Too many searches. Wait a minute."), []
    else:
        said, found = "", find_all(request.user, words)
    template = "communities/found.html" if wants_part(request) else "communities/find.html"
    context = {"words": words, "found": found, "said": said, "short": len(words) < LEAST}
    response = render(request, template, context, status=429 if said else 200)
    response.headers["Vary"] = "HX-Request"
    return response
