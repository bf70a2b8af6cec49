"""The tree of areas: city → district → street → community → grid → building."""

import datetime as dt
from typing import ClassVar, Self
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from communities.querysets import under
from communities.sight import Viewer, sight_of
from lib.ids import new_id
from lib.records import page_address


class AreaKind(models.TextChoices):
    """Level of an area, from the largest to the smallest."""

    CITY = "city", _("City")
    DISTRICT = "district", _("District")
    STREET = "street", _("Street")
    COMMUNITY = "community", _("Community")
    GRID = "grid", _("Grid")
    BUILDING = "building", _("Building")

    @property
    def rank(self) -> int:
        """0 for a city, larger for smaller areas."""
        return list(AreaKind).index(self)


class AreaQuerySet(MP_NodeQuerySet, models.QuerySet["Area"]):
    """Areas."""

    def visible_to(self, user: Viewer) -> Self:
        """Areas in the sight of `user`."""
        return self.filter(under(sight_of(user).paths))

    def where_allowed(self, user: Viewer, permission: str) -> Self:
        """Areas in which `user` holds `permission`."""
        return self.filter(under(sight_of(user).paths_for(permission)))

    def subtree(self, area: "Area") -> Self:
        """`area` and everything below it."""
        return self.filter(path__startswith=area.path)

    def of_kind(self, *kinds: str) -> Self:
        """Areas of these levels."""
        return self.filter(kind__in=kinds)

    def valid_on(self, day: dt.date | None = None) -> Self:
        """Areas that exist on `day` (default today)."""
        day = day or timezone.localdate()
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def to_choose(self, user: Viewer, permission: str, own: UUID | None = None) -> Self:
        """Areas in which `user` holds `permission` that exist today, and `own`, a record's.

        What is recorded anew lies in no area that is closed; a record that does keeps its area.
        """
        allowed = self.where_allowed(user, permission).valid_on()
        return (allowed | self.filter(pk=own)).order_by("path")

    def to_name(self, user: Viewer, own: UUID | None = None) -> Self:
        """Areas in sight of `user` that exist today, and `own`: what a record speaks of."""
        return (self.visible_to(user).valid_on() | self.filter(pk=own)).order_by("path")


_WithAreaQuerySet = models.Manager.from_queryset(AreaQuerySet)


class AreaManager(_WithAreaQuerySet["Area"], MP_NodeManager):
    """treebeard's manager builds its own queryset class by name; ours must be said again."""

    def get_queryset(self) -> AreaQuerySet:
        """Return areas in the order of the tree."""
        return AreaQuerySet(self.model, using=self._db).order_by("path")


class Area(MP_Node):
    """A piece of ground with a name, as the administration divides it.

    The path is materialised, so a subtree is one prefix comparison. Boundaries change: an area is
    valid from `valid_from` until before `valid_to`, and old records keep their old area. A grid
    always lies in one community (DB6101/T 3185-2024, domain facts 6.1).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("level"), max_length=10, choices=AreaKind)
    name = models.CharField(_("name"), max_length=60)
    former_names = models.JSONField(_("former names"), default=list, editable=False)
    # Written by `services.areas.tell_apart` where another area has the same name; read everywhere.
    told_apart_by = models.CharField(max_length=300, blank=True, editable=False)
    code = models.CharField(
        _("division code"),
        max_length=20,
        unique=True,
        help_text=_("National code down to the community, the local number below."),
    )
    boundary = models.JSONField(
        _("boundary"), null=True, blank=True, help_text=_("GeoJSON polygon, WGS-84 (EPSG:4326).")
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    surface = models.DecimalField(
        _("surface (km²)"), max_digits=10, decimal_places=3, null=True, blank=True
    )
    households = models.PositiveIntegerField(_("households"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"), default=dt.date(2000, 1, 1))
    valid_to = models.DateField(_("valid until before"), null=True, blank=True)
    # A node of treebeard is no `lib.records.Record`, but is changed like one.
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    node_order_by: list[str] = []
    objects: ClassVar[AreaManager] = AreaManager()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gt=models.F("valid_from")),
                name="area_valid_range",
                violation_error_message=_("The end of validity must lie after its beginning."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.told_apart_by}）" if self.told_apart_by else self.name

    def get_absolute_url(self) -> str:
        """Return the area's page."""
        return page_address("communities:area", self.pk)

    @property
    def area(self) -> "Area":
        """The area itself, so that sight and permission treat it as any record."""
        return self

    def contains(self, other: "Area") -> bool:
        """Tell whether `other` is this area or lies below it."""
        return other.path.startswith(self.path)

    def may_hold(self, kind: str) -> bool:
        """Tell whether an area of `kind` may lie directly below this one.

        Levels may be left out, but a grid always belongs to a community.
        """
        child, own = AreaKind(kind), AreaKind(self.kind)
        if child is AreaKind.GRID:
            return own is AreaKind.COMMUNITY
        return child.rank > own.rank

    def clean(self) -> None:
        """Check that coordinates come in pairs and lie on Earth."""
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError(_("Give both latitude and longitude, or neither."))
        if self.latitude is not None and not -90 <= self.latitude <= 90:
            raise ValidationError({"latitude": _("Latitude lies between -90 and 90 degrees.")})
        if self.longitude is not None and not -180 <= self.longitude <= 180:
            raise ValidationError({"longitude": _("Longitude lies between -180 and 180 degrees.")})
