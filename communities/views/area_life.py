"""Closing an area from a day on, and opening it again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities.forms import AreaCloseForm
from communities.models import Area
from communities.permissions import AREA_CHANGE
from communities.registers import in_sight
from communities.services.area_life import close_area, prospect, refuse_kind, reopen_area
from lib.errors import DomainError
from lib.http import SignedInRequest, revision_read
from lib.sending import carry_out


def area_close(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show what closing an area would mean, and close it."""
    area = in_sight(request, Area.objects.all(), pk, AREA_CHANGE)
    try:
        refuse_kind(area)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(area)
    form = AreaCloseForm(request.POST or None, area=area)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        carry_out(form, lambda: close_area(actor=request.user, area=area, **given))
        if not form.errors:
            messages.success(request, _("“%s” is closed.") % area)
            return redirect(area)
    found = prospect(area)
    context = {
        "area": area,
        "form": form,
        "prospect": found,
        "against": [(one.label, count, one.href(area)) for one, count in found.against],
    }
    return render(request, "communities/area_close.html", context)


@require_POST
def area_reopen(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Open a closed area again."""
    area = in_sight(request, Area.objects.all(), pk, AREA_CHANGE)
    try:
        reopen_area(actor=request.user, area=area, revision=revision_read(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("“%s” is open again.") % area)
    return redirect(area)
