"""What somebody is told, in the portal: the row of the inbox."""

import datetime as dt
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.sight import Viewer
from lib.ids import new_id
from lib.notice_kinds import NoticeKind, notice_kinds
from lib.records import page_address

#: So long a notice that was read is kept; one that nobody read is kept twice as long.
KEPT = dt.timedelta(days=180)


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices."""

    def visible_to(self, user: Viewer) -> Self:
        """Notices of `user`: nobody else sees them, no administrator either."""
        return self.filter(user=user) if isinstance(user, User) else self.none()

    def unread(self) -> Self:
        """Notices that their reader has not seen."""
        return self.filter(read=False)

    def old(self, now: dt.datetime) -> Self:
        """Notices that nobody needs any more."""
        read = models.Q(read=True, at__lt=now - KEPT)
        return self.filter(read | models.Q(at__lt=now - 2 * KEPT))


class Notice(models.Model):
    """A person is told of one thing: a row of the inbox, which nobody else sees.

    `text` and `path` are the record's words and page as they were then: the page asks again who may
    open it. `event` is a digest of kind, record and occasion, by which nobody is told twice.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", editable=False
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
    )
    kind = models.CharField(_("kind"), max_length=40, editable=False)
    text = models.CharField(_("record"), max_length=200, editable=False)
    path = models.CharField(max_length=300, editable=False)
    event = models.CharField(max_length=40, editable=False)
    read = models.BooleanField(_("read"), default=False, editable=False)
    #: The key of the user of the row.
    user_id: UUID

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["read", "-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "event"], name="notice_once"),
        ]
        indexes = [
            models.Index(fields=["user", "read", "-at", "-id"], name="notice_inbox"),
            models.Index(fields=["at"], name="notice_at"),
        ]

    def __str__(self) -> str:
        label = self.declared.label if self.declared else self.kind
        return f"{label} · {self.text}"

    def get_absolute_url(self) -> str:
        """Return the address that marks it as read and leads to the record."""
        return page_address("notices:open", self.pk)

    @property
    def declared(self) -> NoticeKind | None:
        """Its kind; None when no room declares it any more."""
        return notice_kinds.get(self.kind)
