"""What an auditor should look at: rules by which actions of the last week stand out.

None of them is wrong by itself: a password is forgotten, somebody works late. Each rule is a set of
audit codes, or a time of day, so that its number opens just these entries of the trail.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry

#: So many days are looked at.
DAYS = 7
#: Nobody of an office is expected at work from this hour on, and before that one (local time).
NIGHT_BEGINS, NIGHT_ENDS = 22, 6


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A kind of entry that stands out, and why."""

    key: str
    label: str | Promise
    why: str | Promise
    codes: tuple[str, ...]
    night: bool = False

    def among(self, entries: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        """Return those of `entries` that stand out by this rule."""
        found = entries.filter(code__in=self.codes)
        if not self.night:
            return found
        return found.filter(Q(at__hour__gte=NIGHT_BEGINS) | Q(at__hour__lt=NIGHT_ENDS))


RULES = [
    Rule(
        key="failed",
        label=_("Failed sign-ins"),
        why=_("Each wrong password or second factor."),
        codes=("accounts.session.failed",),
    ),
    Rule(
        key="night",
        label=_("Sign-ins by night"),
        why=_("Between 22:00 and 6:00."),
        codes=("accounts.session.begun",),
        night=True,
    ),
    Rule(
        key="personal",
        label=_("Personal data revealed, lists exported"),
        why=_("Each look at a name or number in clear, and each list that left the portal."),
        codes=("communities.personal.revealed", "accounts.export.made"),
    ),
    Rule(
        key="roles",
        label=_("Roles given or taken"),
        why=_("Each membership begun or ended, and each change of what a role demands."),
        codes=(
            "communities.membership.added",
            "communities.membership.ended",
            "communities.role.changed",
        ),
    ),
    Rule(
        key="undone",
        label=_("Imports undone"),
        why=_("Cards that were in the register are out of it again."),
        codes=("injuries.import.undone", "ledgers.batch.undone"),
    ),
    Rule(
        key="credentials",
        label=_("Credentials reset"),
        why=_("Passwords reset by an administrator, second factors removed."),
        codes=("accounts.password.reset", "accounts.factor.removed"),
    ),
]


def since(today: dt.date | None = None) -> dt.date:
    """Return the first of the days that are looked at."""
    return (today or timezone.localdate()) - dt.timedelta(days=DAYS - 1)


RULES_BY_KEY = {rule.key: rule for rule in RULES}
