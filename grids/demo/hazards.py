"""Hazards of the demonstration and how they went."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from checklists.models import ChecklistItem, Grade
from grids.demo.stage import Stage
from grids.models import Action, Hazard, HazardState, HazardStep, Inspection
from grids.services.limits import reckon
from lib.demo import key, moment

RECENT = dt.timedelta(days=90)  # older hazards have been rectified, if late
ADVICE = {
    "A11": "立即清理通道，保持畅通。",
    "A15": "更换过期灭火器，按要求补齐数量。",
    "A18": "请专业电工整改线路并穿管保护。",
    "A19": "移出电动自行车，到集中充电点充电。",
    "A14": "更换损坏的疏散指示标志。",
    "A13": "维修或更换应急照明灯。",
}


def make_hazard(
    stage: Stage, inspection: Inspection, item: ChecklistItem, steps: list[HazardStep]
) -> Hazard:
    """Make a hazard and append the steps that it has taken until today."""
    rng = stage.rng
    hazard = Hazard(
        id=key(rng, inspection.finished_at),
        area_id=inspection.area_id,
        premises=inspection.premises,
        inspection=inspection,
        item=item,
        item_key=f"{item.version.template_id}:{item.code}",
        category_id=item.category_id,
        grade=item.grade,
        description=item.hazard_zh,
        advice=ADVICE.get(item.code, ""),
        found_at=inspection.finished_at,
        found_by=inspection.inspector,
        created_by=inspection.inspector,
    )
    history = History(stage, hazard, steps)
    history.step(Action.REPORT, HazardState.FOUND, hazard.found_at, hazard.found_by)
    if hazard.grade == Grade.GENERAL and rng.random() < 0.34:
        fixed_at = hazard.found_at + dt.timedelta(minutes=1)
        history.fix(Action.FIX_ON_SPOT, fixed_at, hazard.found_by)
        hazard.on_spot = True
    else:
        day = timezone.localdate(hazard.found_at)
        term = reckon(stage.calendar, day, stage.limits[hazard.grade])
        for name, value in term.columns.items():
            setattr(hazard, name, value)
        advised_at = hazard.found_at + dt.timedelta(minutes=1)
        history.step(Action.ADVISE, HazardState.ADVISED, advised_at, hazard.found_by)
        history.rectify()
    history.verify()
    return hazard


@dataclass
class History:
    """The course of one hazard, as far as it has come today."""

    stage: Stage
    hazard: Hazard
    steps: list[HazardStep]

    def step(self, action: Action, state: HazardState, at: dt.datetime, who: Any) -> None:
        """Append a step."""
        hazard = self.hazard
        first = action is Action.REPORT
        self.steps.append(
            HazardStep(
                id=key(self.stage.rng, at),
                hazard=hazard,
                action=action,
                target=state,
                at=at,
                source="" if first else hazard.state,
                actor=who,
                deadline=hazard.deadline if action is Action.ADVISE else None,
            )
        )
        hazard.state, hazard.revision = state, hazard.revision + (not first)

    def fix(self, action: Action, at: dt.datetime, who: Any) -> None:
        """Report it as rectified."""
        self.step(action, HazardState.RECTIFIED, at, who)
        self.hazard.fixed_by, self.hazard.rectified_at = who, at

    def rectify(self) -> None:
        """Rectify it: mostly by the deadline, some late, a few of the newest not yet."""
        rng, hazard = self.stage.rng, self.hazard
        chance = rng.random()
        found = timezone.localdate(hazard.found_at)
        allowed = max(1, ((hazard.deadline or found) - found).days)
        if chance < 0.86:
            days = rng.randint(1, allowed)
        elif chance < 0.93 or hazard.found_at < self.stage.now - RECENT:
            days = allowed + rng.randrange(1, 30)
        else:
            return
        at = moment(
            timezone.localdate(hazard.found_at) + dt.timedelta(days=days), rng.uniform(9, 17)
        )
        if at < self.stage.now:
            self.fix(Action.RECTIFY, at, rng.choice(self.stage.workers[hazard.area_id]))

    def verify(self) -> None:
        """Have somebody else look, some days later."""
        rng, hazard = self.stage.rng, self.hazard
        others = [
            one
            for one in (
                *self.stage.checkers[hazard.area_id],
                *self.stage.workers[hazard.area_id],
            )
            if one.pk != hazard.fixed_by_id
        ]
        if hazard.rectified_at is None or not others:
            return
        at = hazard.rectified_at + dt.timedelta(days=rng.randrange(1, 6), hours=rng.random())
        if at < self.stage.now:
            who = others[0] if rng.random() < 0.7 else rng.choice(others)
            hazard.verified_by, hazard.ended_at = who, at
            self.step(Action.VERIFY, HazardState.CLOSED, at, who)
