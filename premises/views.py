"""Premises: list, page, form."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts import audit
from communities.permissions import may, require
from communities.responsible import responsible_for
from lib.forms import already_sent
from lib.http import SignedInRequest
from lib.listing import Listing, list_page
from premises.filters import PremisesFilter
from premises.forms import PremisesForm
from premises.models import Premises
from premises.permissions import PREMISES_CALL, PREMISES_CHANGE, PREMISES_VIEW
from premises.services import save_premises
from premises.tables import PREMISES_TABLE


def premises_list(request: SignedInRequest) -> HttpResponse:
    """List the premises in sight."""
    require(request.user, PREMISES_VIEW)
    rows = Premises.objects.where_allowed(request.user, PREMISES_VIEW)
    return list_page(
        request,
        Listing(
            name=_("Premises"),
            queryset=rows.select_related("area", "category"),
            filterset=PremisesFilter,
            table=PREMISES_TABLE,
            template="premises/premises_list.html",
            empty_template="premises/premises_empty.html",
            context={"may_add": may(request.user, PREMISES_CHANGE)},
        ),
    )


def premises_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show premises: who is responsible, open hazards, the last inspections."""
    premises = premises_in_sight(request, pk)
    require(request.user, PREMISES_VIEW, premises)
    return render(
        request,
        "premises/premises_detail.html",
        {
            "premises": premises,
            "thresholds": premises.category.thresholds.all(),
            "exceeded": premises.exceeded_thresholds(),
            "responsible": responsible_for(premises.area),
            "may_change": may(request.user, PREMISES_CHANGE, premises),
            "may_call": may(request.user, PREMISES_CALL, premises),
        },
    )


def premises_new(request: SignedInRequest) -> HttpResponse:
    """Add premises."""
    require(request.user, PREMISES_CHANGE)
    initial = {"area": request.GET.get("area")}
    form = PremisesForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        premises = already_sent(form, Premises.objects.visible_to(request.user))
        if premises is None:
            form.instance.pk = form.key
            premises = save_premises(actor=request.user, premises=form.instance)
            messages.success(request, _("Saved."))
        return redirect(premises)
    context = {"form": form, "title": _("New premises")}
    return render(request, "includes/form_page.html", context)


def premises_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change premises."""
    premises = premises_in_sight(request, pk)
    require(request.user, PREMISES_CHANGE, premises)
    before = audit.snapshot(premises)
    form = PremisesForm(request.POST or None, instance=premises, user=request.user)
    if request.method == "POST" and form.is_valid():
        save_premises(actor=request.user, premises=form.instance, before=before)
        messages.success(request, _("Saved."))
        return redirect(premises)
    context = {"form": form, "title": str(premises), "back": premises}
    return render(request, "includes/form_page.html", context)


def premises_in_sight(request: SignedInRequest, pk: UUID) -> Premises:
    """Return the premises or 404."""
    rows = Premises.objects.visible_to(request.user).select_related("area", "category__checklist")
    return get_object_or_404(rows.prefetch_related("category__thresholds"), pk=pk)
