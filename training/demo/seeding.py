"""Rows of the demonstration data, written in bulk."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone

from communities.models import Area, Organisation, Sex
from communities.roles import COMMUNITY, OFFICE
from lib import bulk
from lib.demo import DemoContext
from programmes.models import Project
from training.demo import words
from training.demo.drills import DrillRows, drill_rows
from training.demo.plans import Plan, plans
from training.kinds import AudienceAge, EventKind
from training.models import (
    AudienceCount,
    Event,
    EventStep,
    Material,
    MaterialIssue,
)
from training.workflow import TOOK_PLACE, EventState

BANDS = (AudienceAge.CHILD, AudienceAge.ADULT, AudienceAge.OLDER)
#: Within this many days after an event its write-up may still be missing.
SLOW = 20
#: At most this part of what was printed is given at one event, so that stocks last.
COPIES_SHARE = 120


@dataclass
class Rows:
    """Rows to write, by table, in the order in which they must be written."""

    events: list[Event] = field(default_factory=list)
    steps: list[EventStep] = field(default_factory=list)
    counts: list[AudienceCount] = field(default_factory=list)
    issues: list[MaterialIssue] = field(default_factory=list)
    co_hosts: list[Any] = field(default_factory=list)
    drills: DrillRows = field(default_factory=DrillRows)

    def write(self) -> None:
        """Write all rows."""
        drills = self.drills
        for rows in (
            self.events,
            self.steps,
            self.counts,
            self.issues,
            self.co_hosts,
            drills.drills,
            drills.moments,
            drills.scores,
            drills.findings,
            drills.steps,
        ):
            bulk.insert(rows)


@dataclass(frozen=True)
class Stage:
    """What every event is made from."""

    context: DemoContext
    now: dt.datetime
    materials: list[Material]
    hosts: list[Organisation]
    projects: list[Project]

    def actor(self, event: Event) -> Any:
        """Return who records the event: community staff in a community, else the office."""
        role = COMMUNITY if event.area_id != self.context.street.pk else OFFICE
        people = self.context.users.get(role) or self.context.users.get(OFFICE) or [None]
        return people[0]

    def hosts_of(self, area: Area, sectors: tuple[str, ...]) -> list[Organisation]:
        """Return the organisations of `sectors` that work in `area`."""
        return [one for one in self.hosts if one.sector in sectors and one.area.contains(area)]


def seed(context: DemoContext) -> None:
    """Write three years of events with audiences, materials, and drills with findings."""
    stage = Stage(
        context=context,
        now=min(timezone.now(), _midnight(context.end)),
        materials=_materials(context),
        hosts=list(
            Organisation.objects.in_area(context.street).select_related("area").order_by("name")
        ),
        projects=list(
            Project.objects.filter(area=context.street, running_from__isnull=False).order_by("code")
        ),
    )
    rows = Rows()
    for plan in plans(context):
        _add_event(stage, rows, plan)
    rows.write()


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _materials(context: DemoContext) -> list[Material]:
    """Write the street's materials, printed in numbers that suit the scale."""
    factor = max(context.affairs, 0.1)
    return Material.objects.bulk_create(
        Material(
            area=context.street, title=title, kind=kind, unit=unit, printed=int(printed * factor)
        )
        for title, kind, unit, printed in words.MATERIALS
    )


def _add_event(stage: Stage, rows: Rows, plan: Plan) -> None:
    rng = stage.context.rng
    template = rng.choice(words.DRILLS) if plan.kind == EventKind.DRILL else None
    titles, groups = words.TEMPLATES[plan.kind]
    title = template.title if template else rng.choice(titles)
    hosts = stage.hosts_of(plan.area, template.hosts if template else words.HOSTS)
    event = Event(
        area=plan.area,
        kind=plan.kind,
        title=f"{plan.area.name}{title}",
        topic=words.TOPICS.get(EventKind(plan.kind), ""),
        campaign=plan.campaign,
        place=template.place if template else _place(stage, plan.area),
        starts_at=plan.starts_at,
        ends_at=plan.starts_at + dt.timedelta(hours=plan.hours),
        host=rng.choice(hosts) if hosts and rng.random() < 0.7 else None,
        trainers=_trainer(title) if rng.random() < 0.6 else "",
    )
    event.project = _project(stage, event)
    event.created_by = stage.actor(event)
    event.state = _state(stage, event)
    rows.events.append(event)
    rows.steps += _steps(stage, event)
    _add_co_host(stage, rows, event, hosts)
    if event.state in TOOK_PLACE:
        _add_result(stage, rows, event, template.audience if template else groups)
        if template:
            rows.drills.extend(drill_rows(stage, event, template))


def _place(stage: Stage, area: Area) -> str:
    """What the street holds is held in its own house."""
    if area.pk == stage.context.street.pk:
        return words.STREET_PLACE
    return stage.context.rng.choice(words.PLACES)


def _trainer(title: str) -> str:
    """Return who teaches what the title speaks of."""
    fitting = (name for word, name in words.TRAINERS.items() if word in title)
    return next(fitting, words.ANY_TRAINER)


def _project(stage: Stage, event: Event) -> Project | None:
    """Return a project of the domain that the title speaks of, if one was running on that day."""
    domains = {domain for word, domain in words.DOMAINS.items() if word in event.title}
    return next(
        (
            one
            for one in stage.projects
            if one.domain in domains
            and one.running_from is not None
            and one.running_from <= event.day
            and (one.running_to is None or event.day < one.running_to)
        ),
        None,
    )


def _state(stage: Stage, event: Event) -> str:
    chance = stage.context.rng.random()
    if event.ends_at > stage.now:
        return EventState.PLANNED
    if chance < 0.02:
        return EventState.CANCELLED
    if stage.now - event.ends_at < dt.timedelta(days=SLOW) and chance < 0.6:
        return EventState.PLANNED if chance < 0.2 else EventState.HELD
    return EventState.WRITTEN_UP


def _steps(stage: Stage, event: Event) -> list[EventStep]:
    """Return the steps that lead to the event's state, each at a plausible time."""
    ways = {
        EventState.PLANNED: [EventState.PLANNED],
        EventState.CANCELLED: [EventState.PLANNED, EventState.CANCELLED],
        EventState.HELD: [EventState.PLANNED, EventState.HELD],
        EventState.WRITTEN_UP: [EventState.PLANNED, *TOOK_PLACE],
    }
    times = {
        EventState.PLANNED: event.starts_at - dt.timedelta(days=10),
        EventState.CANCELLED: event.starts_at - dt.timedelta(days=1),
        EventState.HELD: event.ends_at + dt.timedelta(minutes=30),
        EventState.WRITTEN_UP: event.ends_at + dt.timedelta(days=stage.context.rng.randint(1, 9)),
    }
    reason = stage.context.rng.choice(words.CANCEL_REASONS)
    found, source = [], ""
    for target in ways[EventState(event.state)]:
        note = reason if target == EventState.CANCELLED else ""
        at = min(times[target], stage.now)
        found.append(
            EventStep(
                event=event, at=at, actor=event.created_by, source=source, target=target, note=note
            )
        )
        source = target
    return found


def _add_co_host(stage: Stage, rows: Rows, event: Event, hosts: list[Organisation]) -> None:
    others = [one for one in hosts if one.pk != event.host_id]
    if others and stage.context.rng.random() < 0.3:
        chosen = stage.context.rng.choice(others)
        rows.co_hosts.append(Event.co_hosts.through(event=event, organisation=chosen))


def _add_result(
    stage: Stage, rows: Rows, event: Event, groups: Sequence[tuple[str, int, int]]
) -> None:
    rng = stage.context.rng
    if event.state == EventState.WRITTEN_UP:
        event.summary = rng.choice(words.SUMMARIES)
        event.follow_up = rng.choice(words.FOLLOW_UPS)
        event.cost = Decimal(rng.randrange(0, 60) * 50)
    for group, least, most in groups:
        rows.counts += _counts(stage, event, group, rng.randint(least, most))
    outreach = event.kind in {EventKind.LECTURE, EventKind.CAMPAIGN, EventKind.DISTRIBUTION}
    for material in rng.sample(stage.materials, 2) if outreach else []:
        most = max(6, (material.printed or 0) // COPIES_SHARE)
        rows.issues.append(
            MaterialIssue(
                event=event,
                material=material,
                copies=rng.randint(5, most),
                created_by=event.created_by,
            )
        )


def _counts(stage: Stage, event: Event, group: str, persons: int) -> list[AudienceCount]:
    """Spread persons over sex and age as the group's profile says; some nobody asked."""
    rng = stage.context.rng
    women, shares = words.PROFILES[group]
    cells: dict[tuple[str, str], int] = {}
    for _person in range(persons):
        if rng.random() < 0.03:
            cell = (Sex.UNKNOWN.value, AudienceAge.UNKNOWN.value)
        else:
            sex = Sex.FEMALE if rng.random() < women else Sex.MALE
            cell = (sex.value, rng.choices(BANDS, shares)[0].value)
        cells[cell] = cells.get(cell, 0) + 1
    return [
        AudienceCount(event=event, group=group, sex=sex, age=age, persons=n)
        for (sex, age), n in cells.items()
    ]
