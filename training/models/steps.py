"""Steps of a record through its states: rows that are only ever added."""

from typing import NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib.ids import new_id


class Step(models.Model):
    """A move from one state to another: when, by whom, why. Changing or removing one is refused."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    source = models.CharField(_("from state"), max_length=12, blank=True)
    target = models.CharField(_("to state"), max_length=12)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "id"]

    def save(self, *args: object, **kwargs: object) -> None:
        """Add the step. Changing a stored one is refused."""
        if not self._state.adding:
            self._refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        """Refused: history only grows."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise RuntimeError("Steps are append-only.")
