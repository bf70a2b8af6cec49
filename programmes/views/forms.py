"""What the form views share: inline or on a page of its own.

A form is asked for by a link. With JavaScript htmx puts it into the project's page and, once it is
taken, swaps the page's body; without, it stands on a page of its own and leads back.
"""

import json
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render

from communities.registers import led_on
from lib.forms import RecordForm
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


def form_taken(
    request: SignedInRequest, back: Any, added_by: RecordForm | None = None
) -> HttpResponse:
    """Lead back to the page of `back`; to htmx, have it swap the body of that page.

    `added_by` is the form of a new record, after which one may go on with the next.
    """
    if not wants_part(request):
        return redirect(back) if added_by is None else led_on(request, added_by, back)
    place = {"path": back.get_absolute_url(), "target": BODY, "select": BODY, "swap": "outerHTML"}
    return HttpResponse(status=204, headers={"HX-Location": json.dumps(place)})
