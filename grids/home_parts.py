"""The round of the day of a grid worker, and the month's own figures."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.permissions import may
from grids.models import Hazard, Inspection
from grids.permissions import HAZARD_REPORT, INSPECTION_ADD
from grids.rounds import premises_due_for, round_of, walks_a_round
from lib.home import Figure, HomePart, OwnFigure
from lib.periods import Period


def day_round(user: User) -> dict[str, Any] | None:
    """The visits of today in the order of the way, for who inspects in grids only."""
    if not walks_a_round(user):
        return None
    stops = [
        {
            "name": str(stop.premises),
            "url": reverse("grids:inspection-new", args=[stop.premises.pk]),
            "address": stop.premises.address or str(stop.premises.area),
            "metres": stop.metres,
            "due": stop.premises.due_on,
        }
        for stop in round_of(user)
    ]
    due = premises_due_for(user).order_by().count() if stops else 0
    return {"stops": stops, "due": due, "all": reverse("grids:inspect")}


def inspections(user: User, today: dt.date) -> Figure | None:
    """Premises that the user inspected this month."""
    if not may(user, INSPECTION_ADD):
        return None
    month = Period.containing(today)
    rows = Inspection.objects.where_allowed(user, INSPECTION_ADD).filter(inspector=user)
    count = rows.started_between(month.start, month.end).order_by().count()
    query = f"inspector={user.pk}&start={month.start}&end={month.last_day}"
    return Figure(count, f"{reverse('grids:inspections')}?{query}") if count else None


def hazards(user: User, today: dt.date) -> Figure | None:
    """Hazards that the user found this month."""
    if not may(user, HAZARD_REPORT):
        return None
    month = Period.containing(today)
    rows = Hazard.objects.where_allowed(user, HAZARD_REPORT).filter(found_by=user)
    count = rows.found_between(month.start, month.end).order_by().count()
    query = f"inspector={user.pk}&start={month.start}&end={month.last_day}"
    return Figure(count, f"{reverse('grids:hazards')}?{query}") if count else None


HOME_PARTS = [
    HomePart(
        key="grids.round",
        template="grids/home_round.html",
        find=day_round,
        rooms=("grids", "premises", "communities"),
    ),
]
OWN_FIGURES = [
    OwnFigure(
        key="grids.inspections",
        label=_("Inspections by me"),
        find=inspections,
        rooms=("grids", "communities"),
    ),
    OwnFigure(
        key="grids.hazards",
        label=_("Hazards found by me"),
        find=hazards,
        rooms=("grids", "communities"),
    ),
]
