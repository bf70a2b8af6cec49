"""Columns of the list of hazard categories."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from checklists.models import HazardCategory
from lib.marks import badge
from lib.table import NUMBER, Column, Table, link, shown


def _in_use(row: HazardCategory) -> str:
    return SafeString(shown(True)) if row.active else badge(_("retired"), "secondary")


CATEGORY_TABLE = Table(
    columns=(
        Column(_("Name"), str, 24, name="name", order=("name_zh",), draw=link),
        Column(_("Name (English)"), lambda row: row.name_en, 24, phone=""),
        Column(
            _("Place in lists"), lambda row: row.order, name="order", order=("order",), css=NUMBER
        ),
        Column(_("In use"), lambda row: row.active, name="active", order=("active",), draw=_in_use),
    ),
    order=("order", "code"),
)
