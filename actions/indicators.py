"""The share of corrective actions that were closed in time."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actions.filters import CLOSED_ON_TIME
from actions.models import CLOSED_IN_TIME, CorrectiveAction
from lib.counting import count_places, on_days
from lib.indicators import (
    PERCENT,
    Asked,
    Direction,
    IndicatorDefinition,
    Measured,
    places_and_periods,
    rows_href,
    share,
)

ON_TIME = "actions.on_time"
NOTHING_DUE = _("No corrective action has fallen due in this period.")


def closed_on_time(
    asked: Sequence[Asked],
    *,
    source: str = "",
    today: dt.date | None = None,
    nothing: str | Promise = NOTHING_DUE,
) -> list[Measured]:
    """Return the share of actions due in each period that were done in time and verified.

    `source` counts only those made of records of one kind. Actions whose day is `today` or later
    are left out: nobody can say yet. `nothing` says why there is no share.
    """
    today = today or timezone.localdate()
    rows = CorrectiveAction.objects.standing().filter(due__lt=today)
    found = count_places(
        rows.of_kind(source) if source else rows,
        places_and_periods(asked),
        within=on_days("due"),
        numbers={"due": Q(), "on time": CLOSED_IN_TIME},
    )
    yesterday = today - dt.timedelta(days=1)
    more = {"source": source} if source else {}
    return [
        share(
            found.of("on time", area, period),
            found.of("due", area, period),
            href=rows_href(
                "actions:actions",
                area,
                period,
                state=CLOSED_ON_TIME,
                end=min(period.last_day, yesterday),
                **more,
            ),
            nothing=nothing,
        )
        for _key, area, period in asked
    ]


DEFINITIONS = [
    IndicatorDefinition(
        key=ON_TIME,
        name=_("Corrective actions closed on time"),
        unit=PERCENT,
        definition=_(
            "Corrective actions, whatever they come from, that were done on or before their day "
            "and verified by another person, as a share of those that have fallen due."
        ),
        numerator=_("actions due in the period, done on or before that day and verified"),
        denominator=_("actions due in the period and before today, without those not pursued"),
        direction=Direction.HIGHER,
        count=closed_on_time,
        digits=1,
    ),
]
