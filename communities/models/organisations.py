"""Organisations that take part: departments, hospitals, schools, property companies."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length, Substr
from django.utils.translation import gettext_lazy as _

from communities.models.areas import Area, AreaKind
from communities.querysets import AreaScopedQuerySet, under
from communities.sight import Viewer, sight_of
from lib.records import Record, page_address


class Sector(models.TextChoices):
    """Sector of an organisation, after the members of a promotion committee (domain facts 1.2)."""

    GOVERNMENT = "government", _("Government office")
    SAFETY = "safety", _("Work safety and emergency management")
    FIRE = "fire", _("Fire and rescue")
    POLICE = "police", _("Police")
    TRAFFIC = "traffic", _("Traffic police")
    HOSPITAL = "hospital", _("Hospital")
    HEALTH_CENTRE = "health-centre", _("Community health centre")
    SCHOOL = "school", _("School or kindergarten")
    CIVIL_AFFAIRS = "civil-affairs", _("Civil affairs")
    PROPERTY = "property", _("Property management")
    GAS = "gas", _("Gas company")
    ENTERPRISE = "enterprise", _("Enterprise")
    SOCIAL = "social", _("Social organisation or volunteers")
    OTHER = "other", _("Other")


class OrganisationQuerySet(AreaScopedQuerySet["Organisation"]):
    """Organisations."""

    def visible_to(self, user: Viewer) -> Self:
        """Organisations in the sight of `user`, and all of the streets in which the user works.

        Who holds a training in a community invites the street's fire station and gas company.
        Beside its name an organisation has what stands on its door: address and office telephone.
        """
        paths = sight_of(user).paths
        if paths is None:
            return self
        step = Area.steplen
        ends = {path[:end] for path in paths for end in range(step, len(path) + 1, step)}
        streets = Area.objects.order_by().filter(kind=AreaKind.STREET, path__in=ends)
        inside = streets.filter(path=Substr(OuterRef("path"), 1, Length("path")))
        areas = Area.objects.order_by().filter(under(paths) | Q(Exists(inside)))
        return self.filter(area__in=areas.values("pk"))


class Organisation(Record):
    """A unit with which the programme works: partner, reporter of injuries, owner of premises."""

    area = models.ForeignKey(
        Area, verbose_name=_("area"), on_delete=models.PROTECT, related_name="organisations"
    )
    name = models.CharField(_("name"), max_length=100)
    former_names = models.JSONField(_("former names"), default=list, editable=False)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    contact_name = models.CharField(_("contact person"), max_length=60, blank=True)
    contact_phone = models.CharField(_("office telephone"), max_length=30, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    active = models.BooleanField(_("active"), default=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="organisation_name_once")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the organisation's page."""
        return page_address("communities:organisation", self.pk)
