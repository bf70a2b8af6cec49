"""Roles: the built-in ones follow what apps declare, an office changes them and has its own."""

from collections.abc import Collection, Iterable, Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _, override

from accounts import audit
from accounts.models import User
from communities.models import Membership, Role
from communities.permissions import USER_MANAGE
from communities.roles import ADMINISTRATOR, BUILT_IN
from communities.services.saving import changes_of
from communities.whole import may_for_all
from lib.errors import DomainError, WrongState
from lib.permissions import permissions
from lib.records import bump


def sync_roles(**_signal: object) -> None:
    """Write the built-in roles after a migrate; an office's own roles are left alone."""
    known = Role.objects.in_bulk()
    for order, role in enumerate(BUILT_IN):
        stored = known.get(role.code)
        codes = _with_changes(stored, declared(role.code)) if stored else declared(role.code)
        if stored:
            _tell_change(stored, codes)
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


def declared(code: str) -> list[str]:
    """Return the permissions that apps declare for a built-in role; none for another."""
    return [permission.key for permission in permissions if code in permission.roles]


def _with_changes(role: Role, codes: list[str]) -> list[str]:
    wanted = {*codes, *role.granted} - {*role.withdrawn}
    return [permission.key for permission in permissions if permission.key in wanted]


@transaction.atomic
def save_role(*, actor: User, record: Role, code: str, unchecked: Sequence[str] = ()) -> Role:
    """Add a role, or change what it allows; told in the trail in words.

    Raises DomainError for what would lock out the last administrator, allow more than `actor` may,
    or allow nothing; Outdated when somebody else changed the role meanwhile.
    """
    wanted = set(record.permissions)
    record.permissions = [one.key for one in permissions if one.key in wanted]
    if unknown := wanted - set(record.permissions):
        raise ValidationError(_("Unknown permissions: %s") % ", ".join(sorted(unknown)))
    record.full_clean(exclude=[*unchecked, "permissions"])
    if record._state.adding:
        _refuse(actor, record, set())
        record.save(force_insert=True)
        allowed = {"permissions": [None, in_words(record.permissions)]}
        audit.record(actor=actor, code=f"{code}.added", target=record, changes=allowed)
        return record
    stored = Role.objects.select_for_update().get(pk=record.pk)
    _refuse(actor, record, set(stored.permissions))
    _note_changes(record)
    if changes := changes_of(record):
        if "permissions" in changes:
            gone = [one for one in stored.permissions if one not in record.permissions]
            new = [one for one in record.permissions if one not in stored.permissions]
            changes["permissions"] = [in_words(gone), in_words(new)]
        bump(record)
        more = ["granted", "withdrawn", "updated_at"]
        record.save(update_fields=[*changes, *more])
        audit.record(actor=actor, code=f"{code}.changed", target=record, changes=changes)
    return record


def reset_role(*, actor: User, role: Role) -> Role:
    """Give a built-in role what apps declare for it."""
    if not role.built_in:
        raise WrongState(_("Only a built-in role can be reset."))
    role.permissions = declared(role.code)
    return save_role(actor=actor, record=role, code="communities.role")


def _note_changes(role: Role) -> None:
    """Note by what a built-in role differs from what apps declare."""
    if role.built_in:
        own, has = set(declared(role.code)), set(role.permissions)
        role.granted, role.withdrawn = sorted(has - own), sorted(own - has)


def _refuse(actor: User, role: Role, before: set[str]) -> None:
    """Raise DomainError for what a role must not become; `before` is what it allows now."""
    after = set(role.permissions)
    if not after:
        raise DomainError(_("A role has to allow something."), code="empty-role")
    if beyond := after - before - givable(actor, role):
        text = _("You cannot give what you may not do yourself: %s.")
        raise DomainError(text % in_words(sorted(beyond)), code="beyond-own")
    if not role.active:
        _refuse_retiring(role)
    if USER_MANAGE not in after:
        _refuse_lockout(role, before)


def givable(actor: User, role: Role) -> set[str]:
    """Return what `actor` may give to `role`: what is the actor's own everywhere, what apps declare
    for the role, and what the role has that it was copied from.
    """
    own = {one.key for one in permissions if may_for_all(actor, one.key)}
    copied = set(role.copied_from.permissions) if role.copied_from else set()
    return own | copied | (set(declared(role.code)) if role.built_in else set())


def _refuse_retiring(role: Role) -> None:
    if role.built_in:
        raise DomainError(_("A built-in role stays in use."), code="built-in")
    if count := Membership.objects.not_over().filter(role=role).count():
        text = _("%d people work in this role: end that first.")
        raise DomainError(text % count, code="role-in-use")


def _refuse_lockout(role: Role, before: set[str]) -> None:
    """Raise DomainError when nobody could manage accounts any more where `role` did."""
    text = _("Nobody could manage accounts any more: leave this to the role, or to another first.")
    if role.code == ADMINISTRATOR:
        raise DomainError(text, code="last-administrator")
    if USER_MANAGE not in before or User.objects.filter(is_superuser=True, is_active=True).exists():
        return
    others = [one.pk for one in Role.objects.exclude(pk=role.pk) if USER_MANAGE in one.permissions]
    held = Membership.objects.select_for_update(of=("self",)).active_on()
    held = held.filter(user__is_active=True).select_related("area")
    keepers = [one.area for one in held.filter(role__in=others)]
    for membership in held.filter(role=role):
        if not any(area.contains(membership.area) for area in keepers):
            raise DomainError(text, code="last-administrator")


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


def in_words(codes: Collection[str]) -> str:
    """Return what `codes` allow, in the portal's language: the trail keeps it."""
    with override(settings.LANGUAGE_CODE):
        known = [str(one.label) for one in permissions if one.key in codes]
    return "、".join([*known, *(code for code in codes if code not in permissions)])


def _tell_change(role: Role, codes: list[str]) -> None:
    """Write into the trail what the role may from now on, and what no more."""
    before, after = set(role.permissions), set(codes)
    if before != after:
        audit.record(
            actor=None,
            code="communities.role.changed",
            target=role,
            changes={"permissions": [in_words(before - after), in_words(after - before)]},
        )
