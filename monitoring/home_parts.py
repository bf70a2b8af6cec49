"""What this room shows on the home page: the six numbers, for the committee."""

from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from communities.models import Area
from communities.roles import COMMITTEE
from communities.sight import sight_of
from lib.comparison import Compared
from lib.home import HomePart
from lib.periods import Period
from monitoring.dashboard import SIX_ROOMS, six_numbers
from monitoring.origin import place_of
from monitoring.permissions import DASHBOARD_VIEW


@dataclass(frozen=True)
class SixNumbers:
    """The large numbers of an area and the last month that is over."""

    area: str
    period: Period
    six: list[Compared]
    origin: str


def committee_numbers(user: User) -> SixNumbers | None:
    """Return the six numbers of a committee member's topmost area; None for everybody else."""
    if COMMITTEE not in sight_of(user).roles:
        return None
    area = Area.objects.where_allowed(user, DASHBOARD_VIEW).order_by("path").first()
    if area is None:
        return None
    period = Period.containing(timezone.localdate()).previous
    found = six_numbers(area, period, user)
    return SixNumbers(str(area), period, found, place_of(area, period))


HOME_PARTS = [
    HomePart(
        key="monitoring.six",
        template="monitoring/home_six.html",
        find=committee_numbers,
        rooms=SIX_ROOMS,
        wide=True,
    )
]
