"""Columns of this app's lists."""

from typing import Any

from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from communities.models import Sex
from communities.tables import area_column
from injuries import codes
from injuries.models import ImportBatch, InjuryRecord, SiteKind
from lib.marks import badge
from lib.table import NUMBER, Column, Table, choice, link, shown, words_for


def _date(row: InjuryRecord) -> SafeString:
    """Draw the day, and beside it that the card does not count or may be there twice."""
    day = link(row, SafeString(shown(row.event_date)))
    if row.withdrawn_at:
        return format_html("{} {}", day, badge(_("withdrawn"), "secondary"))
    if row.duplicate_state == InjuryRecord.DuplicateState.SUSPECTED:
        return format_html("{} {}", day, badge(_("duplicate?"), "warning"))
    return day


def _age(row: InjuryRecord) -> str:
    if row.age_value is None:
        return ""
    return f"{row.age_value} {words_for(codes.AgeUnit)[row.age_unit]}"


def _code(heading: str | Promise, name: str, choices: type[Choices], **more: Any) -> Column:
    """Return a column of a code of the card, 18 wide."""
    return choice(heading, name, choices, **{"width": 18, **more})


DATE = Column(
    _("Date"), lambda row: row.event_date, 12, name="event_date", order=("event_date",), draw=_date
)
MASKED_NAME = Column(
    pgettext_lazy("person", "Name"),
    lambda row: row.masked_name,
    parts=(Column(_("Name (masked)"), lambda row: row.masked_name, 10, reads=("name",)),),
    reads=("name",),
)
SHOWN = (
    _code(_("Cause"), "cause", codes.Cause),
    _code(_("Place"), "place", codes.Place),
    choice(_("Sex"), "sex", Sex, width=8),
    Column(
        _("Age"),
        _age,
        10,
        name="age_years",
        order=("age_years",),
        parts=(
            Column(_("Age"), lambda row: row.age_value, 8),
            choice(_("Unit of age"), "age_unit", codes.AgeUnit, width=8),
        ),
    ),
    area_column(),
    _code(_("Nature"), "nature", codes.Nature),
    _code(pgettext_lazy("injury", "Outcome"), "outcome", codes.Outcome, width=14),
    Column(
        _("Reporting site"),
        lambda row: row.reporting_site.name if row.reporting_site else "",
        24,
        name="reporting_site",
        order=("reporting_site__name",),
    ),
)
MORE = (
    Column(_("Day of injury"), lambda row: row.occurred_on, 12),
    Column(_("Hour of injury"), lambda row: row.occurred_hour, 8),
    Column(_("Day of visit"), lambda row: row.visited_on, 12),
    Column(_("Lives in the area"), lambda row: row.resident, 8),
    _code(_("Activity"), "activity", codes.Activity),
    _code(_("Intent"), "intent", codes.Intent),
    _code(_("Body site"), "body_site", codes.BodySite, width=14),
    _code(_("Severity"), "severity", codes.Severity, width=10),
    Column(_("Diagnosis"), lambda row: row.diagnosis, 24),
    Column(_("ICD-10 code"), lambda row: row.diagnosis_code, 12),
    Column(_("Day of report"), lambda row: row.reported_on, 12),
)
ORDER = ("-event_date",)
#: Injury records without any person: for those who read figures.
INJURY_TABLE = Table(columns=(DATE, *SHOWN), more=MORE, order=ORDER)
#: Injury records with masked names: for those who keep them.
PERSON_INJURY_TABLE = Table(
    columns=(DATE, MASKED_NAME, *SHOWN),
    more=(Column(_("Card number"), lambda row: row.card_number, 16), *MORE),
    order=ORDER,
)

SITE_TABLE = Table(
    columns=(
        Column(_("Name"), lambda row: row.name, 30, name="name", order=("name",), draw=link),
        Column(_("Code"), lambda row: row.code, name="code", order=("code",)),
        choice(_("Kind"), "kind", SiteKind, width=18),
        area_column(),
        Column(_("Sentinel site"), lambda row: row.sentinel, name="sentinel", order=("sentinel",)),
        Column(_("Active"), lambda row: row.active, name="active", order=("active",)),
    ),
    order=("name",),
)


def _stage(batch: ImportBatch) -> SafeString:
    """Draw where an import stands, or that its work has stopped."""
    return badge(batch.stage_in_words, batch.tone)


def _count(heading: str | Promise, name: str) -> Column:
    return Column(heading, lambda batch: getattr(batch, name), name=name, order=(name,), css=NUMBER)


BATCH_TABLE = Table(
    columns=(
        Column(
            _("Received at"),
            lambda batch: batch.created_at,
            18,
            name="created_at",
            order=("created_at",),
        ),
        Column(
            _("File name"),
            lambda batch: batch.filename,
            30,
            name="filename",
            order=("filename",),
            draw=lambda batch: link(batch, batch.filename),
        ),
        Column(
            _("Reporting site"),
            lambda batch: batch.reporting_site.name,
            24,
            name="reporting_site",
            order=("reporting_site__name",),
        ),
        area_column(),
        choice(_("State"), "stage", ImportBatch.Stage, width=18, draw=_stage, phone="badge"),
        _count(_("Rows"), "total_rows"),
        _count(_("Refused rows"), "bad_rows"),
        _count(_("Committed rows"), "committed_rows"),
        Column(
            _("Sent by"),
            lambda batch: str(batch.created_by or ""),
            name="created_by",
            order=("created_by__full_name",),
        ),
    ),
    order=("-created_at",),
)
