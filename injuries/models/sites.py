"""Who reports injuries."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.models import Area, Organisation
from communities.querysets import AreaScopedQuerySet
from communities.roles import REPORTER
from communities.sight import Viewer, sight_of
from lib.crypto import EncryptedJSONField
from lib.records import Record, page_address


class SiteKind(models.TextChoices):
    """Kind of reporting site, after the sources of domain facts 5.1."""

    HOSPITAL = "hospital", _("Hospital")
    HEALTH_CENTRE = "health-centre", _("Community health centre")
    CLINIC = "clinic", _("Clinic")
    SCHOOL = "school", _("School or kindergarten")
    COMMUNITY = "community", _("Community office")
    OTHER = "other", _("Other")


class SiteQuerySet(AreaScopedQuerySet["ReportingSite"]):
    """Reporting sites."""

    def active(self) -> Self:
        """Sites that report today."""
        return self.filter(active=True)

    def of_user(self, user: User) -> Self:
        """Sites of the units for which `user` works."""
        return self.filter(organisation__in=sight_of(user).units)

    def reporting_on(self, area: Area) -> Self:
        """Sites in `area`, below it or above it: their cards may lie in `area`."""
        above = [area.path[:length] for length in range(4, len(area.path), 4)]
        return self.filter(Q(area__path__startswith=area.path) | Q(area__path__in=above))


class ReportingSite(Record):
    """A hospital, clinic or school that sends injury cards.

    `sentinel` sites see an unknown share of the injured of any area: their cards give proportions,
    never rates. `column_mapping` is how the columns of its last workbook were read: the normalised
    heading of a column → the field it fills. `words` is what its own words mean, by field:
    {"cause": {"交通事故": "1"}}.
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="reporting_sites",
        null=True,
        blank=True,
    )
    area = models.ForeignKey(
        Area,
        verbose_name=_("area"),
        on_delete=models.PROTECT,
        related_name="reporting_sites",
        help_text=_("The area on whose residents it reports."),
    )
    name = models.CharField(_("name of the site"), max_length=100)
    code = models.CharField(
        _("site code"), max_length=30, help_text=_("The number of the hospital on the card.")
    )
    kind = models.CharField(_("kind"), max_length=15, choices=SiteKind)
    sentinel = models.BooleanField(
        _("sentinel site"),
        default=False,
        help_text=_(
            "Reports only a sample of the injured: its cards give proportions, never rates."
        ),
    )
    active = models.BooleanField(_("active"), default=True)
    reporters = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reporters"),
        related_name="reporting_sites",
        blank=True,
        help_text=_("Who reports for it: these accounts see its cards and their own, no others."),
    )
    column_mapping = models.JSONField(default=dict, editable=False)
    words = EncryptedJSONField(default=dict, editable=False)

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("reporting site")
        verbose_name_plural = _("reporting sites")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["area", "code"], name="reporting_site_code_once")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the site's page."""
        return page_address("injuries:site", self.pk)


def own_sites(user: Viewer) -> SiteQuerySet:
    """Return the sites for which `user` reports."""
    return ReportingSite.objects.order_by().filter(reporters=user.pk if user else None)


def of_own_sites(user: Viewer) -> Q:
    """Return the condition on rows that name a reporting site for who only reports injuries.

    A reporter of hospitals reads what these sent and what he or she entered; one who is named at
    no hospital reads all of the area, as others do.
    """
    if sight_of(user).roles != {REPORTER}:
        return Q()
    own = Q(reporting_site__in=own_sites(user)) | Q(created_by=user)
    return own | ~Q(Exists(own_sites(user)))
