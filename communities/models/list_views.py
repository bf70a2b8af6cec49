"""Views of lists that people keep under a name, and what each has chosen for a list."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from accounts.models import User
from communities.models.areas import Area
from communities.models.memberships import Role
from communities.sight import sight_of
from lib.crypto import EncryptedTextField
from lib.ids import new_id


class ListViewQuerySet(models.QuerySet["ListView"]):
    """Views of lists."""

    def named(self) -> Self:
        """Views, without what people have chosen for a list."""
        return self.exclude(name="")

    def visible_to(self, user: User) -> Self:
        """One's own, and those shared with the area (or a role in it) in which the user works."""
        sight = sight_of(user)
        if sight.paths is None:
            return self.filter(Q(owner=user) | ~Q(area=None))
        step = Area.steplen
        above = {path[:end] for path in sight.paths for end in range(step, len(path) + 1, step)}
        shared = Q(area__path__in=sorted(above)) & (Q(role=None) | Q(role__in=sight.roles))
        return self.filter(Q(owner=user) | shared)


class ListView(models.Model):
    """A view of the list at `path`, which `owner` saved under a `name`.

    `query` is the address of filters, order and columns; somebody may have looked for a person, so
    it is encrypted. Which rows stand in it is decided anew for whoever opens it. With an `area` it
    is shared with all who work there or below it, with a `role` only with those who have it.

    The row without a name is what `owner` has chosen for the list itself: the keys of its `columns`
    and the view with which it `begins`. Both in one table: a list reads them by one statement.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.CASCADE,
        related_name="list_views",
    )
    path = models.CharField(max_length=200, editable=False)
    title = models.CharField(_("list"), max_length=100, editable=False)
    name = models.CharField(pgettext_lazy("view of a list", "name"), max_length=60)
    query = EncryptedTextField(blank=True, editable=False)
    area = models.ForeignKey(
        Area,
        verbose_name=_("shared with area"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    role = models.ForeignKey(
        Role,
        verbose_name=_("shared with role"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )

    columns = models.JSONField(default=list, editable=False)
    begins = models.ForeignKey(
        "self",
        verbose_name=_("begins with"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = ListViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("view of a list")
        verbose_name_plural = _("views of lists")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "path", "name"], name="list_view_once")
        ]
        indexes = [models.Index(fields=["path"], name="list_view_path")]

    def __str__(self) -> str:
        return f"{self.title}：{self.name}"

    def get_absolute_url(self) -> str:
        """Return the list as the view shows it."""
        return f"{self.path}?{self.query or 'view='}"

    def get_manage_url(self) -> str:
        """Return the page on which it is renamed, shared and removed."""
        return reverse("communities:list-view", args=[self.pk])

    @property
    def shared_with(self) -> str:
        """With whom it is shared, in words; "" when with nobody."""
        if self.area_id is None:
            return ""
        if self.role_id is None:
            return str(self.area)
        return gettext("%(role)s in %(area)s") % {"role": self.role, "area": self.area}
