"""The first day: at most five pages that a role works with, each with two sentences.

The step that somebody has reached lies in the session; that the tour was walked or refused, on the
account. Steps are pages of the menu, so a role is never led to a refusal.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.models import User
from communities import roles
from communities.sight import sight_of
from lib.http import SignedInRequest
from lib.navigation import MenuEntry, menu

STEP = "tour"
MOST = 5

#: What is said of each page, by its key in the menu.
WORDS: dict[str, str | Promise] = {
    "home": _(
        "What you have to do stands here, the most urgent first. Each line leads to its record; "
        "when it is done, the line goes away by itself."
    ),
    "inspect": _(
        "Places that are due stand first. Open one, answer what is not in order, let “All others "
        "in order” do the rest, and send. A hazard opens at its item."
    ),
    "hazards": _(
        "Every hazard with its deadline and its state. Open one to see what comes next: "
        "rectification is recorded with a photo, and somebody else looks again."
    ),
    "premises": _("The register of places, with what was found in each and when it is due again."),
    "projects": _(
        "A safety promotion project on one page: problem, targets, indicators, measures, money. "
        "Values are entered by one person and approved by another."
    ),
    "injuries": _(
        "Report cards. Persons are masked until you ask for them; each time you ask is recorded."
    ),
    "injury-imports": _(
        "Bring in an Excel file of a hospital: the portal finds the headings and says what is "
        "wrong row by row. Nothing is lost; an import can be undone."
    ),
    "training": _(
        "Trainings and campaigns: plan, hold, write up with numbers, photos and sign-in sheet."
    ),
    "drills": _("Drills with their course by the minute, their scores and what was found."),
    "dashboard": _(
        "The month in numbers. Each number opens the rows that it counts; full screen is for the "
        "meeting room."
    ),
    "reports": _(
        "Evaluation reports are drafted by the portal at the end of a period; people add their "
        "judgement, review and sign."
    ),
    "areas": _("The tree of areas down to the grid, with residents, boundaries and people."),
    "organisations": _("Departments, schools, clinics and enterprises that take part."),
    "users": _(
        "Open accounts, give roles in areas, reset passwords, close accounts of who has left."
    ),
    "audit": _(
        "Who did what and when. Search by action, person or record; each entry shows before and "
        "after and leads to the record."
    ),
}

#: Which pages of the menu each role is shown, in order.
TOURS = {
    roles.ADMINISTRATOR: ["home", "users", "areas", "organisations", "audit"],
    roles.OFFICE: ["home", "projects", "injuries", "hazards", "reports"],
    roles.COMMUNITY: ["home", "hazards", "training", "projects", "dashboard"],
    roles.GRID_WORKER: ["home", "inspect", "hazards", "premises"],
    roles.REPORTER: ["home", "injuries", "injury-imports"],
    roles.PARTNER: ["home", "projects", "hazards", "drills"],
    roles.COMMITTEE: ["home", "dashboard", "projects", "reports"],
    roles.AUDITOR: ["home", "audit", "dashboard"],
}


@dataclass(frozen=True)
class TourStep:
    """A page of the tour. `number` counts from 1 to `total`."""

    number: int
    total: int
    entry: MenuEntry
    words: str | Promise

    @property
    def last(self) -> bool:
        """Whether the tour ends here."""
        return self.number == self.total


def steps_of(user: User) -> list[TourStep]:
    """Return the pages that the user is shown: those of the first role, as far as they open."""
    sight = sight_of(user)
    own = [code for code in TOURS if code in sight.roles]
    role = own[0] if own else roles.ADMINISTRATOR if user.is_superuser else None
    entries = [menu[key] for key in TOURS.get(role or "", ["home"])]
    open_to = [one for one in entries if one.permission is None or sight.may(one.permission)][:MOST]
    return [
        TourStep(number, len(open_to), one, WORDS[one.key]) for number, one in enumerate(open_to, 1)
    ]


def tour_of(user: User, session: SessionBase) -> TourStep | None:
    """Return the step that the user has reached, or None."""
    reached = session.get(STEP)
    if reached is None:
        return None
    return next((one for one in steps_of(user) if one.number == reached), None)


@require_POST
def tour_go(request: SignedInRequest, number: int) -> HttpResponse:
    """Go to a page of the tour; beyond the last one the tour has been walked."""
    step = next((one for one in steps_of(request.user) if one.number == number), None)
    if step is None:
        return tour_end(request)
    request.session[STEP] = number
    return redirect(step.entry.url)


@require_POST
def tour_end(request: SignedInRequest) -> HttpResponse:
    """Walked or not wanted: it is not offered again by itself."""
    request.session.pop(STEP, None)
    if request.user.toured_at is None:
        request.user.toured_at = timezone.now()
        request.user.save(update_fields=["toured_at"])
    messages.info(request, gettext("You find the tour again on your own page, under your name."))
    return redirect("home")
