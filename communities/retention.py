"""How long things are kept that hold personal data and are only on their way.

They are kept no longer than needed (PIPL, article 19); what "needed" means the office says, within
bounds. The audit trail is never removed, nor are records.
"""

import datetime as dt
from dataclasses import dataclass

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, kw_only=True)
class Period:
    """Something with the days for which it is kept: by default, at least, at most."""

    key: str
    label: str | Promise
    sentence: str | Promise
    default: int
    least: int
    most: int

    @property
    def days(self) -> int:
        """The days that the office has set: one statement, of a task or a page that says so."""
        rows = apps.get_model("communities", "RetentionPeriod")._default_manager
        days = rows.filter(code=self.key).values_list("days", flat=True).first()
        return self.default if days is None else min(max(days, self.least), self.most)

    @property
    def time(self) -> dt.timedelta:
        """The same as a span of time."""
        return dt.timedelta(days=self.days)


EXPORTS = Period(
    key="exports",
    label=_("Exports"),
    sentence=_("Large lists that were made in the background, from their request on."),
    default=7,
    least=1,
    most=30,
)
BOUNDARIES = Period(
    key="boundaries",
    label=_("Files of boundaries"),
    sentence=_("Files that were looked at and not taken over."),
    default=7,
    least=1,
    most=30,
)
DRAFTS = Period(
    key="drafts",
    label=_("Drafts of forms"),
    sentence=_("What somebody has typed into a long form and not saved, from the last change on."),
    default=30,
    least=7,
    most=90,
)
#: Refused rows are corrected for thirty days: their cells must be there so long.
IMPORTS = Period(
    key="imports",
    label=_("Workbooks that were imported"),
    sentence=_("Workbooks with their cells, from the last step on; their records stay."),
    default=30,
    least=30,
    most=365,
)
PERIODS = {one.key: one for one in (IMPORTS, DRAFTS, EXPORTS, BOUNDARIES)}
