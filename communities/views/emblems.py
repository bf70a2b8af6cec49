"""The emblem of a street: shown to everybody, changed by who may change the area."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities.forms import EmblemForm
from communities.models import Area, AreaKind, Emblem
from communities.permissions import AREA_CHANGE
from communities.registers import in_sight
from communities.services.emblems import keep_emblem, remove_emblem
from lib.http import SignedInRequest


@login_not_required
def emblem(request: HttpRequest, digest: str) -> HttpResponse:
    """Send the picture; it stands on the sign-in page, so everybody may see it."""
    image = Emblem.objects.filter(sha256=digest).values_list("image", flat=True).first()
    if image is None:
        raise Http404
    return HttpResponse(bytes(image), content_type="image/jpeg")


def area_emblem(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Send the emblem of a street."""
    area = _street(request, pk)
    form = EmblemForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        keep_emblem(actor=request.user, area=area, photo=form.cleaned_data["picture"])
        messages.success(request, _("The emblem is shown on every page from now on."))
        return redirect(area)
    context = {"form": form, "title": _("Emblem"), "back": area, "intro": str(area)}
    return render(request, "includes/form_page.html", context)


@require_POST
def area_emblem_remove(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take the emblem of a street away."""
    area = _street(request, pk)
    remove_emblem(actor=request.user, area=area)
    messages.success(request, _("The emblem is removed."))
    return redirect(area)


def _street(request: SignedInRequest, pk: UUID) -> Area:
    area = in_sight(request, Area.objects.all(), pk, AREA_CHANGE)
    if area.kind != AreaKind.STREET:
        raise Http404
    return area
