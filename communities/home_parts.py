"""Parts of the home pages of auditors and administrators."""

from typing import Any

from django.urls import reverse

from accounts.models import User
from communities.keeping import LOOKS, jobs, last_backup, looked_at, storage
from communities.oversight import audit_entries, managed_users
from communities.permissions import AUDIT_VIEW, USER_MANAGE, may
from communities.unusual import DAYS, RULES, since
from lib.home import HomePart
from lib.periods import day_start

#: Whatever is done in any room stands in the trail.
EVERYWHERE = (
    *("accounts", "communities", "grids", "injuries"),
    *("premises", "programmes", "reports", "training"),
)


def unusual(user: User) -> dict[str, Any] | None:
    """What stands out in the trail of the last week, for those who read it."""
    if not may(user, AUDIT_VIEW) or may(user, USER_MANAGE):
        return None
    first = since()
    entries = audit_entries(user).filter(at__gte=day_start(first))
    address = reverse("communities:audit")
    rows = [
        {
            "label": rule.label,
            "why": rule.why,
            "count": rule.among(entries).order_by().count(),
            "url": f"{address}?unusual={rule.key}&start={first}",
        }
        for rule in RULES
    ]
    return {"rows": rows, "days": DAYS, "all": f"{address}?start={first}"}


def keeping(user: User) -> dict[str, Any] | None:
    """What an administrator looks after; disk and work in the background are the whole portal's."""
    if not may(user, USER_MANAGE):
        return None
    users, address = managed_users(user), reverse("communities:users")
    accounts = [
        {
            "label": label,
            "count": looked_at(users, look).distinct().count(),
            "url": f"{address}?look={look}",
        }
        for look, label in LOOKS
    ]
    found: dict[str, Any] = {"accounts": accounts}
    if user.is_superuser:
        found |= {"jobs": jobs(), "storage": storage(), "backup": last_backup()}
    return found


HOME_PARTS = [
    HomePart(
        key="communities.unusual",
        template="communities/home_unusual.html",
        find=unusual,
        rooms=EVERYWHERE,
        wide=True,
    ),
    HomePart(
        key="communities.keeping",
        template="communities/home_keeping.html",
        find=keeping,
        rooms=EVERYWHERE,
        wide=True,
    ),
]
