"""What leaves the portal: a row first, then the sending."""

import datetime as dt
from collections.abc import Sequence
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.sight import Viewer
from communities.whole import may_for_all
from lib.ids import new_id
from lib.jobs import MAX_ATTEMPTS, JobFields, JobState
from lib.notice_kinds import NoticeKind, notice_kinds
from notices.models.channels import Channel
from notices.models.notices import Notice
from notices.permissions import CHANNEL_CHANGE

#: Longer than any sending takes: whoever holds a row longer is dead.
LEASE = dt.timedelta(seconds=20)
#: News of yesterday are no news: what could not be sent so long is given up.
TRIED_FOR = dt.timedelta(days=1)
#: So long the log keeps what was sent.
KEPT = dt.timedelta(days=90)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries."""

    def visible_to(self, user: Viewer) -> Self:
        """The log belongs to who sets up the channels."""
        return self if may_for_all(user, CHANNEL_CHANGE) else self.none()

    def claimable(self, now: dt.datetime) -> Self:
        """Deliveries whose time has come and that nobody holds; never one that was begun."""
        lost = Q(job_state=JobState.RUNNING, lease_until__lt=now)
        due = Q(job_state=JobState.WAITING, not_before__lte=now)
        return self.filter(due | lost, begun_at=None, attempts__lt=MAX_ATTEMPTS)

    def in_doubt(self, now: dt.datetime) -> Self:
        """Deliveries whose worker died while it sent: they may have arrived, or not."""
        running = self.filter(job_state=JobState.RUNNING, lease_until__lt=now)
        return running.exclude(begun_at=None)

    def claim_some(self, channel: Channel, count: int, now: dt.datetime) -> list["Delivery"]:
        """Take up to `count` deliveries of `channel` for LEASE, the oldest first.

        One statement wins them, so two workers that hear the same bell never hold the same row.
        """
        token = new_id()
        rows = self.filter(channel=channel).claimable(now)
        keys = list(rows.order_by("not_before", "pk").values_list("pk", flat=True)[:count])
        if not keys:
            return []
        # A digest is one message: who takes a part of it takes all.
        taken = Q(pk__in=keys)
        if rows.filter(taken, digest=True).exists():
            taken |= Q(digest=True)
        rows.filter(taken).update(
            job_state=JobState.RUNNING,
            lease_until=now + LEASE,
            claims=F("claims") + 1,
            held_by=token,
        )
        held = self.filter(held_by=token).select_related("user__notice_preference", "notice")
        return list(held.order_by("not_before", "pk"))

    def held_as(self, parcel: Sequence["Delivery"]) -> Self:
        """Those of `parcel` that are still this worker's."""
        keys, tokens = [one.pk for one in parcel], {one.held_by for one in parcel}
        return self.filter(pk__in=keys, held_by__in=tokens, job_state=JobState.RUNNING)


class Delivery(JobFields):
    """One message to one person or group, by one channel.

    `begun_at` is written before the message goes and taken back when it was refused: a row that is
    running, begun, and whose lease is over is in doubt, and its channel decides
    (`notices.services.delivering`). `key` keeps anybody from being told the same thing twice by the
    same channel; outside, the row's own key is the idempotency key.
    """

    waits_since = "not_before"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    channel = models.ForeignKey(
        Channel, verbose_name=_("channel"), on_delete=models.CASCADE, related_name="deliveries"
    )
    kind = models.CharField(_("kind"), max_length=40, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("to"),
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        editable=False,
    )
    notice = models.ForeignKey(
        Notice, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    path = models.CharField(max_length=300, editable=False)
    key = models.CharField(max_length=64, unique=True, editable=False)
    digest = models.BooleanField(default=False, editable=False)
    not_before = models.DateTimeField(_("not before"), default=timezone.now, editable=False)
    begun_at = models.DateTimeField(null=True, editable=False)
    held_by = models.UUIDField(null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    answer = models.CharField(_("answer"), max_length=300, blank=True, editable=False)
    #: The keys of the user and of the channel of the row.
    user_id: UUID | None
    channel_id: UUID

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["channel", "job_state", "not_before"], name="delivery_queue"),
            models.Index(fields=["held_by"], name="delivery_held"),
            models.Index(fields=["-at", "-id"], name="delivery_log"),
        ]

    def __str__(self) -> str:
        return f"{self.declared.label if self.declared else self.kind} {self.pk}"

    @property
    def declared(self) -> NoticeKind | None:
        """Its kind; None when no room declares it any more."""
        return notice_kinds.get(self.kind)
