"""Pilot sites of a project, and the sites that they are compared with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import Area
from lib.records import Record
from programmes.models.parts import ProjectPartQuerySet
from programmes.models.projects import Project


class SiteRole(models.TextChoices):
    """Part that an area plays in judging the effect of a pilot (domain facts 8.1)."""

    PILOT = "pilot", _("Pilot site")
    COMPARISON = "comparison", _("Comparison site")


class PilotSite(Record):
    """An area in which a project is tried out, or one that it is compared with, since a day."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="sites")
    place = models.ForeignKey(
        Area, verbose_name=_("area"), on_delete=models.PROTECT, related_name="pilot_sites"
    )
    role = models.CharField(_("role"), max_length=10, choices=SiteRole)
    since = models.DateField(_("since"))
    note = models.CharField(_("remark"), max_length=200, blank=True)

    objects = ProjectPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("pilot or comparison site")
        verbose_name_plural = _("pilot and comparison sites")
        ordering = ["-role", "since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "place"],
                name="pilot_site_once",
                violation_error_message=_("This area already is a site of the project."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.place} · {self.get_role_display()}"

    @property
    def area(self) -> Area:
        """The project's main area, so that permission is asked there."""
        return self.project.area

    def get_absolute_url(self) -> str:
        """Return the project's page."""
        return self.project.get_absolute_url()
