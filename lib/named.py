"""Code lists that a deployment may change: a code, two names, an order."""

from django.db import models
from django.utils.translation import get_language, gettext_lazy as _

from lib.bilingual import Text


def spoken(zh: str, en: str) -> str:
    """Return the text in the active language."""
    return en if get_language() == "en" else zh


class Named(models.Model):
    """An entry of a code list kept as data. Retired entries stay, for the rows that use them."""

    code = models.SlugField(_("code"), primary_key=True, max_length=40)
    name_zh = models.CharField(_("name (Chinese)"), max_length=60)
    name_en = models.CharField(_("name (English)"), max_length=80)
    order = models.PositiveSmallIntegerField(default=100)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        abstract = True
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return spoken(self.name_zh, self.name_en)

    @property
    def text(self) -> Text:
        """The name in both languages, for reports."""
        return Text(self.name_zh, self.name_en)
