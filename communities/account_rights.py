"""What somebody who brings accounts in may give, and whose account he or she may touch.

Nobody gives a role that may more than he or she may in the same area: such a role could approve or
oversee its giver's own work. Whoever manages accounts there gives every role.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from accounts.models import User
from communities.models import Area, Membership, Role
from communities.permissions import ACCOUNT_IMPORT, USER_MANAGE
from communities.sight import Sight, sight_of


@dataclass(frozen=True)
class Rights:
    """What somebody may do with roles and accounts, in which areas."""

    sight: Sight
    roles: Mapping[str, frozenset[str]]
    paths: Mapping[UUID, str]

    def may_give(self, role: str, area: UUID) -> bool:
        """Tell whether the role may not more than its giver may there."""
        path = self.paths.get(area)
        if path is None or role not in self.roles:
            return False
        if self.sight.may(USER_MANAGE, path):
            return True
        return all(self.sight.may(code, path) for code in self.roles[role])

    def may_touch(self, user: User, memberships: Iterable[Membership]) -> bool:
        """Tell whether the account may be changed: wherever the person works."""
        return not user.is_superuser and all(
            self.may_give(one.role_id, one.area_id)
            and self.sight.may(ACCOUNT_IMPORT, self.paths[one.area_id])
            for one in memberships
        )

    def manages(self, memberships: Iterable[Membership]) -> bool:
        """Tell whether the accounts with these memberships are managed."""
        return all(self.sight.may(USER_MANAGE, self.paths.get(one.area_id)) for one in memberships)


def rights_of(actor: User) -> Rights:
    """Return what `actor` may do, as it stands now."""
    roles = {one.code: frozenset(one.permissions) for one in Role.objects.all()}
    paths = dict(Area.objects.order_by().values_list("pk", "path"))
    return Rights(sight_of(actor), roles, paths)
