"""Checklists as data: a template, its versions, the items of a version."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from checklists.models.grades import Grade
from lib.bilingual import Text
from lib.named import Named, spoken


class ChecklistTemplate(Named):
    """A checklist for one or more kinds of premises; `source` says after what it was written."""

    source = models.TextField(_("source"), blank=True)

    class Meta(Named.Meta):
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")

    @property
    def current(self) -> "ChecklistVersion | None":
        """The version that new inspections are made with."""
        return self.versions.filter(published=True).order_by("-number").first()


class ChecklistVersion(models.Model):
    """The items as they stood at a time. An inspection keeps the version it was made with, so a
    published version is never changed: a new one is made.
    """

    template = models.ForeignKey(
        ChecklistTemplate, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_("version"))
    published = models.BooleanField(_("published"), default=False)
    since = models.DateField(_("since"))

    class Meta:
        verbose_name = _("checklist version")
        verbose_name_plural = _("checklist versions")
        ordering = ["template", "number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="checklist_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.number}"


class ChecklistItem(models.Model):
    """One thing to look at, worded so that "pass" means that all is well.

    `hazard_zh` and `hazard_en` describe what is wrong when it fails; `grade` is a suggestion.
    """

    version = models.ForeignKey(ChecklistVersion, on_delete=models.PROTECT, related_name="items")
    code = models.CharField(_("item"), max_length=10)
    order = models.PositiveSmallIntegerField()
    heading_zh = models.CharField(max_length=40)
    heading_en = models.CharField(max_length=60)
    text_zh = models.CharField(max_length=200)
    text_en = models.CharField(max_length=300)
    hazard_zh = models.CharField(max_length=200)
    hazard_en = models.CharField(max_length=300)
    category = models.ForeignKey("HazardCategory", on_delete=models.PROTECT, related_name="+")
    grade = models.CharField(_("suggested grade"), max_length=8, choices=Grade)

    class Meta:
        verbose_name = _("checklist item")
        verbose_name_plural = _("checklist items")
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="checklist_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {spoken(self.text_zh, self.text_en)}"

    @property
    def text(self) -> str:
        """What to look at, in the active language."""
        return spoken(self.text_zh, self.text_en)

    @property
    def heading(self) -> str:
        """Under which heading it stands, in the active language."""
        return spoken(self.heading_zh, self.heading_en)

    @property
    def hazard(self) -> str:
        """What is wrong when it fails, in the active language."""
        return spoken(self.hazard_zh, self.hazard_en)

    @property
    def both(self) -> Text:
        """What is wrong when it fails, in both languages."""
        return Text(self.hazard_zh, self.hazard_en)
