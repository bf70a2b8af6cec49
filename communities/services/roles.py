"""Built-in roles follow the permissions that apps declare."""

from collections.abc import Iterable

from django.db import transaction

from accounts import audit
from accounts.models import User
from communities.models import Role
from communities.roles import BUILT_IN
from lib.permissions import permissions


def sync_roles(**_signal: object) -> None:
    """Write the built-in roles after a migrate; an office's own roles are left alone."""
    known = Role.objects.in_bulk()
    for order, role in enumerate(BUILT_IN):
        codes = [permission.key for permission in permissions if role.code in permission.roles]
        if role.code in known:
            _tell_change(known[role.code], codes)
        Role.objects.update_or_create(
            code=role.code,
            defaults={
                "name_zh": role.name_zh,
                "name_en": role.name_en,
                "permissions": codes,
                "built_in": True,
                "order": order,
            },
        )


@transaction.atomic
def demand_factors(*, actor: User, roles: Iterable[Role]) -> None:
    """Demand a second factor of these roles and of no others, from the next sign-in on."""
    wanted = {role.pk for role in roles}
    for role in Role.objects.select_for_update():
        demands = role.pk in wanted
        if role.demands_factor != demands:
            changes = {"demands_factor": [role.demands_factor, demands]}
            role.demands_factor = demands
            role.save(update_fields=["demands_factor"])
            audit.record(actor=actor, code="communities.role.changed", target=role, changes=changes)


def _tell_change(role: Role, codes: list[str]) -> None:
    """Write into the trail what the role may from now on, and what no more."""
    before, after = set(role.permissions), set(codes)
    if before != after:
        gone, new = ", ".join(sorted(before - after)), ", ".join(sorted(after - before))
        audit.record(
            actor=None,
            code="communities.role.changed",
            target=role,
            changes={"permissions": [gone, new]},
        )
