"""What an administrator looks after: accounts, work in the background, storage, backups."""

import datetime as dt
import shutil
import time
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry, User
from communities.models import Membership
from lib.jobs import JobFields, JobState

#: A new account gets so many days before it counts as never used.
SETTLING_DAYS = 7
#: Wrong passwords for a name within a day, from which on its sign-in is slowed down
#: (accounts.guesses: so many are free at one address).
SLOWED_FROM = 5
#: A backup older than this is a fault: the deployment's timer makes one each night.
BACKUP_DAYS = 2
#: Less free space than this share of the disk is a fault.
LEAST_FREE = 0.1

NO_ROLE, NEVER, SLOWED = "no-role", "never-signed-in", "slowed"
LOOKS = [
    (NO_ROLE, _("without a role")),
    (NEVER, _("never signed in")),
    (SLOWED, _("slowed down after wrong passwords")),
]


def looked_at(users: QuerySet[User], look: str) -> QuerySet[User]:
    """Return those of the active `users` that one of LOOKS means."""
    users = users.filter(is_active=True)
    if look == NO_ROLE:
        working = Membership.objects.active_on().values("user")
        return users.exclude(pk__in=working).exclude(is_superuser=True)
    if look == NEVER:
        settled = timezone.now() - dt.timedelta(days=SETTLING_DAYS)
        return users.filter(last_login=None, date_joined__lt=settled)
    return users.filter(pk__in=_slowed())


def _slowed() -> list[str]:
    """Return the keys of accounts whose password was often wrong in the last 24 hours."""
    lately = timezone.now() - dt.timedelta(days=1)
    failed = AuditEntry.objects.filter(code="accounts.session.failed", at__gte=lately)
    rows = failed.order_by().values("target_id").annotate(times=Count("pk"))
    return list(rows.filter(times__gte=SLOWED_FROM).values_list("target_id", flat=True))


def jobs() -> list[dict[str, Any]]:
    """Return what work in the background has failed or stands still, by kind."""
    found = []
    for model in apps.get_models():
        if not issubclass(model, JobFields):
            continue
        still = Q(job_state__in=(JobState.WAITING, JobState.RUNNING))
        hour = timezone.now() - dt.timedelta(hours=1)
        counted = model._base_manager.aggregate(
            failed=Count("pk", filter=Q(job_state=JobState.FAILED)),
            stuck=Count("pk", filter=still & Q(**{f"{model.waits_since}__lt": hour})),
        )
        if any(counted.values()):
            found.append({"name": str(model._meta.verbose_name_plural), **counted})
    return found


def storage() -> dict[str, Any]:
    """Return the free space of the disk with the portal's files, in bytes, and if it is little."""
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists():
        folder = folder.parent
    disk = shutil.disk_usage(folder)
    return {"free": disk.free, "total": disk.total, "low": disk.free < LEAST_FREE * disk.total}


def last_backup() -> dict[str, Any]:
    """Return when the newest backup was made (None: there is none), and if that is long ago."""
    files = Path(settings.BACKUPS_DIR).glob("safecommunity-*.tar.gz")
    newest = max((file.stat().st_mtime for file in files), default=None)
    if newest is None:
        return {"at": None, "old": True}
    age = dt.timedelta(seconds=time.time() - newest)
    return {"at": timezone.now() - age, "old": age > dt.timedelta(days=BACKUP_DAYS)}
