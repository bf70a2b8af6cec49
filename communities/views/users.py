"""Accounts of the areas that an administrator manages."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import audit
from accounts.models import User
from communities.factors import has_factor
from communities.filters import UserFilter
from communities.forms import AccountChangeForm, AccountForm, MembershipForm, RoleFactorsForm
from communities.models import Membership, Role
from communities.oversight import managed_users
from communities.permissions import USER_MANAGE, require
from communities.services.accounts import (
    change_account,
    close_account,
    end_sessions,
    may_keep_account,
    open_account,
    reopen_account,
    reset_factor,
    reset_password,
)
from communities.services.memberships import add_membership, end_membership
from communities.services.roles import demand_factors
from communities.tables import USER_TABLE
from communities.whole import require_for_all
from lib.errors import NotAllowed
from lib.http import SignedInRequest
from lib.listing import Listing, list_page
from lib.sending import carry_out


def user_list(request: SignedInRequest) -> HttpResponseBase:
    """List the accounts that the administrator manages."""
    require(request.user, USER_MANAGE)
    current = Membership.objects.active_on().where_allowed(request.user, USER_MANAGE)
    current = current.select_related("role", "area", "organisation")
    users = managed_users(request.user).prefetch_related(Prefetch("memberships", current))
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
    memberships = person.memberships.select_related("area", "role", "organisation").where_allowed(
        request.user, USER_MANAGE
    )
    context = {
        "person": person,
        "memberships": memberships,
        "form": form if person != request.user else None,
        "may_keep": may_keep_account(request.user, person),
        "has_factor": has_factor(person),
    }
    return render(request, "communities/user_detail.html", context)


def user_new(request: SignedInRequest) -> HttpResponse:
    """Open an account; its first password is shown once."""
    require(request.user, USER_MANAGE)
    form = AccountForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        opened = carry_out(form, lambda: open_account(actor=request.user, **form.cleaned_data))
        if opened is not None:
            return _show_once(request, _("Account opened"), *opened)
    return render(request, "includes/form_page.html", {"form": form, "title": _("New account")})


def user_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change what stands on an account."""
    person = _kept(request, pk)
    before = audit.snapshot(person, AccountChangeForm.Meta.fields)
    form = AccountChangeForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        carry_out(
            form,
            lambda: change_account(actor=request.user, user=form.instance, before=before),
        )
        if not form.errors:
            messages.success(request, _("Saved."))
            return redirect("communities:user", pk=pk)
    context = {"form": form, "title": before["full_name"], "back": person}
    return render(request, "includes/form_page.html", context)


@require_POST
def user_close(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Close an account."""
    close_account(actor=request.user, user=_kept(request, pk))
    messages.success(request, _("The account is closed; its records stay."))
    return redirect("communities:user", pk=pk)


@require_POST
def user_reopen(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Open a closed account again."""
    reopen_account(actor=request.user, user=_kept(request, pk))
    messages.success(request, _("The account is open again."))
    return redirect("communities:user", pk=pk)


@require_POST
def user_password(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Give a forgotten password anew, shown once."""
    person = _kept(request, pk)
    password = reset_password(actor=request.user, user=person)
    return _show_once(request, _("Password reset"), person, password)


@require_POST
def user_sessions(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Sign somebody out everywhere."""
    end_sessions(actor=request.user, user=_kept(request, pk))
    messages.success(request, _("The account is signed out everywhere."))
    return redirect("communities:user", pk=pk)


@require_POST
def user_factor(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take the second factor away from somebody who lost it."""
    reset_factor(actor=request.user, user=_kept(request, pk))
    messages.success(request, _("The second factor is removed."))
    return redirect("communities:user", pk=pk)


def _kept(request: SignedInRequest, pk: UUID) -> User:
    """Return an account in sight; what may be done with it is the services' to say."""
    return get_object_or_404(managed_users(request.user), pk=pk)


def _show_once(request: SignedInRequest, title: str, person: User, password: str) -> HttpResponse:
    context = {"title": title, "person": person, "password": password}
    return render(request, "communities/user_opened.html", context)


def role_factors(request: SignedInRequest) -> HttpResponse:
    """Say which roles demand a second factor; roles are the same everywhere."""
    require_for_all(request.user, USER_MANAGE)
    demanding = Role.objects.filter(demands_factor=True)
    form = RoleFactorsForm(request.POST or None, initial={"roles": demanding})
    if request.method == "POST" and form.is_valid():
        demand_factors(actor=request.user, roles=form.cleaned_data["roles"])
        messages.success(request, _("Saved."))
        return redirect("communities:users")
    context = {"form": form, "title": _("Second factor")}
    return render(request, "includes/form_page.html", context)


@require_POST
def membership_end(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """End a membership today."""
    rows = Membership.objects.where_allowed(request.user, USER_MANAGE)
    rows = rows.select_related("user", "area", "role", "organisation")
    membership = get_object_or_404(rows, pk=pk)
    end_membership(actor=request.user, membership=membership)
    messages.success(request, _("The membership has ended."))
    return redirect("communities:user", pk=membership.user_id)
