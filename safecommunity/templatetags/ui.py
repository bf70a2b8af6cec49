"""The one way to draw small things: badges, numbers that open their rows, icons, histories."""

from typing import Any

from django import template
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import template_localtime
from django_tables2 import Table
from django_tables2.rows import BoundRow

from accounts.audit import CHANGE_LABELS, CODE_LABELS
from accounts.models import AuditEntry
from communities.models import Attachment
from communities.permissions import ATTACHMENT_ADD, may as user_may
from safecommunity.lib.forms import UploadField
from safecommunity.lib.masking import mask_number
from safecommunity.lib.navigation import permission_of
from safecommunity.lib.numerals import Number, format_number

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw a Bootstrap icon; without a label it is decoration and hidden from screen readers."""
    if label:
        return format_html('<i class="bi bi-{}" role="img" aria-label="{}"></i>', name, label)
    return format_html('<i class="bi bi-{}" aria-hidden="true"></i>', name)


@register.simple_tag
def badge(text: Any, tone: str = "secondary") -> SafeString:
    """Draw a state as a badge in a Bootstrap tone."""
    return format_html('<span class="badge tone-{}">{}</span>', tone, text)


@register.simple_tag
def number(value: Number | None, digits: int = 0, href: str = "") -> SafeString:
    """Draw a number, rounded as in the reports; with `href` it opens its rows. None is a dash."""
    text = "–" if value is None else format_number(value, digits=digits)
    if href and value is not None:
        return format_html('<a class="num" href="{}">{}</a>', href, text)
    return format_html('<span class="num">{}</span>', text)


@register.simple_tag
def table_rows(table: Table) -> SafeString:
    """Draw the rows of the table's page; on a phone each cell bears its column's heading.

    In Python, because a template that asks for attributes and heading at every cell takes a third
    of a list's time. So attributes of cells are the column's, the same in all rows.
    """
    columns = [
        (column.name, column.attrs["td"].as_html(), column.header) for column in table.columns
    ]
    return format_html_join(
        "\n",
        "<tr {}>{}</tr>",
        ((row.attrs.as_html(), _cells(row, columns)) for row in table.paginated_rows),
    )


def _cells(row: BoundRow, columns: list[tuple[str, SafeString, str]]) -> SafeString:
    return format_html_join(
        "",
        '<td {} data-label="{}">{}</td>',
        (
            (attributes, heading, localize(template_localtime(row.get_cell(name))))
            for name, attributes, heading in columns
        ),
    )


@register.filter
def may(user: Any, permission: str) -> bool:
    """`{% if user|may:"grids.hazard.report" %}`: held anywhere."""
    return user_may(user, permission)


@register.filter
def opened_by(href: str, user: Any) -> str:
    """Return `href` when its page opens for `user`, else nothing: no link leads to a refusal."""
    permission = permission_of(href.partition("?")[0])
    return href if permission is None or user_may(user, permission) else ""


@register.simple_tag
def allowed(user: Any, permission: str, record: Any) -> bool:
    """`{% allowed user "code" record as yes %}`: held where the record lies."""
    return user_may(user, permission, record)


@register.inclusion_tag("includes/history.html")
def history(record: Any, limit: int = 20) -> dict[str, Any]:
    """Draw the audit trail of a record."""
    entries = AuditEntry.objects.filter(
        target_type=record._meta.label_lower, target_id=str(record.pk)
    ).select_related("actor")[:limit]
    fields = {field.name: field for field in record._meta.concrete_fields}
    return {"entries": [(entry, _shown_changes(entry, fields)) for entry in entries]}


def _shown_changes(entry: AuditEntry, fields: dict[str, Any]) -> list[tuple[Any, Any, Any]]:
    """Return (field, before, after) in words: the entry keeps codes, which outlive their names."""
    return [
        (
            getattr(fields.get(name), "verbose_name", CHANGE_LABELS.get(name, name)),
            *(_shown(fields.get(name), one) for one in pair),
        )
        for name, pair in entry.changes.items()
    ]


def _shown(field: Any, value: Any) -> Any:
    return dict(getattr(field, "flatchoices", ())).get(value, value)


@register.filter
def audit_label(code: str) -> Any:
    """Return the words for an audit code."""
    return CODE_LABELS.get(code, code)


@register.inclusion_tag("includes/attachments.html", takes_context=True)
def attachments(context: dict[str, Any], record: Any) -> dict[str, Any]:
    """Draw the files of a record, with a form to add one where the user may."""
    user = context["request"].user
    files = Attachment.objects.filter(
        target_type__app_label=record._meta.app_label,
        target_type__model=record._meta.model_name,
        target_id=record.pk,
    ).select_related("created_by")
    return {
        "files": files,
        "record": record,
        "target_type": record._meta.label_lower,
        "may_attach": user_may(user, ATTACHMENT_ADD, record)
        and not getattr(record, "files_locked", False),
        "upload": UploadField(),
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def masked_number(number: str) -> str:
    """Show a telephone or identity number with its middle hidden."""
    return mask_number(number)
