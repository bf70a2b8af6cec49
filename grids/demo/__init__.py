"""Demonstration data: premises, three years of inspections, hazards on their way.

Invented, with no real persons or shops. One `rng` makes the same rows every time: keys come from
it too. Rows are written in slices of inspections, so memory stays flat at any scale.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils import timezone

from grids.demo.hazards import make_hazard
from grids.demo.stage import Stage, make_stage
from grids.models import Answer, AnswerValue, Hazard, HazardStep, Inspection, Outcome
from grids.services.inspections import recount_last_visits
from lib import bulk
from lib.demo import DemoContext, key, moment
from premises.demo import make_premises
from premises.models import Premises

INSPECTIONS = 9000
SLICE = 2000
#: Above this scale a passed item leaves no row, only the failed ones: 5 million inspections would
#: be 115 million answers, which no disk of a demonstration wants.
FULL_ANSWERS_UP_TO = 5
FAIL_RATE = 0.0115  # of answers, so that some 2,000 hazards come of 9,000 inspections


@dataclass
class Batch:
    """Rows of one slice."""

    inspections: list[Inspection] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    hazards: list[Hazard] = field(default_factory=list)
    steps: list[HazardStep] = field(default_factory=list)

    def write(self) -> None:
        """Write the rows, parents first."""
        for rows in (self.inspections, self.answers, self.hazards, self.steps):
            bulk.insert(rows)


def seed(context: DemoContext) -> None:
    """Write premises, inspections, answers, hazards and their steps for `context`."""
    stage = make_stage(context)
    premises = make_premises(context)
    bulk.insert(premises)
    batch = Batch()
    for place, started in _visits(stage, premises):
        _visit(stage, batch, place, started)
        if len(batch.inspections) >= SLICE:
            batch.write()
            batch = Batch()
    batch.write()
    recount_last_visits(Premises.objects.filter(last_inspected_at=None))


def _visits(stage: Stage, premises: list[Premises]) -> Iterator[tuple[Premises, dt.datetime]]:
    """Yield visits in order of time: each place in turn, spread evenly over the working hours."""
    context, rng = stage.context, stage.rng
    places = [one for one in premises if one.category.checklist_id]
    total = round(INSPECTIONS * context.scale) if places else 0
    seconds = (min(moment(context.end, 0), stage.now) - moment(context.start, 0)).total_seconds()
    begin = moment(context.start, 0)
    order = places[:]
    for number in range(total):
        if number % len(order) == 0:
            rng.shuffle(order)
        place = order[number % len(order)]
        day = timezone.localdate(begin + dt.timedelta(seconds=seconds * number / total))
        if day >= place.registered_on and (place.closed_on is None or day < place.closed_on):
            yield place, moment(day, rng.uniform(8.5, 17))


def _visit(stage: Stage, batch: Batch, place: Premises, started: dt.datetime) -> None:
    rng = stage.rng
    started = min(started, stage.now - dt.timedelta(hours=1))
    outcome = rng.choices(list(Outcome), (93, 6, 1))[0]
    near = place.position if place.position and rng.random() < 0.92 else None
    drift = 0.004 if rng.random() < 0.01 else 0.0003
    inspection = Inspection(
        id=key(rng, started),
        premises=place,
        area_id=place.area_id,
        version=stage.items[0].version,
        inspector=rng.choice(stage.workers[place.area_id]),
        started_at=started,
        finished_at=started + dt.timedelta(minutes=rng.randrange(6, 35)),
        outcome=outcome,
        latitude=near[0] + rng.uniform(-drift, drift) if near else None,
        longitude=near[1] + rng.uniform(-drift, drift) if near else None,
        accuracy=rng.randrange(5, 40) if near else None,
        far_away=near is not None and drift > 0.001,
    )
    inspection.created_by_id = inspection.inspector_id
    batch.inspections.append(inspection)
    if outcome == Outcome.DONE:
        _answers(stage, batch, inspection)


def _answers(stage: Stage, batch: Batch, inspection: Inspection) -> None:
    rng, context = stage.rng, stage.context
    # Fewer hazards each year, more in summer and before the Spring Festival.
    day = timezone.localdate(inspection.started_at)
    past = (day - context.start).days / 365
    season = 1.25 if day.month in (1, 6, 7, 8) else 0.93
    rate = FAIL_RATE * (1.15 - 0.12 * past) * season
    full = context.scale <= FULL_ANSWERS_UP_TO
    mean = sum(stage.weights) / len(stage.weights)
    for item, weight in zip(stage.items, stage.weights, strict=True):
        failed = rng.random() < rate * weight / mean
        if failed:
            inspection.failed_items += 1
            batch.hazards.append(make_hazard(stage, inspection, item, batch.steps))
        if failed or full:
            value = AnswerValue.FAIL if failed else AnswerValue.PASS
            if not failed and item.code in {"A9", "A16", "A20"} and rng.random() < 0.4:
                value = AnswerValue.NOT_APPLICABLE
            batch.answers.append(Answer(inspection=inspection, item=item, value=value))
