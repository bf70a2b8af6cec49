"""/settings/start/: how an installation without demonstration data gets to work, step by step.

Nothing is ticked off by hand: how far each step is, is counted from what is there.
"""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import HolidayNotice, Organisation
from communities.permissions import (
    ACCOUNT_IMPORT,
    AREA_CHANGE,
    CALENDAR_CHANGE,
    SETTINGS_CHANGE,
    may,
    require,
)
from communities.starting import Begun, begun
from grids.models import Hazard
from ledgers.declaration import registers
from lib.http import SignedInRequest
from lib.office_settings import WORK, settings_pages
from lib.periods import day_start, this_and_next_year
from premises.models import Premises


class State(StrEnum):
    """How far a step is. A free one has no end: what is shipped holds until it is changed."""

    DONE = "done"
    NEXT = "next"
    LATER = "later"
    FREE = "free"


@dataclass(frozen=True)
class Link:
    """A way into a step."""

    label: str | Promise
    url: str
    icon: str


@dataclass
class Step:
    """A step: what it is for, how it stands, and the ways in that are open to the user."""

    title: str
    sentence: str
    stands: str
    done: bool
    links: list[Link] = field(default_factory=list)
    free: bool = False
    state: State = State.LATER


def start(request: SignedInRequest) -> HttpResponse:
    """Show the steps with how each stands."""
    require(request.user, SETTINGS_CHANGE)
    steps = steps_for(request.user)
    return render(request, "settings/start.html", {"steps": steps, "State": State})


def steps_for(user: User) -> list[Step]:
    """Return the steps as they stand; the first that is open is next."""
    found = begun()
    steps = [
        _street(user, found),
        _areas(user, found),
        _accounts(user, found),
        _registers(user),
        _limits(user),
        _holidays(user),
    ]
    following = next((step for step in steps if not step.done and not step.free), None)
    for step in steps:
        if step.free:
            step.state = State.FREE
        elif step.done:
            step.state = State.DONE
        elif step is following:
            step.state = State.NEXT
    return steps


def _street(user: User, found: Begun) -> Step:
    links = []
    if may(user, AREA_CHANGE):
        name = "communities:areas" if found.streets else "communities:start-street"
        links = [Link(_("Areas") if found.streets else _("Name the street"), reverse(name), "map")]
    return Step(
        title=_("Name and code of the street"),
        sentence=_("The street and its district, with their division codes."),
        stands=_("streets: %d") % found.streets if found.streets else "",
        done=bool(found.streets),
        links=links,
    )


def _areas(user: User, found: Begun) -> Step:
    stands = []
    if found.communities:
        stands.append(_("communities: %d") % found.communities)
        stands.append(_("grids: %d") % found.grids)
    if found.bare:
        stands.append(_("communities without a grid: %d") % found.bare)
    links = []
    if found.streets and may(user, AREA_CHANGE):
        links.append(Link(_("Type them"), reverse("communities:start-areas"), "table"))
        links += _from_excel(user, "areas")
    return Step(
        title=_("Communities and grids"),
        sentence=_("Work lies in grids, and each grid in a community. Boundaries can come later."),
        stands="，".join(stands),
        done=found.has_areas,
        links=links,
    )


def _accounts(user: User, found: Begun) -> Step:
    stands = []
    if found.staff:
        stands.append(_("people with a role: %d") % found.staff)
    if found.unstaffed:
        stands.append(_("communities where nobody works yet: %d") % found.unstaffed)
    links = []
    if found.has_areas and may(user, ACCOUNT_IMPORT):
        links.append(Link(_("Type them"), reverse("communities:start-accounts"), "table"))
        links += _from_excel(user, "accounts")
        links.append(
            Link(_("Links for the first sign-in"), reverse("communities:first-links"), "link-45deg")
        )
    return Step(
        title=_("First accounts"),
        sentence=_("Begin with the staff of the street office; they can bring the others in."),
        stands="，".join(stands),
        done=found.staff > 0,
        links=links,
    )


def _registers(user: User) -> Step:
    this, _following = this_and_next_year()
    first, last = (day_start(dt.date(year, 1, 1)) for year in (this - 1, this))
    units = Organisation.objects.visible_to(user).count()
    places = Premises.objects.visible_to(user).count()
    hazards = Hazard.objects.visible_to(user).filter(found_at__gte=first, found_at__lt=last)
    stands = [
        _("units: %d") % units,
        _("premises: %d") % places,
        _("hazards of %(year)d: %(count)d") % {"year": this - 1, "count": hazards.count()},
    ]
    links = [
        link for key in ("organisations", "premises", "hazards") for link in _from_excel(user, key)
    ]
    return Step(
        title=_("Units, premises, hazards of last year"),
        sentence=_("From the Excel files that the office has. Each can be undone as a whole."),
        stands="，".join(stands),
        done=bool(units and places),
        links=links,
    )


def _limits(user: User) -> Step:
    return Step(
        title=_("Kinds, intervals and time limits"),
        sentence=_("What is shipped holds until you change it: look through it once."),
        stands="",
        done=False,
        links=[
            Link(page.label, page.url, page.icon)
            for page in settings_pages
            if page.group == WORK and may(user, page.permission)
        ],
        free=True,
    )


def _holidays(user: User) -> Step:
    this, _following = this_and_next_year()
    known = HolidayNotice.objects.filter(year__gte=this).order_by("year")
    years = list(known.values_list("year", flat=True))
    links = []
    if may(user, CALENDAR_CHANGE):
        links = [Link(_("Working days"), reverse("communities:calendar"), "calendar3")]
    return Step(
        title=_("Holidays of the year"),
        sentence=_("Deadlines are reckoned in working days by the notice of the State Council."),
        stands=_("entered: %s") % "、".join(map(str, years)) if years else "",
        done=this in years,
        links=links,
    )


def _from_excel(user: User, key: str) -> list[Link]:
    """Return the ways to bring the register `key` in, when there is one and the user may."""
    ledger = registers.get(key)
    if ledger is None or not may(user, ledger.permission):
        return []
    return [
        Link(
            _("%s from Excel") % ledger.label,
            reverse("ledgers:new", args=[key]),
            "upload",
        ),
        Link(
            _("Empty template: %s") % ledger.label,
            reverse("ledgers:template", args=[key]),
            "download",
        ),
    ]
