"""Measures of the demonstration and what was done of them."""

import datetime as dt
from decimal import Decimal

from programmes.demo.making import Making
from programmes.demo.plan import MeasurePlan
from programmes.models import Measure, MeasureProgress
from programmes.services.measures import settle_measure


def make_measure(making: Making, plan: MeasurePlan) -> None:
    """Make a measure, done as far as its plan says by today."""
    start = making.month(plan.start)
    end = making.month(plan.end) - dt.timedelta(days=1)
    measure = Measure.objects.create(
        project=making.project,
        title=plan.title,
        kind=plan.kind,
        start=start,
        end=end,
        owner=making.project.lead_unit,
        planned_quantity=Decimal(plan.quantity),
        unit=plan.unit,
        created_by=making.crew.maker,
    )
    if making.project.running_from is None or start >= making.today:
        return
    until = min(end, making.today - dt.timedelta(days=1))
    share = ((until - start).days + 1) / ((end - start).days + 1) * plan.behind
    _progress(making, measure, until, round(plan.quantity * share))
    settle_measure(measure)


def _progress(making: Making, measure: Measure, until: dt.date, total: int) -> None:
    """Spread `total` over some entries, the last one on `until`."""
    count = max(1, min(8, total))
    span = (until - measure.start).days
    parts = [total // count + (place < total % count) for place in range(count)]
    rows = [
        MeasureProgress(
            measure=measure,
            quantity=Decimal(quantity),
            created_by=making.crew.maker,
            day=measure.start + dt.timedelta(days=span * (place + 1) // count),
        )
        for place, quantity in enumerate(parts)
        if quantity
    ]
    MeasureProgress.objects.bulk_create(rows)
