"""Making the demonstration's projects from their plans."""

from django.db import transaction

from communities.roles import COMMUNITY, OFFICE
from lib.demo import DemoContext
from programmes.demo.budget import make_budget
from programmes.demo.indicators import make_computed, make_manual, settle_indicators
from programmes.demo.making import Crew, Making
from programmes.demo.measures import make_measure
from programmes.demo.plans import PLANS
from programmes.demo.projects import go_the_way, make_objectives, make_project, make_sites


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
            _make(Making(context, crew, plan, round_number))


def settle(context: DemoContext) -> None:
    """Read the baselines of computed indicators, set their targets, and judge all indicators.

    The baseline is the last period before the project began that lies in the season of the present
    one, so that like is compared with like. A key that no app has registered keeps its indicator
    without figures.
    """
    settle_indicators({plan.title: plan for plan in PLANS}, context.end)


def _make(making: Making) -> None:
    """Make the project with all its parts; what measures have done is what indicators count."""
    plan = making.plan
    making.project = make_project(making)
    go_the_way(making)
    make_sites(making)
    objectives = make_objectives(making)
    for measure in plan.measures:
        make_measure(making, measure)
    for number, manual in enumerate(plan.manual):
        objective = objectives[min(number, len(objectives) - 1)] if objectives else None
        make_manual(making, manual, number, objective)
    for number, computed in enumerate(plan.computed, start=len(plan.manual)):
        make_computed(making, computed, number)
    make_budget(making)
