"""States of a report and the moves between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lib.workflow import Move
from reports.permissions import RUN_MAKE, RUN_REVIEW, RUN_SIGN, RUN_WITHDRAW


class RunState(models.TextChoices):
    """How far a report has come."""

    COMPUTING = "computing", _("being computed")
    DRAFT = "draft", _("draft")
    REVIEWED = "reviewed", _("reviewed")
    SIGNED = "signed", _("signed")
    WITHDRAWN = "withdrawn", _("withdrawn")

    @property
    def tone(self) -> str:
        """Colour of the badge."""
        return {
            "computing": "secondary",
            "draft": "warning",
            "reviewed": "info",
            "signed": "success",
            "withdrawn": "danger",
        }[self.value]


COMPUTED = Move(
    sources=(RunState.COMPUTING,),
    target=RunState.DRAFT,
    permission=RUN_MAKE,
    label=_("report computed"),
    audit_code="reports.run.computed",
)
#: A draft may be computed anew (figures came late); its texts are kept.
RECOMPUTE = Move(
    sources=(RunState.DRAFT,),
    target=RunState.COMPUTING,
    permission=RUN_MAKE,
    label=_("report computed again"),
    audit_code="reports.run.recomputed",
)
#: Who wrote a text of it neither reviews nor signs. Asking for a report writes nothing in it: its
#: figures are the portal's.
REVIEW = Move(
    sources=(RunState.DRAFT,),
    target=RunState.REVIEWED,
    permission=RUN_REVIEW,
    label=_("report reviewed"),
    audit_code="reports.run.reviewed",
    not_by=("written_by",),
)
#: The committee wants the words changed.
SEND_BACK = Move(
    sources=(RunState.REVIEWED,),
    target=RunState.DRAFT,
    permission=RUN_REVIEW,
    label=_("report sent back"),
    audit_code="reports.run.returned",
    needs_reason=True,
)
#: Whoever is to sign does not agree: it goes back to its writers instead.
DECLINE = Move(
    sources=(RunState.REVIEWED,),
    target=RunState.DRAFT,
    permission=RUN_SIGN,
    label=_("signature declined"),
    audit_code="reports.run.declined",
    needs_reason=True,
)
SIGN = Move(
    sources=(RunState.REVIEWED,),
    target=RunState.SIGNED,
    permission=RUN_SIGN,
    label=_("report sealed"),
    audit_code="reports.run.sealed",
    not_by=("reviewed_by", "written_by"),
)
#: A signed report is never reopened; it can only be withdrawn, or corrected by a new version.
WITHDRAW = Move(
    sources=(RunState.DRAFT, RunState.REVIEWED, RunState.SIGNED),
    target=RunState.WITHDRAWN,
    permission=RUN_WITHDRAW,
    label=_("report withdrawn"),
    audit_code="reports.run.withdrawn",
    needs_reason=True,
)
MOVES = (COMPUTED, RECOMPUTE, REVIEW, SEND_BACK, DECLINE, SIGN, WITHDRAW)
