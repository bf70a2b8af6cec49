"""The one way to draw small things: badges, numbers that open their rows, icons, histories."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.db.models import Model, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.audit import CODE_LABELS, changes_in_words
from accounts.models import AuditEntry
from communities.models import Attachment
from communities.permissions import ATTACHMENT_ADD, may as user_may, opened_by
from communities.services.attachments import may_open
from communities.sight import Viewer
from lib.files import names_persons
from lib.form_errors import SentPart, problems_of
from lib.forms import UploadField
from lib.help import explained
from lib.marks import badge, distance, icon, number
from lib.masking import mask_number
from lib.record_actions import record_actions, record_panels
from lib.removal import removal_of

register = template.Library()


register.simple_tag(icon)
register.simple_tag(badge)
register.simple_tag(number)
register.filter("distance", distance)
register.filter("opened_by", opened_by)


@register.filter
def may(user: Viewer, permission: str) -> bool:
    """`{% if user|may:"grids.hazard.report" %}`: held anywhere."""
    return user_may(user, permission)


@register.simple_tag
def mail_is_sent() -> bool:
    """`{% mail_is_sent as yes %}`: there is a mail server."""
    return bool(settings.EMAIL_HOST)


@register.simple_tag
def allowed(user: Viewer, permission: str, record: Any) -> bool:
    """`{% allowed user "code" record as yes %}`: held where the record lies."""
    return user_may(user, permission, record)


@register.inclusion_tag("includes/record_actions.html", takes_context=True)
def actions_on(context: dict[str, Any], record: Any) -> dict[str, Any]:
    """Draw the actions that upper rooms hang on the page of a record."""
    user = context["request"].user
    offered = [
        (action, action.url(record))
        for action in record_actions
        if action.record == record._meta.label_lower and action.offered(user, record)
    ]
    return {"offered": offered}


@register.simple_tag(takes_context=True)
def panels_of(context: dict[str, Any], record: Any) -> SafeString:
    """Draw the panels that upper rooms hang on the page of a record."""
    request = context["request"]
    parts = [
        render_to_string(panel.template, found, request)
        for panel in record_panels
        if panel.record == record._meta.label_lower
        and (found := panel.context(request.user, record)) is not None
    ]
    return format_html_join("\n", "{}", ((part,) for part in parts))


@register.inclusion_tag("includes/history.html")
def history(record: Model, limit: int = 20, parts: Iterable[Model] = ()) -> dict[str, Any]:
    """Draw the audit trail of a record, and of rows of one model that are its `parts`."""
    told = _trail_of([record])
    if parts := list(parts):
        told |= _trail_of(parts)
    entries = AuditEntry.objects.filter(told).select_related("actor")[:limit]
    return {
        "entries": [
            (entry, changes_in_words(entry), entry.target_type not in _labels(record))
            for entry in entries
        ]
    }


def _trail_of(records: list[Model]) -> Q:
    """Return the condition "an entry of one of `records`", which are of one model."""
    keys = [str(record.pk) for record in records]
    return Q(target_type__in=_labels(records[0]), target_id__in=keys)


def _labels(record: Model) -> tuple[str, ...]:
    """Return what the trail calls the model, and what it called it before rows moved into it."""
    return (record._meta.label_lower, *getattr(record, "former_labels", ()))


@register.inclusion_tag("includes/error_summary.html")
def error_summary(form: SentPart) -> dict[str, Any]:
    """Draw what is wrong with a form or formset, and with what stands in it."""
    return {"problems": list(problems_of(form)), "files": bool(getattr(form, "files", None))}


@register.inclusion_tag("includes/removal.html", takes_context=True)
def removal(context: dict[str, Any], record: Any) -> dict[str, Any]:
    """Draw the way to delete `record`, where this user may; nothing for a new one or none."""
    stored = isinstance(record, Model) and not record._state.adding
    known = removal_of(record) if stored else None
    user = context["request"].user
    if known is None or not user_may(user, known.permission, record) or known.against(record):
        return {"href": ""}
    return {"href": reverse("communities:record-remove", args=[known.key, record.pk])}


register.simple_tag(explained)


@register.simple_tag
def read(record: Any) -> SafeString:
    """Draw the hidden field by which a button says what its page showed; see `revision_read`."""
    return format_html('<input type="hidden" name="revision" value="{}">', str(record.revision))


@register.filter
def audit_label(code: str) -> Any:
    """Return the words for an audit code."""
    return CODE_LABELS.get(code, code)


@register.inclusion_tag("includes/attachments.html", takes_context=True)
def attachments(context: dict[str, Any], record: Any, *, large: bool = False) -> dict[str, Any]:
    """Draw the files of a record, with a form to add one where the user may.

    `large` shows pictures as large as they are needed to judge by them.
    """
    user = context["request"].user
    files = Attachment.objects.filter(
        target_type__app_label=record._meta.app_label,
        target_type__model=record._meta.model_name,
        target_id=record.pk,
    ).select_related("created_by")
    return {
        "files": [(file, may_open(user, file, record)) for file in files],
        "in_pictures": not names_persons(record._meta.label_lower),
        "large": large,
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
