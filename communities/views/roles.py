"""Roles: what each allows, in one table and on a page of its own. They are the same everywhere."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from communities.models import Role
from communities.permissions import USER_MANAGE, require
from communities.registers import Register, add_record, change_record, in_sight
from communities.role_forms import RoleForm
from communities.role_table import by_room
from communities.services.roles import reset_role, save_role
from communities.whole import may_for_all, require_for_all
from lib.errors import DomainError
from lib.http import SignedInRequest

ROLES = Register(
    code="communities.role",
    form=RoleForm,
    permission=USER_MANAGE,
    new_title=gettext_lazy("New role"),
    save=save_role,
)


def role_list(request: SignedInRequest) -> HttpResponse:
    """Show all roles with what they allow, room by room, and how many people work in them."""
    require(request.user, USER_MANAGE)
    today = timezone.localdate()
    now = Q(membership__valid_from__lte=today) & (
        Q(membership__valid_to=None) | Q(membership__valid_to__gt=today)
    )
    people = Count(
        "membership__user", filter=now & Q(membership__user__is_active=True), distinct=True
    )
    roles = list(
        Role.objects.annotate(people=people)
        .filter(Q(active=True) | Q(people__gt=0))
        .order_by("order", "code")
    )
    rooms = [
        (
            room.label,
            [(one, [one.key in role.permissions for role in roles]) for one in room.permissions],
        )
        for room in by_room()
    ]
    context = {
        "roles": roles,
        "rooms": rooms,
        "retired": Role.objects.filter(active=False),
        "may_change": may_for_all(request.user, USER_MANAGE),
    }
    return render(request, "communities/role_list.html", context)


def role_detail(request: SignedInRequest, code: str) -> HttpResponse:
    """Show what a role allows, by how much it differs from what it came with, and its history."""
    require(request.user, USER_MANAGE)
    role = in_sight(request, Role.objects.select_related("copied_from"), code)
    rooms = [
        (room.label, [one for one in room.permissions if one.key in role.permissions])
        for room in by_room()
    ]
    context = {
        "role": role,
        "rooms": [(label, held) for label, held in rooms if held],
        "may_change": may_for_all(request.user, USER_MANAGE),
    }
    return render(request, "communities/role_detail.html", context)


def role_new(request: SignedInRequest) -> HttpResponse:
    """Add a role of the office's own, beginning with what another one allows (`?of=`)."""
    require_for_all(request.user, USER_MANAGE)
    return add_record(request, ROLES, initial={"copied_from": request.GET.get("of")})


def role_edit(request: SignedInRequest, code: str) -> HttpResponse:
    """Change what a role allows."""
    require_for_all(request.user, USER_MANAGE)
    return change_record(request, ROLES, in_sight(request, Role.objects.all(), code))


@require_POST
def role_reset(request: SignedInRequest, code: str) -> HttpResponse:
    """Give a built-in role what it came with."""
    require_for_all(request.user, USER_MANAGE)
    role = in_sight(request, Role.objects.select_related("copied_from"), code)
    try:
        reset_role(actor=request.user, role=role)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Saved."))
    return redirect(role)
