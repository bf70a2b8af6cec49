"""The columns of the national injury card, and what is derived from them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from communities.models import Area, Sex
from injuries import codes
from injuries.models.imports import ImportBatch
from injuries.models.sites import ReportingSite
from lib.crypto import BlindIndexField, EncryptedTextField, blind_index

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ID_PURPOSE = "injuries.id_number"
NAME_PURPOSE = "injuries.name"
DAYS_A_YEAR = 365.25


def code_field(
    label: "StrOrPromise", choices: type[models.TextChoices], **more: Any
) -> models.CharField:
    """Return a column for a code of the card; empty means not filled in."""
    return models.CharField(label, max_length=2, choices=choices, blank=True, default="", **more)


def hour_field(label: "StrOrPromise") -> models.PositiveSmallIntegerField:
    """Return a column for an hour of the day, 0 to 23; None when the card does not say."""
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MaxValueValidator(23)]
    )


def completed_years(value: int | None, unit: str) -> int | None:
    """Return an age of `value` `unit` (codes.AgeUnit) in completed years."""
    if value is None:
        return None
    if unit == codes.AgeUnit.MONTHS:
        return value // 12
    if unit == codes.AgeUnit.DAYS:
        return int(value / DAYS_A_YEAR)
    return value


#: From which columns the derived ones come.
SOURCES = ("occurred_on", "visited_on", "age_value", "age_unit", "id_number", "name")


def derived(card: Mapping[str, Any]) -> dict[str, Any]:
    """Return the derived columns of a card; columns that it lacks count as not filled in."""
    return {
        "event_date": card.get("occurred_on") or card.get("visited_on"),
        "age_years": completed_years(
            card.get("age_value"), card.get("age_unit") or codes.AgeUnit.YEARS
        ),
        "id_index": blind_index(card.get("id_number") or "", ID_PURPOSE),
        "name_index": blind_index(card.get("name") or "", NAME_PURPOSE),
    }


class InjuryCard(models.Model):
    """What stands on a card (domain facts 5.2) and comes from it: see InjuryRecord."""

    class DuplicateState(models.TextChoices):
        """Whether the record seems to be another one's duplicate."""

        NONE = "", _("no sign of a duplicate")
        SUSPECTED = "suspected", _("possible duplicate")
        DISMISSED = "dismissed", _("not a duplicate")

    # Head
    reporting_site = models.ForeignKey(
        ReportingSite,
        verbose_name=_("reporting site"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
    )
    card_number = models.CharField(_("card number"), max_length=40, blank=True)
    # I Patient
    area = models.ForeignKey(
        Area,
        verbose_name=_("area of residence"),
        on_delete=models.PROTECT,
        related_name="injuries",
        db_index=False,  # injury_area_date begins with it
    )
    resident = models.BooleanField(
        _("lives in the area"), default=True, help_text=_("Others are left out of rates.")
    )
    name = EncryptedTextField(pgettext_lazy("person", "name"), blank=True, default="")
    id_number = EncryptedTextField(_("ID number"), blank=True, default="")
    phone = EncryptedTextField(_("telephone"), blank=True, default="")
    address = EncryptedTextField(_("address"), blank=True, default="")
    sex = models.CharField(_("sex"), max_length=1, choices=Sex)
    age_value = models.PositiveSmallIntegerField(_("age"), null=True, blank=True)
    age_unit = models.CharField(
        _("unit of age"), max_length=6, choices=codes.AgeUnit, default=codes.AgeUnit.YEARS
    )
    registration = code_field(_("household registration"), codes.Registration)
    education = code_field(_("education"), codes.Education)
    occupation = code_field(_("occupation"), codes.Occupation)
    # II Event
    occurred_on = models.DateField(_("day of injury"), null=True, blank=True)
    occurred_hour = hour_field(_("hour of injury"))
    visited_on = models.DateField(_("day of visit"), null=True, blank=True)
    visited_hour = hour_field(_("hour of visit"))
    occurred_area = models.ForeignKey(
        Area,
        verbose_name=_("area where it happened"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    cause = code_field(_("cause"), codes.Cause)
    place = code_field(pgettext_lazy("injury", "place"), codes.Place)
    activity = code_field(_("activity"), codes.Activity)
    intent = code_field(_("intent"), codes.Intent)
    alcohol = code_field(_("alcohol"), codes.Alcohol)
    narrative = models.TextField(
        _("course of the event"), blank=True, help_text=_("No names and no addresses here.")
    )
    # III Clinical
    nature = code_field(_("nature"), codes.Nature)
    body_site = code_field(_("body site"), codes.BodySite)
    system = code_field(_("body system"), codes.BodySystem)
    severity = code_field(_("severity"), codes.Severity)
    diagnosis = models.CharField(_("diagnosis"), max_length=200, blank=True)
    diagnosis_code = models.CharField(_("ICD-10 code"), max_length=20, blank=True)
    outcome = code_field(pgettext_lazy("injury", "outcome"), codes.Outcome)
    # IV Products
    product1_name = models.CharField(_("product 1"), max_length=100, blank=True)
    product1_brand = models.CharField(_("brand or model of product 1"), max_length=100, blank=True)
    product1_class = models.CharField(_("class of product 1"), max_length=60, blank=True)
    product2_name = models.CharField(_("product 2"), max_length=100, blank=True)
    product2_brand = models.CharField(_("brand or model of product 2"), max_length=100, blank=True)
    product2_class = models.CharField(_("class of product 2"), max_length=60, blank=True)
    product_relation = code_field(_("relation to the product"), codes.ProductRelation)
    typical_case = models.BooleanField(_("typical case"), default=False)
    # Foot
    reporter_name = models.CharField(_("filled in by"), max_length=60, blank=True)
    reported_on = models.DateField(_("day of report"), null=True, blank=True)
    # Derived, and where the card came from
    event_date = models.DateField(_("date"), editable=False)
    age_years = models.PositiveSmallIntegerField(_("age in years"), null=True, editable=False)
    id_index = BlindIndexField(source="id_number", purpose=ID_PURPOSE)
    name_index = BlindIndexField(source="name", purpose=NAME_PURPOSE)
    extra = models.JSONField(default=dict, editable=False)
    batch = models.ForeignKey(
        ImportBatch,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="records",
        db_index=False,  # injury_batch_row begins with it
    )
    batch_row = models.PositiveIntegerField(null=True, editable=False)
    duplicate_state = models.CharField(
        _("duplicate"),
        max_length=10,
        choices=DuplicateState,
        blank=True,
        default="",
        editable=False,
    )

    class Meta:
        abstract = True
