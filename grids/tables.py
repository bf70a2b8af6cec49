"""Tables and export columns of this app's lists."""

import django_tables2 as tables
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grids.models import Hazard, Inspection
from lib.cells import MomentColumn
from lib.exports import Column


class InspectionTable(tables.Table):
    """Inspections."""

    started_at = MomentColumn(linkify=True)
    premises = tables.Column(orderable=False)
    area = tables.Column(order_by="area__path")
    outcome = tables.TemplateColumn(template_name="grids/cells/outcome.html")
    failed_items = tables.TemplateColumn(
        "{% if record.outcome == 'done' %}{% number record.failed_items %}{% endif %}",
        attrs={"td": {"class": "num"}},
    )

    class Meta:
        model = Inspection
        fields = ["started_at", "premises", "area", "inspector", "outcome", "failed_items"]
        order_by = "-started_at"


INSPECTION_COLUMNS = [
    Column(_("Started"), lambda row: row.started_at, 18),
    Column(_("Finished"), lambda row: row.finished_at, 18),
    Column(_("Premises"), lambda row: row.premises.name, 28),
    Column(_("Area"), lambda row: row.area.name, 16),
    Column(_("Inspector"), lambda row: str(row.inspector)),
    Column(_("Outcome"), lambda row: row.get_outcome_display()),
    Column(_("Failed items"), lambda row: row.failed_items),
    Column(_("Distance (m)"), lambda row: None if row.distance is None else round(row.distance)),
    Column(_("Far from the premises"), lambda row: int(row.far_away)),
    Column(_("Photo from another time"), lambda row: int(row.photo_time_differs)),
    Column(_("Remarks"), lambda row: row.note, 40),
]


class HazardTable(tables.Table):
    """Hazards."""

    description = tables.Column(linkify=True, orderable=False)
    where = tables.Column(verbose_name=_("Where"), orderable=False)
    area = tables.Column(order_by="area__path")
    state = tables.TemplateColumn(template_name="grids/cells/state.html")
    grade = tables.TemplateColumn(template_name="grids/cells/grade.html")
    found_at = MomentColumn()

    class Meta:
        model = Hazard
        fields = [
            "description",
            "where",
            "area",
            "category",
            "grade",
            "found_at",
            "deadline",
            "state",
        ]
        order_by = "-found_at"


def _day(moment: object) -> object:
    return timezone.localdate(moment) if moment else None


HAZARD_COLUMNS = [
    Column(_("Number"), lambda row: row.number, 18),
    Column(_("What is wrong"), lambda row: row.description, 44),
    Column(_("Where"), lambda row: row.where, 28),
    Column(_("Area"), lambda row: row.area.name, 16),
    Column(_("Category"), lambda row: str(row.category)),
    Column(_("Grade"), lambda row: row.get_grade_display()),
    Column(_("State"), lambda row: row.get_state_display()),
    Column(_("Found"), lambda row: row.found_at, 18),
    Column(_("Found by"), lambda row: str(row.found_by)),
    Column(_("Deadline"), lambda row: row.deadline),
    Column(_("Put right on the spot"), lambda row: int(row.on_spot)),
    Column(_("Rectified"), lambda row: _day(row.rectified_at)),
    Column(_("Verified by"), lambda row: str(row.verified_by) if row.verified_by else ""),
    Column(_("Closed or withdrawn"), lambda row: _day(row.ended_at)),
    Column(_("Days overdue"), lambda row: row.overdue_days),
]
