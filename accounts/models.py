"""Users, mails to them, and the audit trail."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from lib.append_only import AppendOnly
from lib.crypto import EncryptedTextField
from lib.ids import new_id
from lib.jobs import JobFields, JobQuerySet
from lib.records import page_address


class User(AbstractUser):
    """A person at work. What the person sees and may do stands in communities.Membership."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    first_name = None  # type: ignore[assignment]  # the stub knows no column that is left out
    last_name = None  # type: ignore[assignment]  # as above
    #: What `communities.sight` has read of the user, for the time of a request.
    _sight: Any
    full_name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    job_title = models.CharField(_("post"), max_length=60, blank=True)
    phone = EncryptedTextField(_("telephone"), blank=True, default="")
    #: Somebody else knows the password: it was made by an administrator and has to be changed.
    must_change_password = models.BooleanField(default=False, editable=False)
    #: How often all sessions of the account were ended; each names the number it began with.
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)
    #: What stands at the bell of every page. Kept by `notices`, which this app does not know.
    unread_notices = models.PositiveIntegerField(default=0, editable=False)
    #: When the tour of the first day was walked or refused.
    toured_at = models.DateTimeField(null=True, editable=False)

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["full_name", "id"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what a session must know to go on: it changes when all of them are ended."""
        own = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]  # not in the stubs
        if not self.sessions_ended:
            return own
        return salted_hmac("accounts.sessions", f"{own}:{self.sessions_ended}").hexdigest()

    def get_full_name(self) -> str:
        """Return the person's name."""
        return self.full_name

    def get_short_name(self) -> str:
        """Return the person's name; Chinese names have no short form."""
        return self.full_name


class Mail(JobFields):
    """A mail on its way out: the row is there until the mail server has taken it.

    Without a `text` it is a wish for a new password: the worker looks for accounts with the address
    (`accounts.forgotten`). `portal` is where the person sees the portal.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    address = EncryptedTextField()
    subject = EncryptedTextField(blank=True)
    text = EncryptedTextField(blank=True)
    portal = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail on its way")
        verbose_name_plural = _("mails on their way")
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class AuditSeal(models.Model):
    """A link of the chain that shows that nobody touched the trail (`accounts.trail`).

    `digest` is over the digest before and all entries that name this seal.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(auto_now_add=True)
    entries = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("seal of the audit trail")
        verbose_name_plural = _("seals of the audit trail")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.digest}"


class AuditEntry(AppendOnly):
    """Who did what to which record, when, from where. Rows are only ever added.

    The database refuses everything else too, but for the seal (`accounts.append_only`).

    `code` is a dotted verb (`injuries.record.changed`), translated when shown. `changes` maps a
    field's name to [before, after]; personal data stand in it masked. `target_type` is a model's
    label, so an entry outlives its record. `area_key` is the key of the area in which the record
    lay (communities.Area, which this app does not know); None for actions that lie nowhere.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    actor = models.ForeignKey(
        User, verbose_name=_("who"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    code = models.CharField(_("action"), max_length=80)
    target_type = models.CharField(max_length=80)
    target_id = models.CharField(max_length=40)
    target_text = models.CharField(_("record"), max_length=200, blank=True)
    area_key = models.UUIDField(null=True)
    changes = models.JSONField(_("changes"), default=dict)
    address = models.GenericIPAddressField(_("from address"), null=True)
    seal = models.ForeignKey(
        AuditSeal, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["target_type", "target_id", "-at"], name="audit_target"),
            models.Index(fields=["actor", "-at"], name="audit_actor"),
            models.Index(fields=["-at"], name="audit_at"),
            models.Index(fields=["area_key", "-at"], name="audit_area"),
            models.Index(fields=["code", "-at"], name="audit_code"),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.code} {self.target_text}"

    def get_absolute_url(self) -> str:
        """Return the page of the entry."""
        return page_address("communities:audit-entry", self.pk)
