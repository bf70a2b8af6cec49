"""Accounts of the areas that an administrator manages."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities.filters import UserFilter
from communities.forms import AccountForm, MembershipForm
from communities.models import Membership
from communities.oversight import managed_users
from communities.permissions import USER_MANAGE, require
from communities.services.memberships import add_membership, end_membership, open_account
from communities.tables import USER_TABLE
from lib.errors import NotAllowed
from lib.http import SignedInRequest
from lib.listing import Listing, list_page


def user_list(request: SignedInRequest) -> HttpResponse:
    """List the accounts that the administrator manages."""
    require(request.user, USER_MANAGE)
    current = Membership.objects.active_on().where_allowed(request.user, USER_MANAGE)
    current = current.select_related("role", "area")
    users = managed_users(request.user).prefetch_related(
        Prefetch("memberships", current, to_attr="current_memberships")
    )
    return list_page(
        request,
        Listing(
            name=_("Accounts"),
            queryset=users,
            filterset=UserFilter,
            table=USER_TABLE,
            template="communities/user_list.html",
        ),
    )


def user_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show an account with its memberships; add one."""
    person = get_object_or_404(managed_users(request.user), pk=pk)
    require(request.user, USER_MANAGE)
    if request.method == "POST" and person == request.user:
        raise NotAllowed(_("Nobody gives a role to his or her own account."))
    form = MembershipForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        add_membership(actor=request.user, user=person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("communities:user", pk=person.pk)
    memberships = person.memberships.select_related("area", "role").where_allowed(
        request.user, USER_MANAGE
    )
    context = {
        "person": person,
        "memberships": memberships,
        "form": form if person != request.user else None,
    }
    return render(request, "communities/user_detail.html", context)


def user_new(request: SignedInRequest) -> HttpResponse:
    """Open an account; its first password is shown once."""
    require(request.user, USER_MANAGE)
    form = AccountForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        person, password = open_account(actor=request.user, **form.cleaned_data)
        context = {"person": person, "password": password}
        response = render(request, "communities/user_opened.html", context)
        response["Cache-Control"] = "no-store"
        return response
    return render(request, "includes/form_page.html", {"form": form, "title": _("New account")})


@require_POST
def membership_end(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """End a membership today."""
    rows = Membership.objects.where_allowed(request.user, USER_MANAGE)
    membership = get_object_or_404(rows.select_related("user", "area", "role"), pk=pk)
    end_membership(actor=request.user, membership=membership)
    messages.success(request, _("The membership has ended."))
    return redirect("communities:user", pk=membership.user_id)
