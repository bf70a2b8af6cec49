"""The round of a grid worker: which premises to visit today, one after the other."""

from dataclasses import dataclass

from django.db.models import F, QuerySet

from accounts.models import User
from communities.models import Area, AreaKind
from communities.sight import sight_of
from grids.geometry import distance
from grids.models import Inspection
from grids.permissions import INSPECTION_ADD
from premises.models import Premises

#: So many visits fill a day in which a visit and the way to it take half an hour.
VISITS = 10


@dataclass(frozen=True)
class Stop:
    """A visit: the premises, and how many metres they lie from the stop before, where known."""

    premises: Premises
    metres: int | None


def walks_a_round(user: User) -> bool:
    """Tell whether `user` inspects in grids only, and so plans a day by the way."""
    paths = sight_of(user).paths_for(INSPECTION_ADD)
    if not paths:
        return False
    return not Area.objects.filter(path__in=paths).exclude(kind=AreaKind.GRID).exists()


def premises_due_for(user: User) -> QuerySet[Premises]:
    """Return the premises that are due and that `user` may inspect, longest waiting first."""
    rows = Premises.objects.where_allowed(user, INSPECTION_ADD).due().inspectable()
    return rows.order_by(F("last_inspected_at").asc(nulls_first=True), "name")


def round_of(user: User) -> list[Stop]:
    """Return the visits of a day: those that wait longest, in the order of the way.

    The way begins at the premises that `user` has visited last and goes to the nearest next. What
    has no position comes last, longest waiting first.
    """
    waiting = list(premises_due_for(user).select_related("area", "category")[:VISITS])
    placed = [one for one in waiting if one.position]
    last = Inspection.objects.filter(inspector=user).select_related("premises").first()
    here = last.premises.position if last else None
    stops: list[Stop] = []
    while placed:
        following = min(placed, key=lambda one: _metres(here, one) or 0)
        stops.append(Stop(following, _metres(here, following)))
        placed.remove(following)
        here = following.position
    return stops + [Stop(one, None) for one in waiting if not one.position]


def _metres(here: tuple[float, float] | None, premises: Premises) -> int | None:
    there = premises.position
    return round(distance(*here, *there)) if here and there else None
