"""Columns of the lists of premises and of their kinds."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from communities.tables import area_column
from lib.marks import badge
from lib.masking import mask_number
from lib.table import NUMBER, Column, Table, link, shown
from premises.models import Premises, PremisesCategory


def _next(row: Premises) -> str | SafeString:
    """Draw when premises are inspected next."""
    if not row.active:
        return badge(_("closed"), "secondary")
    if row.is_due:
        return badge(_("inspection due"), "warning")
    return SafeString(shown(row.due_on))


PREMISES_TABLE = Table(
    columns=(
        Column(_("Name"), lambda row: row.name, 28, name="name", order=("name",), draw=link),
        Column(
            _("Category"),
            lambda row: str(row.category),
            18,
            name="category",
            order=("category__order", "category__code"),
        ),
        area_column(),
        Column(_("Address"), lambda row: row.address, 34, name="address", order=("address",)),
        Column(
            _("Last inspected"),
            lambda row: row.last_inspected_at,
            18,
            name="last_inspected_at",
            order=("last_inspected_at",),
        ),
        Column(
            pgettext_lazy("day", "Next inspection"),
            lambda row: row.due_on if row.active else None,
            draw=_next,
        ),
    ),
    more=(
        Column(_("Number of the office"), lambda row: row.number),
        Column(_("Person responsible"), lambda row: row.contact_name),
        Column(
            _("Telephone (masked)"),
            lambda row: mask_number(row.contact_phone),
            reads=("contact_phone",),
        ),
        Column(_("Floor area (m²)"), lambda row: row.floor_area),
        Column(_("Persons"), lambda row: row.persons),
        Column(_("Beds"), lambda row: row.beds),
        Column(_("Latitude"), lambda row: row.latitude),
        Column(_("Longitude"), lambda row: row.longitude),
        Column(_("On the register since"), lambda row: row.registered_on),
        Column(_("Closed on"), lambda row: row.closed_on),
    ),
    order=("name",),
)


def _thresholds(row: PremisesCategory) -> str:
    return "；".join(str(one) for one in row.thresholds_in_use)


def _in_use(row: PremisesCategory) -> str | SafeString:
    return SafeString(shown(True)) if row.active else badge(_("retired"), "secondary")


KIND_TABLE = Table(
    columns=(
        Column(_("Name"), lambda row: str(row), 24, name="name", order=("name_zh",), draw=link),
        Column(
            _("Nine small premises"),
            lambda row: row.nine_small,
            name="nine_small",
            order=("nine_small",),
        ),
        Column(
            _("Days between inspections"),
            lambda row: row.interval_days,
            name="interval_days",
            order=("interval_days",),
            css=NUMBER,
        ),
        Column(_("Checklist"), lambda row: str(row.checklist or ""), 24),
        Column(_("Counts as small up to"), _thresholds, 40),
        Column(_("In use"), lambda row: row.active, name="active", order=("active",), draw=_in_use),
    ),
    order=("order", "code"),
)
