"""Tables and export columns of this app's lists."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry, User
from communities.models import Area, Organisation
from lib.cells import MomentColumn
from lib.exports import Column


class AreaTable(tables.Table):
    """Areas as a tree: the name is indented by depth."""

    name = tables.TemplateColumn(
        '<a class="tree-depth-{{ record.depth }}" href="{{ record.get_absolute_url }}">'
        "{{ record.name }}</a>",
        verbose_name=_("Name"),
        orderable=False,
    )

    class Meta:
        model = Area
        fields = ["name", "kind", "code", "households", "surface"]
        orderable = False


AREA_COLUMNS = [
    Column(_("Code"), lambda area: area.code, 18),
    Column(_("Name"), lambda area: area.name, 24),
    Column(_("Level"), lambda area: area.get_kind_display()),
    Column(_("Households"), lambda area: area.households),
    Column(_("Surface (km²)"), lambda area: area.surface),
]


class OrganisationTable(tables.Table):
    """Organisations."""

    name = tables.Column(linkify=True)

    class Meta:
        model = Organisation
        fields = ["name", "sector", "area", "contact_name", "contact_phone", "active"]


ORGANISATION_COLUMNS = [
    Column(_("Name"), lambda row: row.name, 30),
    Column(_("Sector"), lambda row: row.get_sector_display(), 20),
    Column(_("Area"), lambda row: row.area.name, 20),
    Column(_("Contact person"), lambda row: row.contact_name),
    Column(_("Office telephone"), lambda row: row.contact_phone),
    Column(_("Address"), lambda row: row.address, 40),
]


class UserTable(tables.Table):
    """Accounts with what they are members of."""

    full_name = tables.Column(linkify=("communities:user", [tables.A("pk")]))
    last_login = MomentColumn()
    memberships = tables.TemplateColumn(
        "{% for m in record.current_memberships %}{{ m.role }} · {{ m.area }}"
        "{% if not forloop.last %}<br>{% endif %}{% endfor %}",
        verbose_name=_("Works as"),
        orderable=False,
    )

    class Meta:
        model = User
        fields = ["full_name", "username", "job_title", "memberships", "is_active", "last_login"]


class AuditTable(tables.Table):
    """The audit trail."""

    code = tables.TemplateColumn("{{ record.code|audit_label }}", verbose_name=_("Deed"))
    at = MomentColumn()

    class Meta:
        model = AuditEntry
        fields = ["at", "actor", "code", "target_text", "address"]
        order_by = "-at"
        orderable = False


AUDIT_COLUMNS = [
    Column(_("At"), lambda row: row.at, 18),
    Column(_("Who"), lambda row: str(row.actor) if row.actor else ""),
    Column(_("Deed"), lambda row: row.code, 30),
    Column(_("Record"), lambda row: row.target_text, 40),
    Column(_("Changes"), lambda row: str(row.changes), 60),
    Column(_("From address"), lambda row: row.address),
]
