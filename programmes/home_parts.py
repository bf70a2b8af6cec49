"""What a partner's unit has to do with projects, for the home page."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from communities.permissions import may
from communities.sight import sight_of
from lib.home import HomePart
from programmes.models import Measure, Project
from programmes.permissions import PROJECT_CHANGE, PROJECT_VIEW

#: So many of each kind stand on the home page.
SHOWN = 6


def unit_projects(user: User) -> dict[str, Any] | None:
    """Projects under way in which the user's unit leads or cooperates, and its open measures.

    For those who look on from a unit outside the street office: staff have the lists themselves.
    """
    units = sight_of(user).units
    if not units or not may(user, PROJECT_VIEW) or may(user, PROJECT_CHANGE):
        return None
    projects = Project.objects.visible_to(user).filter(stage__in=("approved", "running"))
    own = projects.filter(Q(lead_unit__in=units) | Q(partners__in=units)).distinct()
    measures = Measure.objects.in_force().visible_to(user).not_done(timezone.localdate())
    mine = measures.filter(Q(owner__in=units) | Q(partner__in=units)).order_by("end")
    return {
        "projects": [
            {
                "title": one.title,
                "url": one.get_absolute_url(),
                "leads": one.lead_unit_id in units,
                "end": one.end,
            }
            for one in own.order_by("end", "title")[:SHOWN]
        ],
        "measures": [
            {
                "title": one.title,
                "url": one.get_absolute_url(),
                "project": one.project.title,
                "end": one.end,
                "late": one.end < timezone.localdate(),
            }
            for one in mine.select_related("project")[:SHOWN]
        ],
        "all": reverse("programmes:projects"),
    }


HOME_PARTS = [
    HomePart(
        key="programmes.unit",
        template="programmes/home_unit.html",
        find=unit_projects,
        rooms=("programmes", "communities"),
    ),
]
