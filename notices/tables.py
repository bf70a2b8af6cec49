"""Columns of this room's lists."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from lib.jobs import JobState
from lib.marks import badge, icon
from lib.table import Column, Table, words_for
from notices.models import Delivery, Notice


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


TONES = {
    JobState.WAITING: "warning",
    JobState.RUNNING: "info",
    JobState.DONE: "success",
    JobState.FAILED: "danger",
}


def _state(row: Delivery) -> SafeString:
    return badge(words_for(JobState)[row.job_state], TONES[JobState(row.job_state)])


DELIVERY_TABLE = Table(
    columns=(
        Column(
            gettext_lazy("Kind"),
            lambda row: str(row.declared.label if row.declared else row.kind),
            name="kind",
            order=("kind",),
        ),
        Column(gettext_lazy("Channel"), lambda row: str(row.channel)),
        Column(
            pgettext_lazy("of a message", "To"),
            lambda row: str(row.user) if row.user_id else _("the group"),
        ),
        Column(
            gettext_lazy("State"),
            lambda row: str(words_for(JobState)[row.job_state]),
            draw=_state,
            phone="badge",
        ),
        Column(gettext_lazy("At"), lambda row: row.at, 18, name="at", order=("at",)),
        Column(
            gettext_lazy("Not before"),
            lambda row: row.not_before if row.job_state == JobState.WAITING else None,
            18,
        ),
        Column(gettext_lazy("Answer"), lambda row: row.answer, 40, css="roomy"),
    ),
    more=(Column(gettext_lazy("Tries"), lambda row: row.attempts),),
    order=("-at",),
)
