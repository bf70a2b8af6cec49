"""The committee's dashboard."""

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
from lib.http import SignedInRequest
from lib.periods import Period
from monitoring.dashboard import board, running_projects
from monitoring.permissions import DASHBOARD_VIEW

MONTHS_OFFERED = 36
PROJECTS_SHOWN = 12


class BoardForm(PlainForm):
    """Which area and which month. Anything else than what is offered falls back to the first."""

    area = forms.ModelChoiceField(label=_("Area"), queryset=Area.objects.none())
    period = forms.ChoiceField(label=_("Month"))

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.areas = Area.objects.where_allowed(user, DASHBOARD_VIEW).order_by("path")
        offer(self, "area", self.areas)
        current = Period.containing(timezone.localdate())
        months = list(reversed(current.back(MONTHS_OFFERED)))
        offer_words(self, "period", [(one.code, str(one)) for one in months])

    def chosen(self) -> tuple[Area | None, Period]:
        """Return what was chosen: by default the topmost area and the last finished month."""
        self.is_valid()
        area = self.cleaned_data.get("area") or self.areas.first()
        code = self.cleaned_data.get("period")
        last = Period.containing(timezone.localdate()).previous
        return area, Period.parse(code) if code else last


def dashboard(request: SignedInRequest) -> HttpResponse:
    """Show key figures, trends, hazards, projects and the map of an area."""
    require(request.user, DASHBOARD_VIEW)
    area, period = BoardForm(request.GET, user=request.user).chosen()
    if area is None:
        return render(request, "monitoring/dashboard.html", {"area": None})
    language = "en" if get_language() == "en" else "zh-hans"
    found = board(area, period, request.user)
    choice = BoardForm({"area": area.pk, "period": period.code}, user=request.user)
    context = {
        "area": area,
        "period": period,
        "form": choice,
        "board": found,
        "groups": [(group, localise(group.chart, language)) for group in found.groups],
        "projects": running_projects(request.user, area, period)[:PROJECTS_SHOWN],
        "may_see_map": may(request.user, HAZARD_VIEW, area),
    }
    return render(request, "monitoring/dashboard.html", context)
