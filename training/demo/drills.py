"""Rows of drills: timelines, scores that slowly improve, findings in every state."""

import datetime as dt
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from communities.roles import COMMUNITY, OFFICE
from training.demo import words
from training.kinds import MomentKind
from training.models import Drill, DrillFinding, DrillMoment, DrillScore, Event, FindingStep
from training.workflow import FindingState

#: Findings due within this many days may still be open or wait to be verified.
RECENT = 180


@dataclass
class DrillRows:
    """Rows of drills, by table."""

    drills: list[Drill] = field(default_factory=list)
    moments: list[DrillMoment] = field(default_factory=list)
    scores: list[DrillScore] = field(default_factory=list)
    findings: list[DrillFinding] = field(default_factory=list)
    steps: list[FindingStep] = field(default_factory=list)

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
        rows.steps += _steps(stage, finding)
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


def _finding(stage: Any, drill: Drill, words_of_it: tuple[str, str, str]) -> DrillFinding:
    rng = stage.context.rng
    problem, cause, action = words_of_it
    people = stage.context.users.get(COMMUNITY) or []
    owner = rng.choice(people) if people and rng.random() < 0.5 else None
    finding = DrillFinding(
        drill=drill,
        problem=problem,
        cause=cause,
        action=action,
        owner=owner,
        owner_name="" if owner else rng.choice(words.OWNERS),
        due=drill.event.day + dt.timedelta(days=rng.choice((7, 15, 30))),
        created_by=drill.created_by,
    )
    _settle(stage, finding)
    return finding


def _settle(stage: Any, finding: DrillFinding) -> None:
    """Bring the finding as far as such a one would have come by now: old ones are closed."""
    rng, today = stage.context.rng, timezone.localdate(stage.now)
    late = rng.random() < 0.15
    done_on = finding.due + dt.timedelta(days=rng.randint(1, 20) if late else -rng.randint(0, 6))
    done_on = max(done_on, finding.drill.event.day)
    recent = (today - finding.due).days < RECENT
    forgotten, waits = rng.random() < 0.3, rng.random() < 0.3
    verified = done_on + dt.timedelta(days=rng.randint(1, 6))
    if done_on > today or (recent and forgotten):
        return
    finding.state, finding.done_on, finding.done_by = FindingState.DONE, done_on, finding.created_by
    if verified <= today and not (recent and waits):
        _verify(stage, finding, verified)


def _verify(stage: Any, finding: DrillFinding, day: dt.date) -> None:
    """Have somebody else verify the finding; if all had a hand in it, its owner had no account."""
    staff = [user for role in (OFFICE, COMMUNITY) for user in stage.context.users.get(role) or []]
    others = [user for user in staff if user.pk not in (finding.owner_id, finding.done_by_id)]
    if not others:
        finding.owner, finding.owner_name = None, words.OWNERS[0]
        others = [user for user in staff if user.pk not in (finding.owner_id, finding.done_by_id)]
    if others:
        finding.state, finding.verified_by = FindingState.VERIFIED, others[0]
        finding.verified_at = _noon(day)


def _steps(stage: Any, finding: DrillFinding) -> list[FindingStep]:
    found = [_step(finding, "", FindingState.OPEN, finding.drill.event.ends_at, finding.created_by)]
    if finding.done_on:
        at = min(_noon(finding.done_on), stage.now)
        done = _step(finding, FindingState.OPEN, FindingState.DONE, at, finding.done_by)
        done.note = "已按措施完成整改，附照片。"
        found.append(done)
    if finding.verified_at:
        found.append(
            _step(
                finding,
                FindingState.DONE,
                FindingState.VERIFIED,
                finding.verified_at,
                finding.verified_by,
            )
        )
    return found


def _step(
    finding: DrillFinding, source: str, target: str, at: dt.datetime, actor: User | None
) -> FindingStep:
    return FindingStep(finding=finding, source=source, target=target, at=at, actor=actor)


def _noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
