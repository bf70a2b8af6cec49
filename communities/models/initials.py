"""Pinyin initials of the names of records, by which they are found."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Initials(models.Model):
    """The initials of the name of one record: 新村便利店 is found by "xcbld".

    `kind` is the label of the record's model in lower case. `name` is what the letters stand for: a
    record that has been named anew differs from it, and gets new ones. A row shows nothing by
    itself: what is found by it is looked up among the records in sight.
    """

    kind = models.CharField(max_length=60)
    target_id = models.UUIDField()
    name = models.TextField()
    letters = models.TextField()

    class Meta:
        verbose_name = _("pinyin initials")
        verbose_name_plural = _("pinyin initials")
        constraints = [models.UniqueConstraint(fields=["kind", "target_id"], name="initials_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.letters}"
