"""Table and export columns of the list of premises."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from lib.cells import MomentColumn
from lib.exports import Column
from lib.masking import mask_number
from premises.models import Premises


class PremisesTable(tables.Table):
    """Premises."""

    name = tables.Column(linkify=True)
    area = tables.Column(order_by="area__path")
    last_inspected_at = MomentColumn()
    due_on = tables.TemplateColumn(
        template_name="premises/due.html", verbose_name=_("Next inspection"), orderable=False
    )

    class Meta:
        model = Premises
        fields = ["name", "category", "area", "address", "last_inspected_at", "due_on"]


PREMISES_COLUMNS = [
    Column(_("Name"), lambda row: row.name, 28),
    Column(_("Category"), lambda row: str(row.category), 18),
    Column(_("Grid or community"), lambda row: row.area.name, 16),
    Column(_("Address"), lambda row: row.address, 34),
    Column(_("Person responsible"), lambda row: row.contact_name),
    Column(_("Telephone (masked)"), lambda row: mask_number(row.contact_phone)),
    Column(_("Floor area (m²)"), lambda row: row.floor_area),
    Column(_("Persons"), lambda row: row.persons),
    Column(_("Beds"), lambda row: row.beds),
    Column(_("Latitude"), lambda row: row.latitude),
    Column(_("Longitude"), lambda row: row.longitude),
    Column(_("On the register since"), lambda row: row.registered_on),
    Column(_("Closed on"), lambda row: row.closed_on),
    Column(_("Last inspected"), lambda row: row.last_inspected_at, 18),
]
