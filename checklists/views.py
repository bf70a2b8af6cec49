"""Hazard categories: list, page, form. They hold for the whole portal."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _, gettext_lazy

from checklists.filters import CategoryFilter
from checklists.forms import CategoryForm
from checklists.models import HazardCategory
from checklists.tables import CATEGORY_TABLE
from communities.permissions import AREA_VIEW, SETTINGS_CHANGE, require
from communities.registers import Register, add_record, change_record, in_sight
from communities.whole import may_for_all, require_for_all
from lib.http import SignedInRequest
from lib.listing import Listing, list_page

CATEGORIES = Register(
    code="checklists.category",
    form=CategoryForm,
    permission=SETTINGS_CHANGE,
    new_title=gettext_lazy("New hazard category"),
)


def category_list(request: SignedInRequest) -> HttpResponseBase:
    """List the categories, those that are no longer in use too."""
    require(request.user, AREA_VIEW)
    return list_page(
        request,
        Listing(
            name=_("Hazard categories"),
            queryset=HazardCategory.objects.visible_to(request.user),
            filterset=CategoryFilter,
            table=CATEGORY_TABLE,
            template="checklists/category_list.html",
            context={"may_change": may_for_all(request.user, SETTINGS_CHANGE)},
        ),
    )


def category_detail(request: SignedInRequest, code: str) -> HttpResponse:
    """Show a category with its history."""
    require(request.user, AREA_VIEW)
    context = {
        "category": in_sight(request, HazardCategory.objects.all(), code),
        "may_change": may_for_all(request.user, SETTINGS_CHANGE),
    }
    return render(request, "checklists/category_detail.html", context)


def category_new(request: SignedInRequest) -> HttpResponse:
    """Add a category."""
    require_for_all(request.user, SETTINGS_CHANGE)
    return add_record(request, CATEGORIES)


def category_edit(request: SignedInRequest, code: str) -> HttpResponse:
    """Change a category, or retire it."""
    require_for_all(request.user, SETTINGS_CHANGE)
    return change_record(request, CATEGORIES, in_sight(request, HazardCategory.objects.all(), code))
