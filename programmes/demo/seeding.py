"""Making the demonstration's projects from their plans."""

import datetime as dt
import logging
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from communities.models import Area, Organisation
from communities.roles import COMMUNITY, OFFICE
from communities.services.attachments import attach
from lib.demo import DemoContext
from lib.indicators import indicators as registry
from lib.periods import Period
from programmes.demo.plan import ComputedPlan, ManualPlan, MeasurePlan, ProjectPlan
from programmes.demo.plans import PLANS
from programmes.models import (
    BudgetLine,
    Expense,
    Indicator,
    IndicatorValue,
    Measure,
    MeasureProgress,
    Objective,
    PilotSite,
    Project,
    ProjectStep,
    SiteRole,
    Stage,
    ValueState,
    Way,
)
from programmes.readings import readings
from programmes.services.measures import settle_measure
from programmes.services.projects import save_project
from programmes.services.readings import refresh_reading

logger = logging.getLogger(__name__)
#: The ways of a project to its stage, with the reasons given.
PATHS = {
    Stage.DRAFT: (),
    Stage.APPROVED: ((Stage.APPROVED, "促进委员会季度会议审议通过。"),),
    Stage.RUNNING: (
        (Stage.APPROVED, "促进委员会季度会议审议通过。"),
        (Stage.RUNNING, "经费和人员到位，启动实施。"),
    ),
    Stage.EVALUATED: (
        (Stage.APPROVED, "促进委员会季度会议审议通过。"),
        (Stage.RUNNING, "经费和人员到位，启动实施。"),
        (Stage.EVALUATED, "项目期满，完成评估报告。"),
    ),
    Stage.SUSTAINED: (
        (Stage.APPROVED, "促进委员会季度会议审议通过。"),
        (Stage.RUNNING, "经费和人员到位，启动实施。"),
        (Stage.EVALUATED, "项目期满，完成评估报告。"),
        (Stage.SUSTAINED, "纳入日常工作，长效运行。"),
    ),
}


@dataclass(frozen=True)
class Crew:
    """Who enters and who approves, two different people."""

    maker: Any
    approver: Any


@transaction.atomic
def seed(context: DemoContext) -> None:
    """Make the projects; at a larger scale each plan comes again in other communities.

    Call `settle` when all apps have seeded: the baselines of computed indicators are read then.
    """
    office, staff = context.users.get(OFFICE, []), context.users.get(COMMUNITY, [])
    people = [*staff, *office]
    crew = Crew(maker=people[0], approver=(office or people)[-1]) if people else Crew(None, None)
    for round_number in range(max(1, round(context.affairs))):
        for plan in PLANS:
            _Builder(context, crew, plan, round_number).build()


def settle(context: DemoContext) -> None:
    """Read the baselines of computed indicators, set their targets, and judge all indicators.

    The baseline is the last period before the project began that lies in the season of the present
    one, so that like is compared with like. A key that no app has registered keeps its indicator
    without figures.
    """
    plans = {plan.title: plan for plan in PLANS}
    for one in Indicator.objects.select_related("project", "place"):
        if not one.is_manual and one.project.running_from and one.registered:
            _settle_computed(one, plans.get(one.project.title), context.end)
        elif not one.is_manual:
            logger.warning("no app has registered the indicator %s", one.registry_key)
        refresh_reading(indicator=one, day=context.end)


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


class _Builder:
    """Makes one project of one plan."""

    def __init__(
        self, context: DemoContext, crew: Crew, plan: ProjectPlan, round_number: int
    ) -> None:
        self.context, self.crew, self.plan = context, crew, plan
        self.shift = round_number
        self.today = context.end
        self.start = Period.containing(context.end).shifted(-plan.began).start
        self.end = self._month(plan.length) - dt.timedelta(days=1)

    def build(self) -> None:
        """Make the project with all its parts."""
        self.project = self._project()
        self._steps()
        self._sites()
        objectives = Objective.objects.bulk_create(
            [
                Objective(project=self.project, text=text, due=self.end, order=n)
                for n, text in enumerate(self.plan.objectives)
            ]
        )
        for number, manual in enumerate(self.plan.manual):
            objective = objectives[min(number, len(objectives) - 1)] if objectives else None
            self._manual(manual, number, objective)
        for number, computed in enumerate(self.plan.computed, start=len(self.plan.manual)):
            self._computed(computed, number)
        for measure in self.plan.measures:
            self._measure(measure)
        self._budget()

    def _community(self, number: int | None) -> Area:
        communities = self.context.communities
        if number is None:
            return communities[self.shift % len(communities)] if self.shift else self.context.street
        return communities[(number + self.shift) % len(communities)]

    def _month(self, months: int) -> dt.date:
        return Period.containing(self.start).shifted(months).start

    def _organisation(self, sector: str) -> Organisation | None:
        rows = Organisation.objects.in_area(self.context.street).filter(sector=sector)
        return rows.order_by("name").first()

    def _project(self) -> Project:
        plan = self.plan
        area = self._community(plan.community)
        project = Project(
            area=area,
            title=plan.title,
            domain=plan.domain,
            sub_domain=plan.topic,
            rollout=plan.rollout,
            problem=plan.problem,
            diagnosis_sources=list(plan.sources),
            baseline=plan.baseline,
            target_group=plan.target_group,
            risk_focus=list(plan.risk),
            age_from=plan.ages[0],
            age_to=plan.ages[1],
            target_size=plan.size,
            goal=plan.goal,
            lead_unit=self._organisation(plan.sector),
            leader=self.crew.approver,
            start=self.start,
            end=self.end,
            sustained_mechanism=plan.mechanism,
            improvement=plan.improvement,
        )
        partners = [self._organisation(sector) for sector in plan.partners]
        return save_project(
            actor=self.crew.maker,
            project=project,
            covered=[],
            partners=[one for one in partners if one is not None],
        )

    def _steps(self) -> None:
        """Write the way to the stage, one step a fitting time apart."""
        path = PATHS[self.plan.stage]
        days: dict[Stage, dt.date] = {
            Stage.APPROVED: min(self.start, self.today) - dt.timedelta(days=20),
            Stage.RUNNING: self.start,
            Stage.EVALUATED: self.end + dt.timedelta(days=10),
            Stage.SUSTAINED: self.end + dt.timedelta(days=40),
        }
        before, rows = Stage.DRAFT, []
        for after, reason in path:
            moment = timezone.make_aware(dt.datetime.combine(days[after], dt.time(10)))
            rows.append(
                ProjectStep(
                    project=self.project,
                    at=moment,
                    source=before,
                    target=after,
                    note=reason,
                    actor=self.crew.approver,
                )
            )
            before = after
        ProjectStep.objects.bulk_create(rows)
        ran = Stage.RUNNING in {after for after, _reason in path}
        over = self.plan.stage in (Stage.EVALUATED, Stage.SUSTAINED)
        Project.objects.filter(pk=self.project.pk).update(
            stage=self.plan.stage,
            running_from=self.start if ran else None,
            running_to=days[Stage.EVALUATED] if over else None,
        )
        self.project.refresh_from_db()

    def _sites(self) -> None:
        if self.plan.pilot is None:
            return
        pairs = [(self.plan.pilot, SiteRole.PILOT), (self.plan.comparison, SiteRole.COMPARISON)]
        PilotSite.objects.bulk_create(
            [
                PilotSite(
                    project=self.project,
                    place=self._community(number),
                    role=role,
                    since=self.start,
                )
                for number, role in pairs
            ]
        )

    def _manual(self, plan: ManualPlan, number: int, objective: Objective | None) -> None:
        baseline = Period.containing(self.start).previous
        indicator = Indicator.objects.create(
            project=self.project,
            objective=objective,
            name=plan.name,
            kind=plan.kind,
            definition=plan.definition,
            place=self.project.area,
            is_share=True,
            direction=Way.HIGHER,
            baseline_value=Decimal(plan.first),
            baseline_period=baseline.code,
            target_value=Decimal(plan.target),
            due=self.end,
            data_source=plan.source,
            order=number,
        )
        if self.project.running_from is None:
            return
        for value in self._values(plan, indicator):
            self._evidence(value)

    def _values(self, plan: ManualPlan, indicator: Indicator) -> list[IndicatorValue]:
        """Monthly values of the last year of the project, climbing with some noise."""
        last = Period.containing(min(self.today, self.end)).previous
        first = Period.containing(self.start)
        months = [p for p in last.back(24) if p.start >= first.start]
        states = [ValueState.APPROVED] * len(months)
        if plan.newest in ("submitted", "draft") and months:
            states[-1] = ValueState(plan.newest)
        elif plan.newest == "missing":
            months, states = months[:-1], states[:-1]
        rows = []
        for place, (period, state) in enumerate(zip(months, states, strict=True)):
            climb = plan.first + (plan.last - plan.first) * (place + 1) / len(months)
            noisy = climb + self.context.rng.uniform(-2, 2)
            top = max(0, min(plan.whole, round(plan.whole * noisy / 100)))
            rows.append(self._value(plan, indicator, period, top, state))
        return IndicatorValue.objects.bulk_create(rows[-12:])

    def _value(
        self, plan: ManualPlan, indicator: Indicator, period: Period, top: int, state: ValueState
    ) -> IndicatorValue:
        submitted = timezone.make_aware(dt.datetime.combine(period.end, dt.time(9))) + dt.timedelta(
            days=self.context.rng.randint(0, 4)
        )
        value = IndicatorValue(
            indicator=indicator,
            period_start=period.start,
            numerator=Decimal(top),
            denominator=Decimal(plan.whole),
            note=plan.source,
            state=state,
            value=(Decimal(100 * top) / plan.whole).quantize(Decimal("0.0001")),
            created_by=self.crew.maker,
        )
        if state != ValueState.DRAFT:
            value.submitted_by, value.submitted_at = self.crew.maker, submitted
        if state == ValueState.APPROVED:
            value.approved_by = self.crew.approver
            value.approved_at = submitted + dt.timedelta(days=1)
        return value

    def _evidence(self, value: IndicatorValue) -> None:
        """Attach the table that the value was counted from; a lock is for those who come later."""
        done, whole = value.numerator or Decimal(0), value.denominator or Decimal(0)
        text = f"\ufeff项目,数量\n已完成,{done}\n未完成,{whole - done}\n"
        name = f"{value.indicator.name}-{value.period.code}.csv"
        state, value.state = value.state, ValueState.DRAFT
        table = SimpleUploadedFile(name, text.encode(), "text/csv")
        attach(actor=self.crew.maker, target=value, upload=table)
        value.state = state

    def _computed(self, plan: ComputedPlan, number: int) -> None:
        place, name = self.project.area, ""
        if plan.comparison:
            place = self._community(self.plan.comparison)
            base = registry.get(plan.key)
            with override("zh-hans"):
                name = f"{base.name if base else plan.key}（对照社区）"
        Indicator.objects.create(
            project=self.project,
            registry_key=plan.key,
            name=name,
            kind=plan.kind,
            place=place,
            frequency=plan.frequency,
            direction=plan.way,
            due=self.end,
            target_value=None if plan.target is None else Decimal(str(plan.target)),
            data_source="本平台登记数据",
            order=number,
        )

    def _measure(self, plan: MeasurePlan) -> None:
        start = self._month(plan.start)
        end = self._month(plan.end) - dt.timedelta(days=1)
        measure = Measure.objects.create(
            project=self.project,
            title=plan.title,
            kind=plan.kind,
            start=start,
            end=end,
            owner=self.project.lead_unit,
            planned_quantity=Decimal(plan.quantity),
            unit=plan.unit,
            created_by=self.crew.maker,
        )
        if self.project.running_from is None or start >= self.today:
            return
        until = min(end, self.today - dt.timedelta(days=1))
        share = ((until - start).days + 1) / ((end - start).days + 1) * plan.behind
        self._progress(measure, until, round(plan.quantity * share))
        settle_measure(measure)

    def _progress(self, measure: Measure, until: dt.date, total: int) -> None:
        """Spread `total` over some entries, the last one on `until`."""
        count = max(1, min(8, total))
        span = (until - measure.start).days
        parts = [total // count + (place < total % count) for place in range(count)]
        rows = [
            MeasureProgress(
                measure=measure,
                quantity=Decimal(quantity),
                created_by=self.crew.maker,
                day=measure.start + dt.timedelta(days=span * (place + 1) // count),
            )
            for place, quantity in enumerate(parts)
            if quantity
        ]
        MeasureProgress.objects.bulk_create(rows)

    def _budget(self) -> None:
        lines = BudgetLine.objects.bulk_create(
            [
                BudgetLine(project=self.project, item=item, source=source, planned=Decimal(amount))
                for item, source, amount in self.plan.money
            ]
        )
        if self.project.running_from is None:
            return
        until = min(self.end, self.today - dt.timedelta(days=1))
        passed = (until - self.start).days / (self.end - self.start).days
        expenses = [expense for line in lines for expense in self._expenses(line, until, passed)]
        Expense.objects.bulk_create(expenses)

    def _expenses(self, line: BudgetLine, until: dt.date, passed: float) -> list[Expense]:
        """Four payments by today, together what time and some thrift suggest."""
        total = float(line.planned) * passed * self.context.rng.uniform(0.8, 1.0)
        span = (until - self.start).days
        return [
            Expense(
                line=line,
                amount=Decimal(round(total / 4, -1)).quantize(Decimal("0.01")),
                day=self.start + dt.timedelta(days=span * quarter // 4),
                note=f"第{quarter}次支付",
            )
            for quarter in range(1, 5)
        ]
