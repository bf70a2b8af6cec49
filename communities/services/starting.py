"""The first areas and accounts of an installation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from communities.account_rights import rights_of
from communities.models import Area, AreaKind, Role
from communities.services.accounts import invite
from communities.services.areas import add_area
from lib.errors import DomainError, NotAllowed

#: Digits of the code of a district (GB/T 2260), of a street (GB/T 10114: three more), and of what
#: is numbered below: communities by the national code, grids inside a community, three more each.
DISTRICT_DIGITS, STREET_DIGITS, STEP_DIGITS = 6, 9, 3


@dataclass(frozen=True)
class NewCommunity:
    """A community to add, without a code it gets the next one; the names of its grids."""

    area: Area
    grids: Sequence[str]


@transaction.atomic
def begin_street(*, actor: User, name: str, code: str, district: str) -> Area:
    """Add the street and the district that it lies in. Raises DomainError when there is one."""
    if Area.objects.of_kind(AreaKind.STREET).exists():
        raise DomainError(_("There is a street already: others are added on the page of areas."))
    above = Area.objects.filter(code=code[:DISTRICT_DIGITS]).first() or add_area(
        actor=actor,
        parent=None,
        kind=AreaKind.DISTRICT,
        name=district,
        code=code[:DISTRICT_DIGITS],
    )
    return add_area(actor=actor, parent=above, kind=AreaKind.STREET, name=name, code=code)


@transaction.atomic
def add_communities(*, actor: User, street: Area, rows: Iterable[NewCommunity]) -> int:
    """Add communities of `street` with their grids; return how many areas are new.

    Those that an earlier sending of the same sheet added are left as they are.
    """
    Area.objects.select_for_update().get(pk=street.pk)  # the same sheet sent twice waits here
    rows = list(rows)
    typed = [row.area.code for row in rows if row.area.code]
    added = 0
    for row in rows:
        if Area.objects.filter(pk=row.area.pk).exists():
            continue
        community = add_area(
            actor=actor,
            parent=street,
            id=row.area.pk,
            kind=AreaKind.COMMUNITY,
            name=row.area.name,
            code=row.area.code or next_code(street, besides=typed),
            households=row.area.households,
        )
        for name in row.grids:
            add_area(
                actor=actor,
                parent=community,
                kind=AreaKind.GRID,
                name=name,
                code=next_code(community),
            )
        added += 1 + len(row.grids)
    return added


def next_code(parent: Area, besides: Iterable[str] = ()) -> str:
    """Return the code that follows those below `parent`, and `besides`: three digits more than its
    own. Raises DomainError when there is none left.
    """
    codes = Area.objects.filter(code__startswith=parent.code).values_list("code", flat=True)
    length = len(parent.code) + STEP_DIGITS
    tails = [code[-STEP_DIGITS:] for code in (*codes, *besides) if len(code) == length]
    number = max((int(tail) for tail in tails if tail.isdecimal()), default=0) + 1
    if number >= 10**STEP_DIGITS:
        raise DomainError(_("No code is left below “%s”: give one by hand.") % parent)
    return f"{parent.code}{number:0{STEP_DIGITS}d}"


@transaction.atomic
def invite_people(*, actor: User, rows: Iterable[tuple[User, Area, Role]]) -> int:
    """Open accounts that their people begin by a link; return how many are new.

    Raises NotAllowed for a role that may more than `actor` may there.
    """
    rights = rights_of(actor)
    opened = 0
    for user, area, role in rows:
        if User.objects.filter(pk=user.pk).exists():
            continue
        if not rights.may_give(role.pk, area.pk):
            raise NotAllowed(
                _("This role may more than you may there: the administrator gives it.")
            )
        invite(actor=actor, user=user, area=area, role=role)
        opened += 1
    return opened
