"""Code lists of the national injury surveillance card (全国伤害监测报告卡).

Source: domain facts 5.3, the primary list: import codes of a quality-inspection system for the
national hospital card [S33a, S33b]; “other” and “not clear” are separate on the raw card [S33b].
The numbers are those of that list, so a workbook that carries numbers is read without a table. The
value tables of the health-data standard WS 364 (CV04.01.003–006) were not seen; these are the
card's own codes.

The local modules of Songjiang [S34] (traffic, falls, poisoning) and its other lists of activity and
body site are not part of the national card and are not kept here.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class AgeUnit(models.TextChoices):
    """Unit in which the card gives the age; infants are told in months or days (card, part I)."""

    YEARS = "years", pgettext_lazy("age", "years")
    MONTHS = "months", pgettext_lazy("age", "months")
    DAYS = "days", pgettext_lazy("age", "days")


class Registration(models.TextChoices):
    """户籍, where the household is registered (5.3)."""

    LOCAL = "1", _("This city or county")
    PROVINCE = "2", _("Elsewhere in the province")
    OTHER_PROVINCE = "3", _("Another province")
    ABROAD = "4", _("Another country")


class Education(models.TextChoices):
    """文化程度 (5.3)."""

    NOT_YET = "1", _("Child not yet at school")
    ILLITERATE = "2", _("Illiterate or semi-literate")
    PRIMARY = "3", _("Primary school")
    JUNIOR = "4", _("Junior secondary school")
    SENIOR = "5", _("Senior secondary or technical school")
    COLLEGE = "6", _("Junior college")
    UNIVERSITY = "7", _("University or higher")


class Occupation(models.TextChoices):
    """职业 (5.3)."""

    PRESCHOOL = "1", _("Preschool child")
    STUDENT = "2", _("Student")
    HOUSEWORK = "3", _("Housework")
    UNEMPLOYED = "4", _("Waiting for employment")
    RETIRED = "5", _("Retired")
    PROFESSIONAL = "6", _("Professional or technical worker")
    CLERK = "7", _("Clerical worker")
    SERVICE = "8", _("Commerce or service worker")
    FARMER = "9", _("Agriculture, forestry, fishery or water worker")
    OPERATOR = "10", _("Production or transport equipment operator")
    MILITARY = "11", _("Military")
    OTHER = "12", _("Other or not clear")


class Cause(models.TextChoices):
    """伤害发生原因, how the injury came about (5.3)."""

    MOTOR_VEHICLE = "1", _("Motor vehicle crash")
    NON_MOTOR_VEHICLE = "2", _("Non-motor vehicle crash")
    FALL = "3", pgettext_lazy("cause", "Fall")
    BLUNT = "4", _("Blunt object")
    FIREARM = "5", _("Firearm or explosion")
    SHARP = "6", _("Knife or sharp object")
    BURN = "7", _("Burn or scald")
    SUFFOCATION = "8", _("Suffocation or hanging")
    DROWNING = "9", _("Drowning")
    POISONING = "10", _("Poisoning")
    ANIMAL = "11", pgettext_lazy("cause", "Animal")
    SEXUAL_ASSAULT = "12", _("Sexual assault")
    OTHER = "13", pgettext_lazy("cause", "Other")
    UNCLEAR = "14", pgettext_lazy("cause", "Not clear")


class Place(models.TextChoices):
    """伤害发生地点, the kind of place where it happened (5.3)."""

    HOME = "1", pgettext_lazy("place", "Home")
    RESIDENTIAL = "2", _("Public residential place")
    SCHOOL_PUBLIC = "3", _("School or public place")
    SPORTS = "4", _("Sports place")
    ROAD = "5", _("Road or street")
    TRADE = "6", _("Trade or service place")
    INDUSTRY = "7", _("Industrial or building site")
    FARM = "8", _("Farm or field")
    OTHER = "9", pgettext_lazy("place", "Other")
    UNCLEAR = "10", pgettext_lazy("place", "Not clear")


class Activity(models.TextChoices):
    """伤害发生时活动, what the person was doing (5.3)."""

    WORK = "1", pgettext_lazy("activity", "Work")
    HOUSEWORK = "2", pgettext_lazy("activity", "Housework")
    STUDY = "3", pgettext_lazy("activity", "Study")
    SPORT = "4", pgettext_lazy("activity", "Sport")
    LEISURE = "5", pgettext_lazy("activity", "Leisure")
    VITAL = "6", _("Vital activity (eating, sleeping, washing)")
    DRIVING = "7", _("Driving or riding")
    WALKING = "8", pgettext_lazy("activity", "Walking")
    OTHER = "9", pgettext_lazy("activity", "Other")
    UNCLEAR = "10", pgettext_lazy("activity", "Not clear")


class Intent(models.TextChoices):
    """是否故意 (5.3)."""

    UNINTENTIONAL = "1", _("Unintentional (accident)")
    SELF_HARM = "2", _("Self-harm or suicide")
    ASSAULT = "3", _("Intentional (violence, assault)")
    UNCLEAR = "4", pgettext_lazy("intent", "Not clear")
    OTHER = "5", pgettext_lazy("intent", "Other")


class Alcohol(models.TextChoices):
    """饮酒, alcohol before the injury (5.3)."""

    YES = "1", _("Had drunk")
    NO = "2", _("Had not drunk")
    UNCLEAR = "3", pgettext_lazy("alcohol", "Not clear")


class Nature(models.TextChoices):
    """伤害性质, nature of the most serious injury (5.3)."""

    FRACTURE = "1", _("Fracture")
    SPRAIN = "2", _("Sprain or strain")
    OPEN_WOUND = "3", _("Cut, bite or open wound")
    BRUISE = "4", _("Bruise or abrasion")
    BURN = "5", pgettext_lazy("nature", "Burn or scald")
    BRAIN = "6", _("Concussion or brain contusion")
    ORGAN = "7", _("Injury of an internal organ")
    OTHER = "8", pgettext_lazy("nature", "Other")
    UNCLEAR = "9", pgettext_lazy("nature", "Not clear")


class BodySite(models.TextChoices):
    """伤害部位, site of the most serious injury (5.3)."""

    HEAD = "1", pgettext_lazy("body site", "Head")
    UPPER_LIMB = "2", _("Upper limb")
    LOWER_LIMB = "3", _("Lower limb")
    TRUNK = "4", _("Trunk")
    MULTIPLE = "5", _("Several sites")
    WHOLE_BODY = "6", _("Whole body")
    OTHER = "7", pgettext_lazy("body site", "Other")
    UNCLEAR = "8", pgettext_lazy("body site", "Not clear")


class BodySystem(models.TextChoices):
    """累及系统, body system affected (5.3)."""

    NERVOUS = "1", _("Central nervous system")
    RESPIRATORY = "2", _("Respiratory system")
    DIGESTIVE = "3", _("Digestive system")
    UROGENITAL = "4", _("Urogenital system")
    LOCOMOTOR = "5", _("Locomotor system")
    MULTIPLE = "6", _("Several systems")
    OTHER = "7", pgettext_lazy("system", "Other")
    UNCLEAR = "8", pgettext_lazy("system", "Not clear")


class Severity(models.TextChoices):
    """严重程度 (5.3)."""

    LIGHT = "1", pgettext_lazy("severity", "Light")
    MODERATE = "2", pgettext_lazy("severity", "Moderate")
    SEVERE = "3", pgettext_lazy("severity", "Severe")


class Outcome(models.TextChoices):
    """伤害结局 (5.3)."""

    RELEASED = "1", _("Treated and released")
    OBSERVED = "2", _("Kept for observation")
    TRANSFERRED = "3", pgettext_lazy("outcome", "Transferred")
    ADMITTED = "4", pgettext_lazy("outcome", "Admitted")
    DEATH = "5", pgettext_lazy("outcome", "Death")
    OTHER = "6", pgettext_lazy("outcome", "Other")


class ProductRelation(models.TextChoices):
    """与产品的关系 (5.3)."""

    MISUSE = "1", _("Improper use")
    QUALITY = "2", _("Related to product quality")
    SUDDEN = "3", _("Sudden accident in usual use")
    UNCERTAIN = "4", _("Uncertain")
    OTHER = "5", pgettext_lazy("product relation", "Other")


class AgeGroup(models.TextChoices):
    """Age groups of reports: 0–14, 15–44, 45–64, 65 and older (domain facts 5.6, [S50])."""

    CHILD = "0-14", "0–14"
    YOUNG = "15-44", "15–44"
    MIDDLE = "45-64", "45–64"
    OLD = "65+", "65+"
    UNKNOWN = "unknown", _("Age unknown")


#: First and last completed year of each age group; None where it is open or unknown.
AGE_RANGES: dict[str, tuple[int | None, int | None]] = {
    AgeGroup.CHILD: (0, 14),
    AgeGroup.YOUNG: (15, 44),
    AgeGroup.MIDDLE: (45, 64),
    AgeGroup.OLD: (65, None),
    AgeGroup.UNKNOWN: (None, None),
}
