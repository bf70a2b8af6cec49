"""Reading the inbox, and the number at the bell."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from notices.models import Notice


@transaction.atomic
def count_unread(users: Collection[UUID]) -> None:
    """Count anew what stands at the bell of these users.

    Counted, never added to, so that it cannot drift; the rows are held first (in one order), so
    that of two at once the later one sees what the earlier one wrote.
    """
    rows = User.objects.filter(pk__in=users).order_by("pk")
    list(rows.select_for_update().values_list("pk", flat=True))
    unread = Notice.objects.unread().filter(user=OuterRef("pk")).order_by().values("user")
    counted = Subquery(unread.annotate(n=Count("pk")).values("n"))
    rows.order_by().update(unread_notices=Coalesce(counted, Value(0)))


@transaction.atomic
def mark(*, user: User, notices: Collection[UUID], read: bool) -> int:
    """Mark notices of `user` as read or unread; return how many changed."""
    changed = user.notices.filter(pk__in=notices, read=not read).update(read=read)
    count_unread([user.pk])
    return changed


@transaction.atomic
def mark_all(*, user: User, kind: str = "") -> int:
    """Mark all notices of `user` as read, or those of one kind; return how many changed."""
    rows = user.notices.unread()
    changed = (rows.filter(kind=kind) if kind else rows).update(read=True)
    count_unread([user.pk])
    return changed


def purge_notices(now: dt.datetime | None = None) -> int:
    """Remove old notices and count the bells of their readers; return how many were removed."""
    old = Notice.objects.old(now or timezone.now())
    readers = list(old.unread().order_by().values_list("user", flat=True).distinct())
    count, _rows = old.delete()
    count_unread(readers)
    return count
