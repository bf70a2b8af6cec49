"""The ways that lead out of the portal, who is told by which, and what each person wants."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from communities.models import Area, Role
from communities.sight import Viewer
from communities.whole import may_for_all
from lib.crypto import EncryptedTextField
from lib.records import Record
from notices.permissions import CHANNEL_CHANGE, RULE_CHANGE
from notices.quiet import after_quiet

#: How long a channel rests after it has failed once, twice, …; the last one holds from then on.
RESTS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))


class ChannelKind(models.TextChoices):
    """What a channel leads to."""

    WECOM = "wecom", _("WeCom group robot")
    DINGTALK = "dingtalk", _("DingTalk group robot")
    FEISHU = "feishu", _("Feishu group robot")
    WEBHOOK = "webhook", _("Webhook (JSON)")
    MAIL = "mail", _("E-mail to each person")


class ChannelQuerySet(models.QuerySet["Channel"]):
    """Channels."""

    def visible_to(self, user: Viewer) -> Self:
        """All of them to who sets them up or says who is told: they belong to the whole portal."""
        allowed = may_for_all(user, CHANNEL_CHANGE) or may_for_all(user, RULE_CHANGE)
        return self if allowed else self.none()

    def in_use(self) -> Self:
        """Channels by which something may leave."""
        return self.filter(active=True)


class Channel(Record):
    """A way out of the portal: a robot in a group, a webhook, or mails to each person.

    `area` narrows it to records that lie there: a community may have a group of its own. A channel
    that fails rests until `resting_until`, so that what never answers holds nothing else up.
    """

    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=ChannelKind)
    address = EncryptedTextField(_("address"), blank=True, default="")
    secret = EncryptedTextField(_("secret"), blank=True, default="")
    area = models.ForeignKey(
        Area,
        verbose_name=_("only of this area"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    digest = models.BooleanField(
        _("once a day"),
        default=False,
        help_text=_("Everything of a day goes out together, the next morning."),
    )
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_to = models.TimeField(_("quiet until"), null=True, blank=True)
    active = models.BooleanField(pgettext_lazy("channel", "in use"), default=True)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    resting_until = models.DateTimeField(null=True, editable=False)
    answer = models.CharField(_("last answer"), max_length=300, blank=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the channel's page."""
        return reverse("notices:channel-edit", args=[self.pk])

    def clean(self) -> None:
        """Raise ValidationError for half a time of quiet."""
        if (self.quiet_from is None) != (self.quiet_to is None):
            raise ValidationError({"quiet_to": _("Give both times, or none.")})

    @property
    def is_personal(self) -> bool:
        """True when each person is told alone, not a group."""
        return self.kind == ChannelKind.MAIL

    @property
    def takes_once(self) -> bool:
        """True when the other side knows a repetition by its key, so that one may be sent."""
        return self.kind == ChannelKind.WEBHOOK

    def rest(self, answer: str, now: dt.datetime) -> None:
        """Let the channel rest after it has failed, longer each time."""
        self.failures = min(self.failures + 1, 1000)
        self.resting_until = now + RESTS[min(self.failures, len(RESTS)) - 1]
        self.note(answer, now)

    def note(self, answer: str, now: dt.datetime) -> None:
        """Keep what the other side said last. No change of the record: nobody else wrote it."""
        self.answer, self.answered_at = answer[:300], now
        type(self).objects.filter(pk=self.pk).update(
            failures=self.failures,
            resting_until=self.resting_until,
            answer=self.answer,
            answered_at=now,
        )


class Rule(models.Model):
    """People of a role are told of a kind of notices by a channel."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="rules")
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("rule of notices")
        verbose_name_plural = _("rules of notices")
        ordering = ["channel", "role", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["channel", "role", "kind"], name="rule_once"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} · {self.role} · {self.kind}"


class Preference(models.Model):
    """What a person wants of the mails: which kinds not, when not, one a day, in which language."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="notice_preference",
        editable=False,
    )
    unwanted = models.JSONField(default=list)
    digest = models.BooleanField(_("one mail a day, in the morning"), default=False)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_to = models.TimeField(_("quiet until"), null=True, blank=True)
    language = models.CharField(
        _("language of the mails"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
    )

    class Meta:
        verbose_name = _("preference of notices")
        verbose_name_plural = _("preferences of notices")

    def __str__(self) -> str:
        return str(self.user)

    def earliest(self, now: dt.datetime | None = None) -> dt.datetime:
        """Return when the person may be written to."""
        return after_quiet(now or timezone.now(), self.quiet_from, self.quiet_to)
