"""States of a report and who may follow whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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


MOVES: dict[RunState, set[RunState]] = {
    RunState.COMPUTING: {RunState.DRAFT},
    # A draft may be computed anew (figures came late); its texts are kept.
    RunState.DRAFT: {RunState.COMPUTING, RunState.REVIEWED, RunState.WITHDRAWN},
    # Back to draft: the committee wants the words changed.
    RunState.REVIEWED: {RunState.DRAFT, RunState.SIGNED, RunState.WITHDRAWN},
    # A signed report is never reopened; it can only be withdrawn, or corrected by a new version.
    RunState.SIGNED: {RunState.WITHDRAWN},
    RunState.WITHDRAWN: set(),
}
