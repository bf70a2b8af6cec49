"""Code lists that a deployment may change: a code, two names, an order."""

from django.db import models
from django.utils.translation import get_language, gettext_lazy as _

from lib.bilingual import Text


def spoken(zh: str, en: str) -> str:
    """Return the text in the active language; Chinese where an office has no English for it."""
    return en or zh if get_language() == "en" else zh


class Named(models.Model):
    """An entry of a code list kept as data. Retired entries stay, for the rows that use them.

    `code` never changes: what an office adds has one that is made (`lib.named_forms`), so that the
    entry is the same one wherever its settings are handed on. `revision` counts changes, as that of
    a Record does.
    """

    code = models.SlugField(_("code"), primary_key=True, max_length=40)
    name_zh = models.CharField(_("name (Chinese)"), max_length=60)
    name_en = models.CharField(_("name (English)"), max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(
        _("place in lists"), default=100, help_text=_("A smaller number stands further up.")
    )
    active = models.BooleanField(
        _("in use"),
        default=True,
        help_text=_("What is no longer in use is not offered any more; records keep it."),
    )
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return spoken(self.name_zh, self.name_en)

    @property
    def text(self) -> Text:
        """The name in both languages, for reports."""
        return Text(self.name_zh, self.name_en or self.name_zh)
