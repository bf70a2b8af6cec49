"""Indicators of the demonstration: entered by hand with evidence, or computed by the portal."""

import datetime as dt
import logging
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import override

from communities.services.attachments import attach
from lib.indicators import indicators as registry
from lib.periods import Period
from programmes.demo.making import Making
from programmes.demo.plan import ComputedPlan, ManualPlan, ProjectPlan
from programmes.models import (
    Indicator,
    IndicatorValue,
    MeasureProgress,
    Objective,
    ValueState,
    Way,
)
from programmes.readings import readings
from programmes.services.readings import refresh_reading

logger = logging.getLogger(__name__)


def make_manual(making: Making, plan: ManualPlan, number: int, objective: Objective | None) -> None:
    """Make an indicator that is entered by hand, with its values once the project has run."""
    baseline = Period.containing(making.start).previous
    indicator = Indicator.objects.create(
        project=making.project,
        objective=objective,
        name=plan.name,
        kind=plan.kind,
        definition=plan.definition,
        place=making.project.area,
        is_share=True,
        direction=Way.HIGHER,
        baseline_value=Decimal(plan.first),
        baseline_period=baseline.code,
        target_value=Decimal(plan.target),
        due=making.end,
        data_source=plan.source,
        order=number,
    )
    if making.project.running_from is None:
        return
    for value in _values(making, plan, indicator):
        _evidence(making, value)


def _values(making: Making, plan: ManualPlan, indicator: Indicator) -> list[IndicatorValue]:
    """Monthly values of the last year of the project, climbing with some noise."""
    last = Period.containing(min(making.today, making.end)).previous
    first = Period.containing(making.start)
    months = [p for p in last.back(24) if p.start >= first.start]
    states = [ValueState.APPROVED] * len(months)
    if plan.newest in ("submitted", "draft") and months:
        states[-1] = ValueState(plan.newest)
    elif plan.newest == "missing":
        months, states = months[:-1], states[:-1]
    rows = []
    for place, (period, state) in enumerate(zip(months, states, strict=True)):
        top = _numerator(making, plan, period, (place + 1) / len(months))
        rows.append(_value(making, plan, indicator, period, top, state))
    return IndicatorValue.objects.bulk_create(rows[-12:])


def _numerator(making: Making, plan: ManualPlan, period: Period, passed: float) -> int:
    """Return what was done by the end of `period`, when `passed` of the time was over."""
    if plan.measure:
        rows = MeasureProgress.objects.filter(
            measure__project=making.project, measure__title=plan.measure, day__lt=period.end
        )
        return plan.before + int(rows.aggregate(done=Sum("quantity"))["done"] or 0)
    climb = plan.first + (plan.last - plan.first) * passed
    noisy = climb + making.context.rng.uniform(-2, 2)
    return max(0, min(plan.whole, round(plan.whole * noisy / 100)))


def _value(
    making: Making,
    plan: ManualPlan,
    indicator: Indicator,
    period: Period,
    top: int,
    state: ValueState,
) -> IndicatorValue:
    submitted = timezone.make_aware(dt.datetime.combine(period.end, dt.time(9))) + dt.timedelta(
        days=making.context.rng.randint(0, 4)
    )
    value = IndicatorValue(
        indicator=indicator,
        period_start=period.start,
        numerator=Decimal(top),
        denominator=Decimal(plan.whole),
        note=plan.source,
        state=state,
        value=(Decimal(100 * top) / plan.whole).quantize(Decimal("0.0001")),
        created_by=making.crew.maker,
    )
    now = timezone.now()
    if state != ValueState.DRAFT:
        value.submitted_by, value.submitted_at = making.crew.maker, min(submitted, now)
    if state == ValueState.APPROVED:
        value.approved_by = making.crew.approver
        value.approved_at = min(submitted + dt.timedelta(days=1), now)
    return value


def _evidence(making: Making, value: IndicatorValue) -> None:
    """Attach the table that the value was counted from; a lock is for those who come later."""
    done, whole = value.numerator or Decimal(0), value.denominator or Decimal(0)
    text = f"\ufeff项目,数量\n已完成,{done}\n未完成,{whole - done}\n"
    name = f"{value.indicator.name}-{value.period.code}.csv"
    state, value.state = value.state, ValueState.DRAFT
    table = SimpleUploadedFile(name, text.encode(), "text/csv")
    attach(actor=making.crew.maker, target=value, upload=table)
    value.state = state


def make_computed(making: Making, plan: ComputedPlan, number: int) -> None:
    """Make an indicator that the portal computes."""
    place, name = making.project.area, ""
    if plan.comparison:
        place = making.community(making.plan.comparison)
        base = registry.get(plan.key)
        with override("zh-hans"):
            name = f"{base.name if base else plan.key}（对照社区）"
    Indicator.objects.create(
        project=making.project,
        registry_key=plan.key,
        name=name,
        kind=plan.kind,
        place=place,
        frequency=plan.frequency,
        direction=plan.way,
        due=making.end,
        target_value=None if plan.target is None else Decimal(str(plan.target)),
        data_source="本平台登记数据",
        order=number,
    )


def settle_indicators(plans: dict[str, ProjectPlan], day: dt.date) -> None:
    """Read the baselines of computed indicators, set their targets, judge all on `day`."""
    for one in Indicator.objects.select_related("project", "place"):
        if not one.is_manual and one.project.running_from and one.registered:
            _settle_computed(one, plans.get(one.project.title), day)
        elif not one.is_manual:
            logger.warning("no app has registered the indicator %s", one.registry_key)
        refresh_reading(indicator=one, day=day)


def _settle_computed(one: Indicator, plan: ProjectPlan | None, day: dt.date) -> None:
    period, begin = one.last_finished(day), one.project.running_from
    while begin is not None and period.end > begin:
        period = period.year_before
    value = readings(one, [period])[0].value
    if value is None or plan is None or one.registered is None:
        return
    one.direction = one.registered.direction.value
    one.baseline_value, one.baseline_period = Decimal(str(round(value, 4))), period.code
    found = next((c for c in plan.computed if c.key == one.registry_key), None)
    if found and found.change and not one.name:
        one.target_value = Decimal(str(round(value * found.change, 1)))
    one.save(update_fields=["direction", "baseline_value", "baseline_period", "target_value"])
