"""Closing an area from a day on, and opening it again.

A closed area stays in the tree below its old parent and keeps its rows: what was counted there in
earlier periods is counted there still. What goes on must be brought to an end or moved away first.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import AuditEntry, User
from communities.models import Area, AreaKind, Membership, Role
from communities.permissions import USER_MANAGE
from communities.services.areas import TREE
from communities.services.memberships import end_membership
from communities.services.saving import save_changes
from lib.area_life import GoingOn, going_on
from lib.errors import DomainError, WrongState
from lib.workflow import require_read

#: Streets and what lies above them are not closed in a portal that serves them.
CLOSABLE = (AreaKind.COMMUNITY, AreaKind.GRID, AreaKind.BUILDING)
#: Entries about these say nothing about work in the area.
NO_WORK = ("communities.area", "accounts.user", "communities.membership")


@dataclass(frozen=True)
class Prospect:
    """What closing an area would mean: what stands against it, which areas and people it reaches.

    `areas` are those below that are closed with it, `memberships` those that end.
    """

    against: Sequence[tuple[GoingOn, int]]
    areas: Sequence[Area]
    memberships: Sequence[Membership]


def prospect(area: Area) -> Prospect:
    """Return what closing `area` would mean today; one statement for each kind of record."""
    counted = [(one, one.rows(area).count()) for one in going_on]
    members = Membership.objects.in_area(area).not_over().filter(user__is_active=True)
    return Prospect(
        against=[(one, count) for one, count in counted if count],
        areas=list(_below(area)),
        memberships=list(members.select_related("user", "role", "area")),
    )


def _below(area: Area) -> QuerySet[Area]:
    return Area.objects.subtree(area).exclude(pk=area.pk).filter(valid_to=None).order_by("path")


@transaction.atomic
def close_area(*, actor: User, area: Area, day: dt.date, revision: int) -> None:
    """Close `area`, and all below it, from `day` on; who works there does so no longer from then.

    Raises WrongState while something goes on there or when it is closed, Outdated, DomainError for
    a day that cannot be.
    """
    held = Area.objects.select_for_update().get(pk=area.pk)
    refuse_kind(held)
    if held.valid_to is not None:
        raise WrongState(_("This area is closed already."))
    require_read(held, revision)
    _refuse_day(held, day)
    found = prospect(held)
    if found.against:
        words = "；".join(f"{one.label} {count}" for one, count in found.against)
        raise WrongState(_("Something still goes on here: %s.") % words)
    _refuse_lockout(held)
    for one in (*found.areas, held):
        one.valid_to = day
        one.full_clean(exclude=TREE)
        changes = save_changes(one)
        audit.record(actor=actor, code="communities.area.closed", target=one, changes=changes)
    for membership in Membership.objects.in_area(held).not_over(day).select_related("role", "area"):
        end_membership(actor=actor, membership=membership, day=day)


@transaction.atomic
def reopen_area(*, actor: User, area: Area, revision: int) -> None:
    """Open a closed area again; what lies below it and who worked there stay as they are.

    Raises WrongState when it is open or lies in a closed one, Outdated.
    """
    held = Area.objects.select_for_update().get(pk=area.pk)
    if held.valid_to is None:
        raise WrongState(_("This area is open."))
    require_read(held, revision)
    above = Area.objects.get_parent(held)
    if above is not None and above.valid_to is not None:
        raise WrongState(_("“%s”, in which it lies, is closed: open that first.") % above)
    held.valid_to = None
    changes = save_changes(held)
    audit.record(actor=actor, code="communities.area.reopened", target=held, changes=changes)


def refuse_kind(area: Area) -> None:
    """Raise WrongState for an area of a level that is never closed."""
    if area.kind not in CLOSABLE:
        raise WrongState(_("Only communities, grids and buildings are closed."))


def _refuse_day(area: Area, day: dt.date) -> None:
    """Raise DomainError for a day on which the area was not there yet, or was worked in later."""
    newest = Area.objects.subtree(area).filter(valid_to=None).order_by("-valid_from")[:1]
    if day <= newest.get().valid_from:
        raise DomainError(_("The day must lie after the day on which the area began."))
    keys = Area.objects.subtree(area).values("pk")
    entries = AuditEntry.objects.filter(area_key__in=keys).exclude(target_type__in=NO_WORK)
    last = entries.order_by("-at").values_list("at", flat=True).first()
    if last is not None and timezone.localdate(last) > day:
        text = _("Something was recorded here on %s: choose that day or a later one.")
        raise DomainError(text % date_format(timezone.localdate(last), "SHORT_DATE_FORMAT"))


def _refuse_lockout(area: Area) -> None:
    """Raise DomainError when nobody could manage accounts any more."""
    if User.objects.filter(is_superuser=True, is_active=True).exists():
        return
    roles = [role.pk for role in Role.objects.all() if USER_MANAGE in role.permissions]
    keepers = Membership.objects.active_on().filter(role__in=roles, user__is_active=True)
    if not keepers.exclude(area__path__startswith=area.path).exists():
        raise DomainError(_("Nobody could manage accounts any more: name somebody else first."))
