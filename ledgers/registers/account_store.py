"""Accounts looked up, opened and given memberships, a chunk of rows at once."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import AuditEntry, User
from communities.account_rights import Rights, rights_of
from communities.models import Membership
from ledgers.declaration import CONFLICT, Addition, Change, Order, Stored, Undone, Values
from ledgers.problems import Problem, by_rule
from lib import bulk
from lib.canonical import canonical_bytes
from lib.ids import derived_id
from lib.text import bare

#: Columns of the account itself.
COLUMNS = ("full_name", "job_title", "phone", "email")
#: Key of `changes` in the trail that says which batch wrote an entry.
BATCH = "batch"
#: An account whose link was handed out is unused until somebody opens it.
LINK_GIVEN = "accounts.link.given"
#: What a column of a revision holds.
LARGEST_REVISION = 0x7FFFFFF0


def sign_in_name(values: Values) -> str:
    """Return the sign-in name: the one given, else the first mobile telephone."""
    phone = str(values.get("phone") or "").split("、")[0]
    return str(values.get("username") or phone)


def above_own(role: str) -> Problem:
    words = _("This role may more than you may there: the administrator gives it.")
    return by_rule("role", words)


class AccountStore:
    """Looks accounts up by their sign-in names, opens them and adds memberships."""

    # --- looking up -------------------------------------------------------------------------------
    def find(self, order: Order, rows: Sequence[Values]) -> Sequence[Sequence[Stored]]:
        """Return the account of the sign-in name; else those of the same name in the same area."""
        rights = rights_of(order.actor)
        named = _by_name(sign_in_name(row).lower() for row in rows)
        alike = _alike(order, rows)
        users = [*named.values(), *(user for group in alike.values() for user in group)]
        held = _memberships(users)
        found: list[list[Stored]] = []
        for row in rows:
            own = named.get(sign_in_name(row).lower())
            same = [own] if own else alike.get(_person(order, row), [])
            found.append(
                [
                    _stored(order, row, user, held.get(user.pk, []), sure=own is not None)
                    for user in same
                    if rights.may_touch(user, held.get(user.pk, []))
                ]
            )
        return found

    # --- writing ----------------------------------------------------------------------------------
    def add(self, order: Order, rows: Sequence[Addition]) -> Mapping[int, Problem]:
        """Open accounts, each with its first membership."""
        rights = rights_of(order.actor)
        taken = set(_by_name(sign_in_name(row.values).lower() for row in rows))
        refused: dict[int, Problem] = {}
        users, memberships = [], []
        for row in rows:
            name, area = sign_in_name(row.values), _area(order, row.values)
            if name.lower() in taken:
                words = _("This sign-in name is taken.")
                refused[row.number] = by_rule("username", words)
            elif not rights.may_give(row.values["role"], area):
                refused[row.number] = above_own(row.values["role"])
            else:
                taken.add(name.lower())
                users.append(_user(row, name))
                memberships.append(_membership(order, row.key, row.values))
        bulk.insert(users)
        bulk.insert(memberships)
        audit.keep(_entry(order, "accounts.user.added", user) for user in users)
        _tell_memberships(order, memberships)
        return refused

    def change(self, order: Order, rows: Sequence[Change]) -> Mapping[int, Problem]:
        """Write what differs into accounts, and add memberships."""
        rights = rights_of(order.actor)
        users = {one.pk: one for one in _held([row.key for row in rows])}
        held = _memberships(users.values())
        refused: dict[int, Problem] = {}
        entries, memberships = [], []
        for row in rows:
            user, own = users.get(row.key), held.get(row.key, [])
            problem = _no_change(rights, order, row, user, own)
            if user is None or problem is not None:
                refused[row.number] = problem or Problem("", CONFLICT)
                continue
            before = audit.snapshot(user, list(COLUMNS))
            for name in COLUMNS:
                if name in row.values:
                    setattr(user, name, row.values[name] or "")
            if changes := audit.difference(user, before):
                entries.append(_entry(order, "accounts.user.changed", user, changes))
            if {"area", "role", "organisation"} & row.values.keys():
                memberships.append(_joined(order, user, own, row.values))
        User.objects.bulk_update(users.values(), COLUMNS, batch_size=200)
        audit.keep(entries)
        _keep(order, memberships)
        return refused

    # --- undoing ----------------------------------------------------------------------------------
    def undo(self, order: Order, rows: Sequence[Undone]) -> Mapping[UUID, str]:
        """Take out accounts that nobody has used; put back what nobody has changed since."""
        users = {one.pk: one for one in _held([row.key for row in rows])}
        ours = _last_written_by(order, users)
        held = _memberships(users.values())
        stayed: dict[UUID, str] = {}
        for row in rows:
            user = users.get(row.key)
            if user is None:
                continue
            if row.key not in ours or row.before is None and user.has_usable_password():
                stayed[row.key] = _("%s: used or changed by hand since") % user
            elif row.before is None:
                if not _taken_out(order, user):
                    stayed[row.key] = _("%s: something stands on it by now") % user
            else:
                _put_back(order, user, held.get(user.pk, []), row.before)
        return stayed


def _by_name(names: Iterable[str]) -> dict[str, User]:
    """Return accounts by their sign-in names in small letters."""
    wanted = {name for name in names if name}
    rows = User.objects.annotate(name=Lower("username")).filter(name__in=wanted)
    return {str(user.username).lower(): user for user in rows}


def _person(order: Order, row: Values) -> tuple[str, UUID]:
    return bare(str(row.get("full_name") or "")), _area(order, row)


def _alike(order: Order, rows: Sequence[Values]) -> dict[tuple[str, UUID], list[User]]:
    """Return accounts by the name of the person and an area in which the person works."""
    names = {str(row.get("full_name") or "") for row in rows} - {""}
    areas = {_area(order, row) for row in rows}
    now = Membership.objects.active_on().filter(user__full_name__in=names, area__in=areas)
    found: dict[tuple[str, UUID], list[User]] = {}
    for one in now.select_related("user"):
        group = found.setdefault((bare(one.user.full_name), one.area_id), [])
        if one.user not in group:
            group.append(one.user)
    return found


def _held(keys: Sequence[UUID]) -> Iterable[User]:
    return User.objects.filter(pk__in=keys).select_for_update()


def _memberships(users: Iterable[User]) -> dict[UUID, list[Membership]]:
    """Return the memberships of accounts that hold today or later."""
    found: dict[UUID, list[Membership]] = {}
    rows = Membership.objects.not_over().filter(user__in=[user.pk for user in users])
    for one in rows.select_related("user", "area", "role", "organisation").order_by("valid_from"):
        found.setdefault(one.user_id, []).append(one)
    return found


def _area(order: Order, values: Values) -> UUID:
    return values.get("area") or order.area.pk


def _main(own: Sequence[Membership], values: Values) -> Membership | None:
    """Return the membership that a row speaks of: the one it names, else the first."""
    named = [
        one
        for one in own
        if values.get("area", one.area_id) == one.area_id
        and values.get("role", one.role_id) == one.role_id
    ]
    return next(iter(named or own), None)


def _stored(
    order: Order, row: Values, user: User, own: Sequence[Membership], *, sure: bool
) -> Stored:
    main = _main(own, row)
    values: dict[str, Any] = {name: getattr(user, name) for name in COLUMNS}
    values["username"] = user.username
    if main is not None:
        values |= {"area": main.area_id, "role": main.role_id}
        values["organisation"] = str(main.organisation_id or "")
    return Stored(
        key=user.pk, revision=_revision(user, own), title=str(user), values=values, sure=sure
    )


def _revision(user: User, own: Sequence[Membership]) -> int:
    """Return a number that changes with the account and its memberships: a user has no revision."""
    rows = sorted([str(one.area_id), one.role_id, str(one.organisation_id)] for one in own)
    state = [user.username, *(getattr(user, name) for name in COLUMNS), rows]
    return zlib.crc32(canonical_bytes(state)) % LARGEST_REVISION


def _no_change(
    rights: Rights, order: Order, row: Change, user: User | None, own: Sequence[Membership]
) -> Problem | None:
    """Return why a row may not change the account; None when it may."""
    if user is None or _revision(user, own) != row.revision or not rights.may_touch(user, own):
        return Problem("", CONFLICT)
    if "email" in row.values and not rights.manages(own):
        # Whoever writes the address gets the mails by which a password is chosen anew.
        words = _("Only the administrator changes the e-mail address of an account.")
        return by_rule("email", words)
    main = _main(own, row.values)
    role = row.values.get("role") or (main.role_id if main else "")
    area = row.values.get("area") or (main.area_id if main else order.area.pk)
    return None if rights.may_give(role, area) else above_own(role)


def _user(row: Addition, name: str) -> User:
    columns = {key: row.values[key] for key in COLUMNS if row.values.get(key)}
    return User(id=row.key, username=name, password=make_password(None), **columns)


def _membership(order: Order, user: UUID, values: Values) -> Membership:
    area, role = _area(order, values), values["role"]
    return Membership(
        id=_membership_key(order, user, area, role),
        user_id=user,
        area_id=area,
        role_id=role,
        organisation_id=values.get("organisation") or None,
        valid_from=order.today,
        created_by=order.actor,
    )


def _membership_key(order: Order, user: UUID, area: UUID, role: str) -> UUID:
    """Return the key of a membership that the batch adds, by which undoing finds it."""
    return derived_id(order.batch or user, canonical_bytes([str(user), str(area), role]))


def _joined(
    order: Order, user: User, own: Sequence[Membership], values: Values
) -> tuple[Membership, bool]:
    """Return the membership that a changed row speaks of, and whether it is new."""
    main = _main(own, values)
    area = values.get("area") or (main.area_id if main else order.area.pk)
    role = values.get("role") or (main.role_id if main else "")
    for one in own:
        if (one.area_id, one.role_id) == (area, role):
            one.organisation_id = values.get("organisation", one.organisation_id) or None
            return one, False
    unit = values.get("organisation")
    return _membership(order, user.pk, {"area": area, "role": role, "organisation": unit}), True


def _keep(order: Order, joined: Sequence[tuple[Membership, bool]]) -> None:
    new = [one for one, is_new in joined if is_new]
    old = [one for one, is_new in joined if not is_new]
    bulk.insert(new)
    Membership.objects.bulk_update(old, ["organisation"], batch_size=200)
    _tell_memberships(order, [*new, *old])


def _tell_memberships(order: Order, memberships: Sequence[Membership]) -> None:
    keys = [one.pk for one in memberships]
    rows = Membership.objects.filter(pk__in=keys)
    audit.keep(
        _entry(order, "communities.membership.added", one.user, {"membership": [None, str(one)]})
        for one in rows.select_related("user", "area", "role", "organisation")
    )


def _entry(order: Order, code: str, user: User, changes: audit.Changes | None = None) -> AuditEntry:
    named = {**(changes or {}), BATCH: [None, str(order.batch)]}
    return audit.entry(actor=order.actor, code=code, target=user, changes=named)


def _last_written_by(order: Order, users: Iterable[UUID]) -> set[UUID]:
    """Return the accounts of which the batch wrote the last entry in the trail."""
    entries = AuditEntry.objects.filter(
        target_type=User._meta.label_lower, target_id__in=[str(key) for key in users]
    )
    last: dict[str, AuditEntry] = {}
    for one in entries.exclude(code=LINK_GIVEN).order_by("at", "id"):
        last[one.target_id] = one
    return {UUID(key) for key, one in last.items() if _names(one, order)}


def _names(entry: AuditEntry, order: Order) -> bool:
    return entry.changes.get(BATCH) == [None, str(order.batch)]


def _taken_out(order: Order, user: User) -> bool:
    """Delete an account that nobody has used; False when something stands on it."""
    gone = audit.entry(
        actor=order.actor,
        code="communities.record.deleted",
        target=user,
        changes=audit.last_values(user),
    )
    try:
        with transaction.atomic():
            user.delete()
    except ProtectedError:
        return False
    audit.keep([gone])
    return True


def _put_back(order: Order, user: User, own: Sequence[Membership], before: Values) -> None:
    was = audit.snapshot(user, list(COLUMNS))
    for name in COLUMNS:
        if name in before:
            setattr(user, name, before[name] or "")
    if changes := audit.difference(user, was):
        user.save(update_fields=list(changes))
        audit.record(actor=order.actor, code="accounts.user.changed", target=user, changes=changes)
    for one in own:
        if one.pk == _membership_key(order, user.pk, one.area_id, one.role_id):
            words = {"membership": [str(one), None]}
            one.delete()
            audit.record(
                actor=order.actor, code="communities.membership.ended", target=user, changes=words
            )
        elif "organisation" in before:
            one.organisation_id = before["organisation"] or None
            one.save(update_fields=["organisation", "updated_at"])
