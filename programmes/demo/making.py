"""What every part of a project of the demonstration is made from."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from communities.models import Area, Organisation
from lib.demo import DemoContext
from lib.periods import Period
from programmes.demo.plan import ProjectPlan
from programmes.models import Project


@dataclass(frozen=True)
class Crew:
    """Who enters and who approves, two different people."""

    maker: Any
    approver: Any


@dataclass
class Making:
    """A project that is being made of a plan; `shift` moves it to other communities."""

    context: DemoContext
    crew: Crew
    plan: ProjectPlan
    shift: int
    project: Project = field(init=False)

    @property
    def today(self) -> dt.date:
        """The first day without data."""
        return self.context.end

    @property
    def start(self) -> dt.date:
        """The first day of the project."""
        return Period.containing(self.today).shifted(-self.plan.began).start

    @property
    def end(self) -> dt.date:
        """The last day of the project."""
        return self.month(self.plan.length) - dt.timedelta(days=1)

    def community(self, number: int | None) -> Area:
        """Return the community of that number; None is the street, in later rounds one of all."""
        communities = self.context.communities
        if number is None:
            return communities[self.shift % len(communities)] if self.shift else self.context.street
        return communities[(number + self.shift) % len(communities)]

    def month(self, months: int) -> dt.date:
        """Return the first day of the month so many months after the start."""
        return Period.containing(self.start).shifted(months).start

    def organisation(self, sector: str) -> Organisation | None:
        """Return an organisation of the sector that works where the project is."""
        rows = Organisation.objects.in_area(self.context.street).filter(sector=sector)
        place = self.community(self.plan.community)
        found = rows.select_related("area").order_by("name")
        return next((one for one in found if one.area.contains(place)), None)
