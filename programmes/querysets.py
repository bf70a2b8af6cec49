"""Reading projects and their parts: in sight, in an area, in a period, in a state."""

import datetime as dt
from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import Count, DecimalField, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from communities.querysets import AreaScopedQuerySet, under
from communities.sight import sight_of
from lib.periods import Period, PeriodKind

MONEY = DecimalField(max_digits=16, decimal_places=2)


class ProjectQuerySet(AreaScopedQuerySet):
    """Promotion projects.

    A project reaches its covered areas. It is seen by everybody whose sight lies in its main area
    or touches a covered one, so a grid worker sees the street's project that covers the grid;
    `where_allowed` asks at the main area alone, so that reaching is no right to change.
    """

    def visible_to(self, user: Any) -> Self:
        """Projects in the sight of `user`."""
        paths = sight_of(user).paths
        return self if paths is None else self.reaching(paths)

    def in_area(self, area: Any) -> Self:
        """Projects that lie in the subtree of `area`, or cover some of it, or all of it."""
        return self.reaching((area.path,))

    def reaching(self, paths: tuple[str, ...]) -> Self:
        """Projects of areas below `paths`, or that cover an area below or above one of them."""
        from communities.models import Area

        below = Area.objects.order_by().filter(under(paths))
        touched = Area.objects.order_by().filter(under(paths) | Q(path__in=_ancestors(paths)))
        covering = self.model.covered_areas.through.objects.filter(area__in=touched.values("pk"))
        return self.filter(Q(area__in=below.values("pk")) | Q(pk__in=covering.values("project_id")))

    def running_between(self, start: dt.date | None, end: dt.date | None) -> Self:
        """Projects that were running on some day from `start` to `end`, both included.

        None leaves that side open.
        """
        rows = self.filter(running_from__isnull=False)
        if end is not None:
            rows = rows.filter(running_from__lte=end)
        if start is not None:
            rows = rows.filter(Q(running_to=None) | Q(running_to__gt=start))
        return rows

    def running_in(self, period: Period) -> Self:
        """Projects that were running on some day of `period`."""
        return self.running_between(period.start, period.last_day)

    def search(self, text: str) -> Self:
        """Projects whose title, code, topic or lead unit holds `text`."""
        return self.filter(
            Q(title__icontains=text)
            | Q(code__icontains=text)
            | Q(sub_domain__icontains=text)
            | Q(lead_unit__name__icontains=text)
        )

    def with_money(self, until: dt.date | None = None) -> Self:
        """Annotate `planned` and `spent` in yuan; expenses up to and with `until` (default all)."""
        from programmes.models import BudgetLine, Expense

        expenses = Expense.objects.filter(line__project=OuterRef("pk"))
        if until is not None:
            expenses = expenses.filter(day__lte=until)
        lines = BudgetLine.objects.filter(project=OuterRef("pk"))
        return self.annotate(
            planned=_total(lines, "project", "planned"),
            spent=_total(expenses, "line__project", "amount"),
        )

    def with_measure_counts(self, day: dt.date) -> Self:
        """Annotate how many measures there are, are done, are late on `day`; dropped ones left out.

        `measures_total`, `measures_done`, `measures_late`.
        """
        from programmes.models import Measure

        own = Measure.objects.filter(project=OuterRef("pk")).kept(day)
        return self.annotate(
            measures_total=_count(own),
            measures_done=_count(own.filter(done_on__lte=day)),
            measures_late=_count(own.late(day)),
        )

    def with_lights(self) -> Self:
        """Annotate `green`, `amber`, `red`: indicators by traffic light of the latest reading."""
        from programmes.models import Indicator

        own = Indicator.objects.filter(project=OuterRef("pk"))
        return self.annotate(
            **{light: _count(own.filter(light=light)) for light in ("green", "amber", "red")}
        )

    def for_list(self, day: dt.date) -> Self:
        """Everything that the register shows of a project."""
        return (
            self.select_related("area", "lead_unit", "leader")
            .with_money()
            .with_measure_counts(day)
            .with_lights()
        )


class ProjectPartQuerySet(QuerySet):
    """Rows that belong to a project. `project_field` is the path from the row to it."""

    project_field = "project"

    def visible_to(self, user: Any) -> Self:
        """Rows of projects in the sight of `user`."""
        paths = sight_of(user).paths
        return self if paths is None else self.of_projects(_projects().visible_to(user))

    def where_allowed(self, user: Any, permission: str) -> Self:
        """Rows of projects in whose main area `user` holds `permission`."""
        paths = sight_of(user).paths_for(permission)
        if paths is None:
            return self
        return self.of_projects(_projects().where_allowed(user, permission))

    def in_area(self, area: Any) -> Self:
        """Rows of projects that reach `area`; see `ProjectQuerySet.in_area`."""
        return self.of_projects(_projects().in_area(area))

    def of_projects(self, projects: QuerySet) -> Self:
        """Rows of these projects."""
        return self.filter(**{f"{self.project_field}__in": projects.order_by().values("pk")})


class IndicatorQuerySet(ProjectPartQuerySet):
    """Indicators of projects."""

    def of_running_projects(self, day: dt.date) -> Self:
        """Indicators of projects that run on `day`."""
        return self.of_projects(_projects().running_between(day, day))

    def manual(self) -> Self:
        """Indicators whose values are entered by hand."""
        return self.filter(registry_key="")

    def awaiting_value(self, day: dt.date) -> Self:
        """Manual indicators of running projects without a value given in for the last period.

        The last period is the last month, quarter or year that is over on `day`, if the project
        was running in it. A draft is not given in.
        """
        from programmes.models import IndicatorValue, ValueState

        given = IndicatorValue.objects.filter(indicator=OuterRef("pk")).exclude(
            state=ValueState.DRAFT
        )
        due = Q()
        for kind in PeriodKind:
            period = Period.containing(day, kind).previous
            due |= Q(frequency=kind.value, project__running_from__lte=period.last_day) & ~Exists(
                given.filter(period_start=period.start)
            )
        return self.of_running_projects(day).manual().filter(due)

    def for_list(self) -> Self:
        """What the register of indicators shows."""
        return self.select_related("project", "project__area", "place")


class IndicatorValueQuerySet(ProjectPartQuerySet):
    """Values entered by hand."""

    project_field = "indicator__project"

    def in_force(self, at: dt.datetime | None = None) -> Self:
        """Approved values in whose place no approved correction stands, now or at a past moment."""
        rows = self.filter(state="approved")
        if at is None:
            return rows.exclude(correction__state="approved")
        return rows.filter(approved_at__lte=at).exclude(
            correction__state="approved", correction__approved_at__lte=at
        )

    def awaiting_approval_of(self, user: Any, permission: str) -> Self:
        """Submitted values that `user` may approve: not those that the user submitted."""
        rows = self.filter(state="submitted").exclude(submitted_by=user)
        return rows.where_allowed(user, permission)

    def for_list(self) -> Self:
        """What the register of values shows."""
        return self.select_related(
            "indicator__project__area",
            "indicator__place",
            "submitted_by",
            "approved_by",
            "correction",
        )


class MeasureQuerySet(ProjectPartQuerySet):
    """Measures of projects; the states are those of `Measure.state_on`."""

    def kept(self, day: dt.date) -> Self:
        """Measures that were not dropped up to and with `day`."""
        return self.filter(Q(dropped_on=None) | Q(dropped_on__gt=day))

    def done(self, day: dt.date) -> Self:
        """Measures whose planned quantity was reached up to and with `day`."""
        return self.kept(day).filter(done_on__lte=day)

    def not_done(self, day: dt.date) -> Self:
        """Measures of which something is left to do on `day`."""
        return self.kept(day).filter(Q(done_on=None) | Q(done_on__gt=day))

    def late(self, day: dt.date) -> Self:
        """Measures whose end is over on `day` and that are not done."""
        return self.not_done(day).filter(end__lt=day)

    def due_between(self, start: dt.date | None, end: dt.date | None) -> Self:
        """Measures whose planned end lies from `start` to `end`, both included; None is open."""
        rows = self if start is None else self.filter(end__gte=start)
        return rows if end is None else rows.filter(end__lte=end)

    def on_time(self) -> Self:
        """Measures done not later than their planned end."""
        return self.filter(done_on__lte=models.F("end"))

    def in_state(self, state: str, day: dt.date) -> Self:
        """Measures in a MeasureState on `day`."""
        if state == "dropped":
            return self.filter(dropped_on__lte=day)
        if state == "done":
            return self.done(day)
        if state == "late":
            return self.late(day)
        open_ones = self.not_done(day).filter(end__gte=day)
        under_way = state == "under-way"
        return open_ones.filter(start__lte=day) if under_way else open_ones.filter(start__gt=day)

    def promised(self) -> Self:
        """Measures of projects that are no draft."""
        return self.of_projects(_projects().exclude(stage="draft"))

    def in_force(self) -> Self:
        """Measures of projects that are neither a draft nor over."""
        return self.of_projects(_projects().filter(stage__in=("approved", "running")))

    def for_list(self) -> Self:
        """What the register of measures shows."""
        return self.select_related("project", "project__area", "owner", "partner")


class MeasureProgressQuerySet(ProjectPartQuerySet):
    """Entries of progress."""

    project_field = "measure__project"


class ExpenseQuerySet(ProjectPartQuerySet):
    """Expenses."""

    project_field = "line__project"


def _projects() -> ProjectQuerySet:
    from programmes.models import Project

    return Project.objects.all()


def _ancestors(paths: tuple[str, ...]) -> list[str]:
    """Return the paths of all areas above `paths`."""
    from communities.models import Area

    step = Area.steplen
    return sorted({path[:end] for path in paths for end in range(step, len(path), step)})


def _count(rows: QuerySet) -> Any:
    """Return a subquery that counts `rows` of the outer project."""
    counted = rows.order_by().values("project").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _total(rows: QuerySet, group: str, column: str) -> Any:
    """Return a subquery that sums `column` of `rows` of the outer project."""
    summed = rows.order_by().values(group).annotate(n=Sum(column)).values("n")
    return Coalesce(Subquery(summed), Decimal(0), output_field=MONEY)
