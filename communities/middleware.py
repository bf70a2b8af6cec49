"""What the browser says beside a form: the draft that it was typed from."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from communities.services.drafts import forget_draft

GetResponse = Callable[[HttpRequest], HttpResponse]
#: How a view answers what it has taken: with the way to another page, also to htmx.
TAKEN = (204, 302, 303)


def forget_saved_drafts(get_response: GetResponse) -> GetResponse:
    """Remove the draft that a form names, once the form has been taken."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        taken = request.method == "POST" and response.status_code in TAKEN
        if taken and request.user.is_authenticated and (key := _key(request.POST.get("draft"))):
            forget_draft(owner=request.user, key=key)
        return response

    return answer


def _key(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
