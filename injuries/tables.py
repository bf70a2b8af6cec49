"""Tables and export columns of this app's lists."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from injuries.models import ImportBatch, InjuryRecord, ReportingSite
from lib.cells import NUMBER, MomentColumn
from lib.exports import Column


class InjuryTable(tables.Table):
    """Injury records without any person: for those who read figures."""

    event_date = tables.TemplateColumn(
        template_name="injuries/cells/date.html", verbose_name=_("Date")
    )
    age_years = tables.Column(
        accessor="age_text", order_by="age_years", verbose_name=_("Age"), default=""
    )

    class Meta:
        model = InjuryRecord
        fields = [
            "event_date",
            "cause",
            "place",
            "sex",
            "age_years",
            "area",
            "nature",
            "outcome",
            "reporting_site",
        ]
        order_by = ["-event_date", "-id"]


class PersonInjuryTable(InjuryTable):
    """Injury records with masked names: for those who keep them."""

    masked_name = tables.Column(verbose_name=pgettext_lazy("person", "Name"), orderable=False)

    class Meta(InjuryTable.Meta):
        sequence = ["event_date", "masked_name", "..."]


COLUMNS = [
    Column(_("Date"), lambda row: row.event_date, 12),
    Column(_("Day of injury"), lambda row: row.occurred_on, 12),
    Column(_("Hour of injury"), lambda row: row.occurred_hour, 8),
    Column(_("Day of visit"), lambda row: row.visited_on, 12),
    Column(_("Sex"), lambda row: row.get_sex_display(), 8),
    Column(_("Age"), lambda row: row.age_text, 10),
    Column(_("Area"), lambda row: row.area.name, 18),
    Column(_("Lives in the area"), lambda row: _("yes") if row.resident else _("no"), 8),
    Column(_("Cause"), lambda row: row.get_cause_display(), 18),
    Column(_("Place"), lambda row: row.get_place_display(), 18),
    Column(_("Activity"), lambda row: row.get_activity_display(), 18),
    Column(_("Intent"), lambda row: row.get_intent_display(), 18),
    Column(_("Nature"), lambda row: row.get_nature_display(), 18),
    Column(_("Body site"), lambda row: row.get_body_site_display(), 14),
    Column(_("Severity"), lambda row: row.get_severity_display(), 10),
    Column(_("Diagnosis"), lambda row: row.diagnosis, 24),
    Column(_("ICD-10 code"), lambda row: row.diagnosis_code, 12),
    Column(pgettext_lazy("injury", "Outcome"), lambda row: row.get_outcome_display(), 14),
    Column(
        _("Reporting site"), lambda row: row.reporting_site.name if row.reporting_site else "", 24
    ),
    Column(_("Day of report"), lambda row: row.reported_on, 12),
]
PERSON_COLUMNS = [
    Column(_("Card number"), lambda row: row.card_number, 16),
    Column(_("Name (masked)"), lambda row: row.masked_name, 10),
    *COLUMNS,
]


class SiteTable(tables.Table):
    """Reporting sites."""

    name = tables.Column(linkify=True)

    class Meta:
        model = ReportingSite
        fields = ["name", "code", "kind", "area", "sentinel", "active"]


SITE_COLUMNS = [
    Column(_("Name"), lambda row: row.name, 30),
    Column(_("Code"), lambda row: row.code),
    Column(_("Kind"), lambda row: row.get_kind_display(), 18),
    Column(_("Area"), lambda row: row.area.name, 18),
    Column(_("Sentinel site"), lambda row: _("yes") if row.sentinel else _("no")),
    Column(_("Active"), lambda row: _("yes") if row.active else _("no")),
]


class BatchTable(tables.Table):
    """Imports."""

    created_at = MomentColumn()
    filename = tables.Column(linkify=True)
    total_rows = tables.Column(attrs=NUMBER)
    bad_rows = tables.Column(attrs=NUMBER)
    committed_rows = tables.Column(attrs=NUMBER)
    stage = tables.TemplateColumn(
        template_name="injuries/cells/stage.html", verbose_name=_("State")
    )

    class Meta:
        model = ImportBatch
        fields = [
            "created_at",
            "filename",
            "reporting_site",
            "area",
            "stage",
            "total_rows",
            "bad_rows",
            "committed_rows",
            "created_by",
        ]


BATCH_COLUMNS = [
    Column(_("Received at"), lambda row: row.created_at, 18),
    Column(_("File name"), lambda row: row.filename, 30),
    Column(_("Reporting site"), lambda row: row.reporting_site.name, 24),
    Column(_("Area"), lambda row: row.area.name, 18),
    Column(_("State"), lambda row: row.get_stage_display(), 18),
    Column(_("Rows"), lambda row: row.total_rows),
    Column(_("Refused rows"), lambda row: row.bad_rows),
    Column(_("Committed rows"), lambda row: row.committed_rows),
    Column(_("Sent by"), lambda row: str(row.created_by)),
]
