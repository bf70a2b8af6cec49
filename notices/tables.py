"""Columns of this room's lists."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from lib.marks import icon
from lib.table import Column, Table
from notices.models import Notice


def _what(row: Notice) -> SafeString:
    """Draw the record as a link; what was not read stands out, in words too."""
    if row.read:
        return format_html('<a href="{}">{}</a>', row.get_absolute_url(), row.text)
    return format_html(
        '<a class="unread" href="{}">{}<span class="visually-hidden"> {}</span></a>',
        row.get_absolute_url(),
        row.text,
        _("unread"),
    )


def _kind(row: Notice) -> SafeString:
    kind = row.declared
    if kind is None:
        return format_html("{}", row.kind)
    return format_html(
        '<span class="badge tone-{}">{} {}</span>', kind.tone, icon(kind.icon), kind.label
    )


NOTICE_TABLE = Table(
    columns=(
        Column(pgettext_lazy("notice", "What"), lambda row: row.text, 44, draw=_what),
        Column(
            gettext_lazy("Kind"),
            lambda row: str(row.declared.label if row.declared else row.kind),
            name="kind",
            order=("kind",),
            draw=_kind,
            phone="badge",
        ),
        Column(gettext_lazy("By"), lambda row: str(row.by or _("the portal"))),
        Column(gettext_lazy("At"), lambda row: row.at, 18, name="at", order=("at",)),
    ),
    order=("read", "-at"),
)
