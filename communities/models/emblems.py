"""The emblem of a street office, shown with its name before anybody has signed in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models.areas import Area


class Emblem(models.Model):
    """A small picture of a street, written anew from what was sent: nothing but pixels.

    It is in the database and not among the files: some ten kilobytes that everybody may see.
    """

    area = models.OneToOneField(Area, models.CASCADE, primary_key=True, related_name="emblem")
    image = models.BinaryField(_("picture"))
    sha256 = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("emblem")
        verbose_name_plural = _("emblems")

    def __str__(self) -> str:
        return str(self.area)
