"""What of this room the one box finds."""

import datetime as dt
import re

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from grids.models import Hazard
from grids.models.hazards import HazardQuerySet
from grids.permissions import HAZARD_VIEW
from lib.finding import Finder
from lib.periods import day_start

#: The number on an advice slip: the day of finding and the end of the key (`Hazard.number`).
NUMBER = re.compile(r"(\d{4})(\d{2})(\d{2})-?([0-9a-f]{6})", re.IGNORECASE)


def _rows(user: User) -> HazardQuerySet:
    return Hazard.objects.where_allowed(user, HAZARD_VIEW)


def by_number(user: User, words: str) -> HazardQuerySet | None:
    """Return the hazard with the number of a slip; None when `words` are no such number."""
    match = NUMBER.fullmatch(words)
    if match is None:
        return None
    year, month, day, end = match.groups()
    try:
        found_on = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    that_day = _rows(user).found_between(day_start(found_on), day_start(_day_after(found_on)))
    keys = that_day.order_by().values_list("pk", flat=True)
    return _rows(user).filter(pk__in=[pk for pk in keys if pk.hex.endswith(end.lower())])


def _day_after(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=1)


FINDERS = (
    Finder(
        key="grids.hazard",
        label=_("Hazards"),
        icon="exclamation-diamond",
        permission=HAZARD_VIEW,
        rows=_rows,
        words=("description", "place"),
        also=by_number,
        beside=lambda hazard: hazard.where or str(hazard.area),
        prepare=lambda rows: rows.select_related("premises", "area").order_by("-found_at"),
        list_url="grids:hazards",
    ),
)
