"""Until when a hazard must be rectified."""

import datetime as dt

from django.db.models import Q

from grids.models import Hazard, TimeLimit
from grids.working_days import add_working_days


def limits_by_grade(category: str | None = None) -> dict[str, TimeLimit]:
    """Return the limit for each grade; one of the category goes before the general one."""
    rows = TimeLimit.objects.filter(Q(category=None) | Q(category=category))
    own_last = sorted(rows, key=lambda limit: limit.category_id is not None)
    return {limit.grade: limit for limit in own_last}


def suggested_deadline(category: str, grade: str, day: dt.date) -> dt.date | None:
    """Return the deadline of a hazard found on `day`; None when no limit is set."""
    limit = limits_by_grade(category).get(grade)
    return add_working_days(day, limit.working_days) if limit else None


def latest_deadline(hazard: Hazard, found_on: dt.date) -> dt.date | None:
    """Return the last day that an extension may reach; None when there is no bound."""
    limit = limits_by_grade(hazard.category_id).get(hazard.grade)
    if limit is None or limit.at_most is None:
        return None
    return add_working_days(found_on, limit.at_most)
