"""What a picker finds on the server: rows in sight of the user, by words."""

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.pace import too_many
from communities.permissions import require
from lib.filters import LONGEST_WORDS
from lib.http import SignedInRequest
from lib.pickers import pickers
from lib.search import holds

#: So many rows an answer has at most: who sees more types more.
MOST = 30
#: So many answers a person gets in a minute: a fast typist asks for three a second.
A_MINUTE = 240


@require_GET
def pick(request: SignedInRequest, key: str) -> HttpResponse:
    """Answer with the rows of a picker that hold the words `q`: what is sent, and what is read.

    `permission` narrows them to where the user holds it; it opens nothing.
    """
    picker = pickers.get(key)
    if picker is None:
        raise Http404
    require(request.user, picker.permission)
    if too_many(request.user, "pick", A_MINUTE):
        return JsonResponse({"words": _("Too many searches. Wait a minute.")}, status=429)
    rows = picker.rows(request.user)
    if permission := request.GET.get("permission", ""):
        allowed = getattr(rows.model._default_manager.all(), "where_allowed", None)
        if allowed is None:
            raise Http404
        rows = rows.filter(pk__in=allowed(request.user, permission).order_by().values("pk"))
    words = request.GET.get("q", "").strip()[:LONGEST_WORDS]
    if words:
        rows = rows.filter(holds(words, *picker.search))
    found = list(picker.prepare(rows)[: MOST + 1])
    answer = [{"value": str(row.pk), "text": picker.words(row)} for row in found[:MOST]]
    return JsonResponse({"rows": answer, "more": len(found) > MOST})
