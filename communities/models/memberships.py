"""Who works where, in which role."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models.areas import Area
from communities.models.organisations import Organisation
from communities.querysets import AreaScopedQuerySet, SharedQuerySet
from lib.named import Named
from lib.records import Record


class MembershipQuerySet(AreaScopedQuerySet["Membership"]):
    """Memberships."""

    def not_over(self, day: dt.date | None = None) -> Self:
        """Memberships in force on `day` (default today) or later."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day or timezone.localdate()))

    def active_on(self, day: dt.date | None = None) -> Self:
        """Memberships in force on `day` (default today)."""
        day = day or timezone.localdate()
        return self.not_over(day).filter(valid_from__lte=day)


class Role(Named):
    """A named set of permission codes, of everybody who works in it.

    A built-in role has what apps declare, plus what the office has `granted` and without what it
    has `withdrawn`, so that a newer version's permissions come to it too. A role of the office's
    own remembers from which one it was copied: it may have what that one has.
    """

    permissions = models.JSONField(_("permissions"), default=list)
    granted = models.JSONField(_("granted"), default=list, editable=False)
    withdrawn = models.JSONField(_("withdrawn"), default=list, editable=False)
    copied_from = models.ForeignKey(
        "self",
        verbose_name=_("copied from"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    built_in = models.BooleanField(default=False, editable=False)
    demands_factor = models.BooleanField(_("second factor demanded"), default=False)

    objects = SharedQuerySet.as_manager()

    class Meta(Named.Meta):
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [models.UniqueConstraint(fields=["name_zh"], name="role_once")]

    def get_absolute_url(self) -> str:
        """Return the page of the role."""
        return reverse("communities:role", args=[self.pk])

    @property
    def changed(self) -> bool:
        """True of a built-in role that the office has changed."""
        return bool(self.granted or self.withdrawn)


class Membership(Record):
    """A user works in an area, and so in its whole subtree, in a role, for a time.

    `organisation` is the unit for which somebody from outside the street office does so: what that
    unit is to do stands on his or her home page.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    area = models.ForeignKey(
        Area, verbose_name=_("area"), on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.ForeignKey(Role, verbose_name=_("role"), on_delete=models.PROTECT)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        help_text=_("The department or hospital for which the person works here."),
    )
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until before"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["user__full_name", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "area", "role", "valid_from"], name="membership_once"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="membership_valid_range",
                violation_error_message=_("The end must not lie before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        parts = [self.user, self.role, self.area]
        return " · ".join(str(one) for one in (*parts, self.organisation) if one)
