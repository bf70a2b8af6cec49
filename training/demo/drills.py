"""Rows of drills: timelines, scores that slowly improve, findings in every state."""

import datetime as dt
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any

from actions.demo import settle, steps_of
from actions.models import ActionStep, CorrectiveAction
from communities.roles import COMMUNITY
from training.demo import words
from training.kinds import MomentKind
from training.models import Drill, DrillMoment, DrillScore, Event


@dataclass
class DrillRows:
    """Rows of drills, by table."""

    drills: list[Drill] = field(default_factory=list)
    moments: list[DrillMoment] = field(default_factory=list)
    scores: list[DrillScore] = field(default_factory=list)
    findings: list[CorrectiveAction] = field(default_factory=list)
    steps: list[ActionStep] = field(default_factory=list)

    def extend(self, other: "DrillRows") -> None:
        """Take the rows of `other`."""
        for one in fields(self):
            getattr(self, one.name).extend(getattr(other, one.name))


def drill_rows(stage: Any, event: Event, template: words.DrillWords) -> DrillRows:
    """Return the rows of the drill that `event` was, after a template of `words.DRILLS`."""
    rng = stage.context.rng
    drill = Drill(
        event=event,
        scenario=template.scenario,
        kind=template.kind,
        plan=template.plan,
        roles=words.ROLES,
        resources=words.RESOURCES,
        conclusion=rng.choice(words.CONCLUSIONS),
        created_by=event.created_by,
    )
    rows = DrillRows(drills=[drill], moments=_moments(stage, drill), scores=_scores(stage, drill))
    for problem in rng.sample(words.FINDINGS, rng.choice((0, 1, 1, 2, 2, 3))):
        finding = _finding(stage, drill, problem)
        rows.findings.append(finding)
        rows.steps += steps_of(finding, drill.event.ends_at, now=stage.now)
    return rows


def _moments(stage: Any, drill: Drill) -> list[DrillMoment]:
    rng = stage.context.rng
    alarm = 300 + rng.randrange(60)
    out = alarm + rng.randint(130, 330)
    seconds = {
        MomentKind.START: 0,
        MomentKind.ALARM: alarm,
        MomentKind.REPORT: alarm + rng.randint(20, 70),
        MomentKind.RESPONSE: alarm + rng.randint(60, 150),
        MomentKind.EVACUATED: out,
        MomentKind.ACCOUNTED: out + rng.randint(45, 160),
        MomentKind.CONTROLLED: out + rng.randint(200, 420),
        MomentKind.END: out + 900 + rng.randrange(600),
    }
    begin = drill.event.starts_at
    return [
        DrillMoment(
            drill=drill,
            kind=kind,
            at=begin + dt.timedelta(seconds=after),
            created_by=drill.created_by,
        )
        for kind, after in seconds.items()
    ]


def _scores(stage: Any, drill: Drill) -> list[DrillScore]:
    """Return scores that rise by about one point of ten over the three years."""
    context = stage.context
    whole = max((context.end - context.start).days, 1)
    gain = (drill.event.day - context.start).days / whole
    return [
        DrillScore(
            drill=drill,
            aspect=aspect,
            points=_half(level - 0.5 + gain + context.rng.gauss(0, 0.6)),
            out_of=Decimal(10),
        )
        for aspect, level in words.ASPECT_LEVEL.items()
    ]


def _half(points: float) -> Decimal:
    """Round to half a point between 3 and 10."""
    return Decimal(round(min(max(points, 3), 10) * 2)) / 2


def _finding(stage: Any, drill: Drill, words_of_it: tuple[str, str, str]) -> CorrectiveAction:
    rng = stage.context.rng
    problem, cause, action = words_of_it
    people = stage.context.users.get(COMMUNITY) or []
    owner = rng.choice(people) if people and rng.random() < 0.5 else None
    finding = CorrectiveAction(
        area=drill.event.area,
        source_kind=drill._meta.label_lower,
        source_key=drill.pk,
        source=str(drill),
        found_on=drill.event.day,
        problem=problem,
        cause=cause,
        action=action,
        owner=owner,
        owner_name="" if owner else rng.choice(words.OWNERS),
        due=drill.event.day + dt.timedelta(days=rng.choice((7, 15, 30))),
        created_by=drill.created_by,
    )
    settle(stage.context, finding, now=stage.now)
    return finding
