"""Indicators that this app computes: projects running, measures on time, budget spent."""

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from communities.models import Area
from lib.indicators import PERCENT, Direction, IndicatorDefinition, Measured, rows_href, share
from lib.periods import Period
from programmes.filters import ON_TIME
from programmes.models import BudgetLine, Expense, Measure, Project


def projects_running(area: Area, period: Period) -> Measured:
    """Count projects that reach `area` and ran on some day of `period`."""
    count = Project.objects.in_area(area).running_in(period).count()
    return Measured(
        value=count, numerator=count, href=rows_href("programmes:projects", area, period)
    )


def measures_on_time(area: Area, period: Period) -> Measured:
    """Share, in percent, of the measures due in `period` that were done by their planned end.

    Interval: Wilson, JASA 1927;22:209-212.
    """
    rows = Measure.objects.in_area(area).promised()
    due = rows.due_between(period.start, period.last_day).kept(period.last_day)
    total, on_time = due.count(), due.on_time().count()
    href = rows_href("programmes:measures", area, period, state=ON_TIME)
    nothing = _("No measure was due in this period.")
    return share(on_time, total, href=href, nothing=nothing)


def budget_spent(area: Area, period: Period) -> Measured:
    """Share, in percent, of the budget of projects running in `period` spent by its end."""
    projects = Project.objects.in_area(area).running_in(period)
    expenses = Expense.objects.of_projects(projects).filter(day__lt=period.end)
    planned = BudgetLine.objects.of_projects(projects).aggregate(n=Sum("planned"))["n"]
    spent = expenses.aggregate(n=Sum("amount"))["n"] or 0
    href = rows_href("programmes:projects", area, period)
    if not planned:
        reason = _("No project running in this period has a budget.")
        return Measured(None, float(spent), 0, reason=reason, href=href)
    return Measured(
        value=float(100 * spent / planned),
        numerator=float(spent),
        denominator=float(planned),
        href=href,
    )


DEFINITIONS = [
    IndicatorDefinition(
        key="programmes.projects_running",
        name=_("Promotion projects running"),
        unit="",
        definition=_("Promotion projects that were running on at least one day of the period."),
        numerator=_("projects whose main area lies in the area, or that cover some or all of it"),
        denominator="",
        direction=Direction.NEUTRAL,
        compute=projects_running,
    ),
    IndicatorDefinition(
        key="programmes.measures_on_time",
        name=_("Measures done on time"),
        unit=PERCENT,
        definition=_("Share of the measures due in the period that were done by their due day."),
        numerator=_("measures whose planned quantity was reached not later than the planned end"),
        denominator=_("measures with a planned end in the period; dropped ones are left out"),
        direction=Direction.HIGHER,
        compute=measures_on_time,
        digits=1,
    ),
    IndicatorDefinition(
        key="programmes.budget_spent",
        name=_("Budget spent"),
        unit=PERCENT,
        definition=_("Share of the budget of the running projects spent by the end of the period."),
        numerator=_("expenses in yuan up to the end of the period"),
        denominator=_("planned money in yuan of all budget lines of these projects"),
        direction=Direction.NEUTRAL,
        compute=budget_spent,
        digits=1,
    ),
]
