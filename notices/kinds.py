"""The kinds of notices that several rooms tell; a room may declare kinds of its own.

`title` is what leaves the portal: nobody's name, no address, no number of a record.
"""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from communities.roles import ADMINISTRATOR, COMMITTEE, COMMUNITY, GRID_WORKER, OFFICE
from lib.notice_kinds import (
    APPROVED,
    DUE,
    EXPORT_READY,
    FAILED,
    HANDED_OVER,
    IMPORT_DONE,
    OVERDUE,
    RETURNED,
    REVIEW,
    SIGNED,
    TO_SIGN,
    NoticeKind,
)

FIELD = (COMMUNITY, GRID_WORKER)

KINDS = [
    NoticeKind(
        key=OVERDUE,
        label=pgettext_lazy("notice", "Overdue"),
        title=_("Something in your care is overdue."),
        icon="alarm",
        tone="danger",
        outside=(OFFICE, *FIELD),
    ),
    NoticeKind(
        key=DUE,
        label=pgettext_lazy("notice", "Falls due"),
        title=_("Something in your care falls due today or tomorrow."),
        icon="hourglass-split",
        tone="warning",
        outside=FIELD,
    ),
    NoticeKind(
        key=HANDED_OVER,
        label=pgettext_lazy("notice", "Handed over to you"),
        title=_("Something was handed over to you."),
        icon="box-arrow-in-right",
        outside=FIELD,
    ),
    NoticeKind(
        key=REVIEW,
        label=pgettext_lazy("notice", "Waits for your judgement"),
        title=_("Something waits for you to look at it."),
        icon="patch-check",
        outside=(OFFICE, COMMUNITY),
    ),
    NoticeKind(
        key=TO_SIGN,
        label=pgettext_lazy("notice", "To be signed"),
        title=_("A report waits for your signature."),
        icon="pen",
        outside=(COMMITTEE,),
    ),
    NoticeKind(
        key=RETURNED,
        label=pgettext_lazy("notice", "Returned"),
        title=_("Something was returned to you."),
        icon="arrow-return-left",
        tone="warning",
        outside=(OFFICE, *FIELD),
    ),
    NoticeKind(
        key=APPROVED,
        label=pgettext_lazy("notice", "Approved"),
        title=_("What you handed in was approved."),
        icon="check-circle",
        tone="success",
    ),
    NoticeKind(
        key=SIGNED,
        label=pgettext_lazy("notice", "Signed"),
        title=_("A report was signed."),
        icon="award",
        tone="success",
    ),
    NoticeKind(
        key=FAILED,
        label=pgettext_lazy("notice", "Failed"),
        title=_("Work in the background failed."),
        icon="exclamation-octagon",
        tone="danger",
        outside=(ADMINISTRATOR, OFFICE),
    ),
    NoticeKind(
        key=EXPORT_READY,
        label=pgettext_lazy("notice", "Export ready"),
        title=_("An export is ready."),
        icon="download",
        tone="success",
    ),
    NoticeKind(
        key=IMPORT_DONE,
        label=pgettext_lazy("notice", "Import done"),
        title=_("An import waits for you or is done."),
        icon="file-earmark-check",
        tone="success",
    ),
]
