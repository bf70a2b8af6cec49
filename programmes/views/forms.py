"""What the form views share: inline or on a page of its own.

A form is asked for by a link. With JavaScript htmx puts it into the project's page and, once it is
taken, swaps the page's body; without, it stands on a page of its own and leads back.
"""

import json
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render

from lib.htmx import wants_part
from lib.http import SignedInRequest

BODY = "#page-body"


def show_form(
    request: SignedInRequest, form: BaseForm, title: str, back: Any, **context: Any
) -> HttpResponse:
    """Show `form` inline (htmx) or on a page of its own with a way back to the record `back`."""
    inline = wants_part(request)
    template = "programmes/inline_form.html" if inline else "programmes/form_page.html"
    context = {"form": form, "title": title, "back": back, **context}
    response = render(request, template, context)
    response.headers["Vary"] = "HX-Request"
    return response


def form_taken(request: SignedInRequest, back: Any) -> HttpResponse:
    """Lead back to the page of `back`; to htmx, have it swap the body of that page."""
    if not wants_part(request):
        return redirect(back)
    place = {"path": back.get_absolute_url(), "target": BODY, "select": BODY, "swap": "outerHTML"}
    return HttpResponse(status=204, headers={"HX-Location": json.dumps(place)})
