"""What somebody has begun to type into a long form and not saved yet."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lib.crypto import EncryptedTextField
from lib.ids import new_id


class Draft(models.Model):
    """What `owner` has typed into the form at `path`; nobody else ever sees it.

    `data` is a JSON list of [name, value] as the browser would send them, without files, passwords
    and keys. A card of somebody injured may be in it, so it is encrypted, and so is the heading of
    the page, which may name a person.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.CASCADE,
        related_name="drafts",
    )
    path = models.CharField(max_length=200)
    title = EncryptedTextField(_("form"))
    data = EncryptedTextField()
    begun_at = models.DateTimeField(_("begun"), auto_now_add=True)
    saved_at = models.DateTimeField(_("last typed"), auto_now=True)

    class Meta:
        verbose_name = _("draft of a form")
        verbose_name_plural = _("drafts of forms")
        ordering = ["-saved_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["owner", "path"], name="draft_once")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.path}"

    def get_absolute_url(self) -> str:
        """Return the list in which it stands."""
        return reverse("communities:drafts")
