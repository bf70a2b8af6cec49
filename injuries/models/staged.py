"""Where the good rows of an import wait, read and converted, until they are committed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import Area
from injuries.models.cards import InjuryCard
from injuries.models.imports import ImportBatch
from lib.ids import new_id


def _area_field() -> models.Field:
    # Without the database's own check and index: a hundred thousand rows go in and out at once,
    # and the record that a row becomes has both.
    return models.ForeignKey(
        Area,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )


class StagedRecord(InjuryCard):
    """A good row of a batch as the record that it becomes, `id` included.

    The check writes it, the commit copies it into the register inside the database: what was read,
    converted and encrypted once is not read again. It is gone when the batch is committed, undone
    or forgotten. Site, sender and times are the batch's and are added by the commit.
    """

    reporting_site = None
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = _area_field()
    occurred_area = _area_field()
    batch = models.ForeignKey(
        ImportBatch,
        on_delete=models.CASCADE,
        related_name="staged",
        db_constraint=False,
        db_index=False,  # staged_batch_row begins with it
    )

    class Meta:
        verbose_name = _("staged record")
        verbose_name_plural = _("staged records")
        constraints = [
            models.UniqueConstraint(fields=["batch", "batch_row"], name="staged_batch_row")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.batch_row}"
