"""Rows of a batch about which there is something to say or to remember."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from ledgers.models.batches import Batch
from lib.crypto import EncryptedJSONField, EncryptedTextField


class RowQuerySet(models.QuerySet["Row"]):
    """Rows."""

    def refused(self) -> Self:
        """Rows with errors: they are not committed."""
        return self.filter(state=Row.State.REFUSED)

    def doubtful(self) -> Self:
        """Rows that may mean a stored record, or several."""
        return self.filter(state=Row.State.DOUBTFUL)

    def written(self) -> Self:
        """Rows that were committed."""
        return self.filter(written=True)

    def of_kind(self, kind: str) -> Self:
        """Rows with a finding of a kind (`field:code`)."""
        return self.filter(kinds__contains=f"|{kind}|")


class Row(models.Model):
    """A row that is refused, doubtful or changed, has a warning, was corrected, or was written.

    Of untouched new rows only the first few are kept before the commit: the commit reads the
    workbook again. `number` is the row's number in the sheet as Excel shows it; `cells` its cells,
    `problems` a list of {field, column, code, params, level} with the levels "error" and "warning";
    `kinds` names them without what they quote, as |field:code|field:code|. `target` is the record
    that it made, changes or may mean, `revision` the record's when it was looked at, after the
    commit the one that the commit left. `changes` are {field: [before, after]} as JSON holds them
    (`ledgers.machine.values`). `candidates` are [key, title] of the records that a doubtful row may
    mean; `decision` what the uploader said: "new", "skip" or the key of one of them.
    """

    class State(models.TextChoices):
        """What becomes of the row."""

        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        SAME = "same", _("unchanged")
        DOUBTFUL = "doubtful", _("doubtful")
        REFUSED = "refused", _("refused")
        KEPT = "kept", _("has stayed")

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    state = models.CharField(max_length=8, choices=State)
    corrected = models.BooleanField(default=False)
    written = models.BooleanField(default=False)
    kinds = models.TextField(blank=True)
    cells = EncryptedJSONField(default=list)
    problems = EncryptedJSONField(default=list)
    changes = EncryptedJSONField(default=dict)
    candidates = EncryptedJSONField(default=list)
    decision = models.CharField(max_length=36, blank=True)
    title = EncryptedTextField(blank=True, default="")
    target = models.UUIDField(null=True)
    revision = models.PositiveIntegerField(default=0)

    objects = RowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of a ledger")
        verbose_name_plural = _("rows of a ledger")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="ledger_row_number")
        ]
        indexes = [models.Index(fields=["batch", "state", "number"], name="ledger_row_state")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"
