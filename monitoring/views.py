"""The committee's dashboard."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy as _

from accounts.models import User
from communities.models import Area
from communities.permissions import may, require
from grids.permissions import HAZARD_VIEW
from lib.bilingual import localise
from lib.forms import PlainForm, offer, offer_words
from lib.htmx import wants_part
from lib.http import SignedInRequest
from lib.periods import Period
from monitoring.dashboard import SIX, board
from monitoring.origin import place_of
from monitoring.permissions import DASHBOARD_VIEW
from monitoring.pressing import SHOWN, pressing_hazards, targets

MONTHS_OFFERED = 36
#: By what the areas side by side are ranked: what one acts on.
RANKED_BY = "grids.hazards.overdue"


class BoardForm(PlainForm):
    """Which area, which month, ranked by what. Anything else falls back to the first."""

    area = forms.ModelChoiceField(label=_("Area"), queryset=Area.objects.none())
    period = forms.ChoiceField(label=_("Month"))
    rank = forms.ChoiceField(
        choices=[(key, key) for key in SIX], required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.areas = Area.objects.where_allowed(user, DASHBOARD_VIEW).order_by("path")
        offer(self, "area", self.areas)
        current = Period.containing(timezone.localdate())
        months = list(reversed(current.back(MONTHS_OFFERED)))
        offer_words(self, "period", [(one.code, str(one)) for one in months])

    def chosen(self) -> tuple[Area | None, Period, str]:
        """Return what was chosen: by default the topmost area and the last finished month."""
        self.is_valid()
        area = self.cleaned_data.get("area") or self.areas.first()
        code = self.cleaned_data.get("period")
        last = Period.containing(timezone.localdate()).previous
        rank = self.cleaned_data.get("rank") or RANKED_BY
        return area, Period.parse(code) if code else last, rank


def dashboard(request: SignedInRequest) -> HttpResponse:
    """Show what the committee looks at: page, wall, or the part that a changed filter asks for."""
    require(request.user, DASHBOARD_VIEW)
    area, period, rank = BoardForm(request.GET, user=request.user).chosen()
    if area is None:
        return render(request, "monitoring/dashboard.html", {"area": None})
    part = "monitoring/board.html" if wants_part(request) else "monitoring/dashboard.html"
    response = render(request, part, _context(request.user, area, period, rank))
    response.headers["Vary"] = "HX-Request"
    return response


def _context(user: User, area: Area, period: Period, rank: str) -> dict[str, Any]:
    language = "en" if get_language() == "en" else "zh-hans"
    found = board(area, period, user)
    hazards, pressing = pressing_hazards(user, area, period)
    projects = targets(user, area, period)
    chosen = {"area": area.pk, "period": period.code, "rank": rank}
    counted = period.so_far(timezone.localdate())
    return {
        "area": area,
        "period": period,
        "until": counted.last_day if counted.until else None,
        "form": BoardForm(chosen, user=user),
        "board": found,
        "rank": rank,
        "sides": found.sides.ranked(rank) if found.sides else [],
        "groups": found.groups,
        "trends": [
            (group.trend, localise(group.trend.chart, language))
            for group in found.groups
            if group.trend is not None
        ],
        "hazards": hazards,
        "hazards_left": pressing - len(hazards),
        "targets": projects[:SHOWN],
        "targets_left": len(projects[SHOWN:]),
        "may_see_hazards": may(user, HAZARD_VIEW, area),
        "depth_below": area.depth + 1,
        "origin": place_of(area, period),
    }
