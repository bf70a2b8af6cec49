"""Which events a street holds in three years: a rhythm by month, more of everything by scale."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from communities.models import Area
from lib.demo import DemoContext
from training.kinds import Campaign, EventKind, EventKind as K

#: How far the plan reaches beyond the history.
AHEAD = dt.timedelta(days=45)
LECTURES_A_MONTH = 3


@dataclass(frozen=True)
class Plan:
    """An event to be: when it begins, how long it takes, where, of what type."""

    starts_at: dt.datetime
    hours: int
    area: Area
    kind: str
    campaign: str = ""


def plans(context: DemoContext) -> list[Plan]:
    """Return the plans of the whole time, by date, as many as the scale asks for."""
    once = [plan for month in _months(context) for plan in _month(context, month)]
    whole, part = divmod(context.affairs, 1)
    found = once * int(whole) + context.rng.sample(once, int(len(once) * part))
    return sorted(found, key=lambda plan: plan.starts_at)


def _months(context: DemoContext) -> Iterator[dt.date]:
    month = context.start.replace(day=1)
    while month < context.end + AHEAD:
        yield month
        month = (month + dt.timedelta(days=32)).replace(day=1)


def _month(context: DemoContext, month: dt.date) -> Iterator[Plan]:
    street, communities = context.street, context.communities
    last = context.end + AHEAD
    for kind, area, campaign in [
        *((kind, street, "") for kind in _of_street(month.month)),
        *_of_communities(context, month.month),
    ]:
        day = month + dt.timedelta(days=context.rng.randrange(28))
        if context.start <= day < last and communities:
            yield Plan(_at(context, day), context.rng.choice((1, 2, 2, 3)), area, kind, campaign)


def _of_street(month: int) -> Iterator[str]:
    yield from (K.GRID_MONTHLY, K.SELF_MEDIA)
    if month % 3 == 0:
        yield from (K.JOINT_MEETING, K.SPECIAL_CONFERENCE)
    if month in {4, 10}:
        yield from (K.ENTERPRISE_HEADS, K.KEY_STAFF)
    yearly = {
        1: K.ANNUAL_CONFERENCE,
        3: K.STAFF_WIDE,
        5: K.STUDY_VISIT,
        6: K.DRILL,
        8: K.EXCHANGE,
        9: K.EXPERT_DIAGNOSIS,
    }
    if month in yearly:
        yield yearly[month]


def _of_communities(context: DemoContext, month: int) -> Iterator[tuple[str, Any, str]]:
    rng, communities = context.rng, context.communities
    for _turn in range(min(LECTURES_A_MONTH, len(communities) * LECTURES_A_MONTH)):
        yield K.LECTURE, rng.choice(communities), ""
    if month % 4 == 1:
        yield K.FORUM, rng.choice(communities), ""
    if month % 3 == 2:
        yield rng.choice((K.PRE_JOB, K.POST_DUTY)), rng.choice(communities), ""
    seasons: dict[int, list[tuple[EventKind, str]]] = {
        2: [(K.LETTER_SIGNING, "")],
        4: [(K.OUTDOOR, Campaign.HEALTH_MONTH)],
        5: [(K.DRILL, Campaign.DISASTER_WEEK)],
        6: [(K.CAMPAIGN, Campaign.SAFETY_MONTH), (K.DISTRIBUTION, Campaign.SAFETY_MONTH)],
        11: [(K.CAMPAIGN, Campaign.FIRE_MONTH), (K.DRILL, Campaign.FIRE_MONTH)],
    }
    for area in communities:
        for kind, campaign in seasons.get(month, []):
            yield kind, area, campaign


def _at(context: DemoContext, day: dt.date) -> dt.datetime:
    hour, minute = context.rng.choice((9, 9, 10, 14, 14, 15)), context.rng.choice((0, 0, 30))
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))
