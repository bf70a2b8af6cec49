"""Who is told what of hazards: who has to see to them, who verifies, whose work was judged."""

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from django.conf import settings
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import ngettext, override

from accounts.models import User
from communities.models import Area
from communities.responsible import in_charge_of, who_may
from communities.working_days import horizon, work_calendar
from grids.models import Hazard, HazardState, HazardStep
from grids.permissions import HAZARD_MANAGE, HAZARD_RECTIFY, HAZARD_REPORT, INSPECTION_ADD
from grids.workflow import MOVES, Action
from lib.notice_kinds import (
    APPROVED,
    DUE,
    HANDED_OVER,
    OVERDUE,
    RETURNED,
    REVIEW,
    DueList,
    StepNotice,
    Telling,
    people,
)
from premises.models import Premises

DAY = dt.timedelta(days=1)
#: What has been overdue longer was told before; it stands on the home page until it is done.
TOLD_BACK = dt.timedelta(days=7)


def _who_sees_to(hazard: Hazard, _step: HazardStep) -> list[User]:
    return in_charge_of(hazard.area, HAZARD_REPORT, HAZARD_RECTIFY)


def _who_verifies(hazard: Hazard, _step: HazardStep) -> list[User]:
    return who_may(hazard, MOVES[Action.VERIFY])


def _who_rectified(hazard: Hazard, _step: HazardStep) -> list[User]:
    """Return who reported it as rectified: a hazard sent back has forgotten it."""
    steps = hazard.steps.filter(target=HazardState.RECTIFIED).select_related("actor")
    last = steps.order_by("-at", "-id").first()
    return people(last.actor) if last else []


STEP_NOTICES = [
    StepNotice(
        key="grids.advised",
        kind=HANDED_OVER,
        moves=(MOVES[Action.ADVISE],),
        to=_who_sees_to,
    ),
    StepNotice(
        key="grids.rectified",
        kind=REVIEW,
        moves=(MOVES[Action.RECTIFY], MOVES[Action.FIX_ON_SPOT]),
        to=_who_verifies,
    ),
    StepNotice(
        key="grids.sent-back",
        kind=RETURNED,
        moves=(MOVES[Action.SEND_BACK],),
        to=_who_rectified,
    ),
    StepNotice(
        key="grids.verified",
        kind=APPROVED,
        moves=(MOVES[Action.VERIFY],),
        to=_who_rectified,
    ),
]


def hazards_due(day: dt.date) -> Iterator[Telling]:
    """Tell who sees to them of hazards due today (with the rest days behind it) and tomorrow.

    Each is told on both mornings.
    """
    days = horizon(day)
    for hazard, users in _with_people(day, days.tomorrow, HAZARD_REPORT, HAZARD_RECTIFY):
        when = "today" if hazard.deadline and hazard.deadline <= days.until else "tomorrow"
        yield Telling(to=users, about=hazard, once=f"{hazard.deadline} {when}")


def hazards_overdue(day: dt.date) -> Iterator[Telling]:
    """Tell of hazards that became overdue who sees to them and who manages them there."""
    last = day - dt.timedelta(days=1)
    for permissions in ((HAZARD_REPORT, HAZARD_RECTIFY), (HAZARD_MANAGE,)):
        for hazard, users in _with_people(day - TOLD_BACK, last, *permissions):
            yield Telling(to=users, about=hazard, once=str(hazard.deadline))


def visits_due(day: dt.date) -> Iterator[Telling]:
    """Tell on working days whose round it is how many premises are due, when some became due.

    One notice for each person, however many premises and grids: it leads to the list of them.
    """
    if not work_calendar().is_working_day(day):
        return
    due = Premises.objects.due(day).inspectable()
    counts, before = _by_area(due), _by_area(Premises.objects.due(day - DAY).inspectable())
    places = Area.objects.in_bulk(counts)
    own: dict[User, list[Area]] = {}
    for place in places.values():
        for user in in_charge_of(place, INSPECTION_ADD):
            own.setdefault(user, []).append(place)
    for user, areas in own.items():
        if all(counts[area.pk] <= before.get(area.pk, 0) for area in areas):
            continue
        number = sum(counts[area.pk] for area in areas)
        with override(settings.LANGUAGE_CODE):
            words = ngettext("%d premises to visit", "%d premises to visit", number) % number
        place = min(areas, key=lambda one: one.path)
        path = reverse("grids:inspect")
        yield Telling(to=[user], about=place, once=f"visits {day}", words=words, path=path)


def _by_area(rows: QuerySet[Premises]) -> dict[UUID, int]:
    counted = rows.order_by().values("area").annotate(number=Count("pk"))
    return {row["area"]: row["number"] for row in counted}


def _with_people(
    first: dt.date, last: dt.date, *permissions: str
) -> Iterator[tuple[Hazard, list[User]]]:
    """Yield hazards that are not rectified and due in these days, with the nearest people."""
    known: dict[UUID, list[User]] = {}
    rows = Hazard.objects.unrectified().filter(deadline__range=(first, last))
    for hazard in rows.select_related("area", "premises").order_by("deadline", "pk"):
        if hazard.area_id not in known:
            known[hazard.area_id] = in_charge_of(hazard.area, *permissions)
        yield hazard, known[hazard.area_id]


DUE_LISTS = [
    DueList(key="grids.due", kind=DUE, find=hazards_due),
    DueList(key="grids.overdue", kind=OVERDUE, find=hazards_overdue),
    DueList(key="grids.visits", kind=DUE, find=visits_due),
]
