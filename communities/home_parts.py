"""Parts of the home pages of auditors and administrators."""

from typing import Any

from django.urls import reverse

from accounts.models import User
from communities.keeping import LOOKS, jobs, last_backup, looked_at, storage
from communities.oversight import audit_entries, managed_users
from communities.permissions import AUDIT_VIEW, SETTINGS_CHANGE, USER_MANAGE, may
from communities.starting import begun
from communities.unusual import DAYS, RULES, since
from lib.home import HomePart
from lib.periods import day_start

#: Whatever is done in any room stands in the trail.
EVERYWHERE = (
    *("accounts", "actions", "checklists", "communities", "grids", "injuries"),
    *("ledgers", "notices", "premises", "programmes", "reports", "training"),
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


def starting(user: User) -> dict[str, Any] | None:
    """What a new installation lacks, for those who set things; nothing once people can work."""
    if not may(user, SETTINGS_CHANGE):
        return None
    found = begun()
    if found.ready:
        return None
    return {"street": bool(found.streets), "areas": found.has_areas, "staff": found.staff > 0}


HOME_PARTS = [
    HomePart(
        key="communities.start",
        template="communities/home_start.html",
        find=starting,
        rooms=("accounts", "communities"),
        wide=True,
    ),
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
