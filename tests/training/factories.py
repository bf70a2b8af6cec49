"""Events, drills and findings with plain defaults."""

import datetime as dt
from typing import Any

from django.utils import timezone

from actions.models import CorrectiveAction
from communities.models import Area
from training.kinds import AudienceAge, AudienceGroup, EventKind
from training.models import AudienceCount, Drill, Event, Material, MaterialIssue
from training.workflow import EventState


def moment(day: str, clock: str = "09:00") -> dt.datetime:
    """Return a moment in the portal's time zone."""
    return timezone.make_aware(dt.datetime.fromisoformat(f"{day}T{clock}"))


def make_event(area: Area, day: str = "2026-03-10", **fields: Any) -> Event:
    """Make a lecture of two hours, held."""
    starts = fields.pop("starts_at", None) or moment(day)
    values = {
        "kind": EventKind.LECTURE,
        "title": "燃气安全讲座",
        "state": EventState.HELD,
        "starts_at": starts,
        "ends_at": starts + dt.timedelta(hours=2),
    }
    return Event.objects.create(area=area, **values | fields)


def count(event: Event, persons: int, **cell: str) -> AudienceCount:
    """Count persons: older women unless said otherwise."""
    values = {"group": AudienceGroup.OLDER, "sex": "2", "age": AudienceAge.OLDER}
    return AudienceCount.objects.create(event=event, persons=persons, **values | cell)


def make_drill(area: Area, day: str = "2026-03-10", **fields: Any) -> Drill:
    """Make a drill with its event."""
    event = make_event(area, day, kind=EventKind.DRILL, title="消防疏散演练", **fields)
    return Drill.objects.create(event=event, kind="operational", scenario="楼道起火")


def make_finding(drill: Drill, due: dt.date, **fields: Any) -> CorrectiveAction:
    """Make an open action of the drill that a caretaker without account is to mend."""
    values = {
        "area": drill.event.area,
        "source_kind": "training.drill",
        "source_key": drill.pk,
        "source": str(drill),
        "found_on": drill.event.day,
        "problem": "楼梯口堆物",
        "action": "清理",
        "owner_name": "物业经理",
    }
    return CorrectiveAction.objects.create(due=due, **values | fields)


def give(event: Event, title: str, copies: int) -> MaterialIssue:
    """Give copies of the event's area's material `title`."""
    material, _made = Material.objects.get_or_create(
        area=event.area, title=title, defaults={"kind": "handbook", "printed": 100}
    )
    return MaterialIssue.objects.create(event=event, material=material, copies=copies)
