"""The year of an area: sessions and persons by month and by group, the blocks of the report."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy as _

from accounts.models import User
from communities.models import Area
from communities.permissions import require
from documents import Document, Meta, Section
from documents.context import ReportContext
from documents.presentation import present
from lib.forms import PlainForm, offer, offer_words
from lib.http import SignedInRequest
from lib.periods import Period
from training.models import Event
from training.permissions import EVENT_VIEW
from training.sections import events_section


class OverviewForm(PlainForm):
    """Which area and year."""

    area = forms.ModelChoiceField(label=_("Area"), queryset=Area.objects.none(), empty_label=None)
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "area", Area.objects.where_allowed(user, EVENT_VIEW).order_by("path"))
        offer_words(self, "year", [(year, str(year)) for year in _years(user)])


def _years(user: User) -> list[int]:
    """Return the years from the first event in sight to this one, latest first."""
    this = timezone.localdate().year
    first = Event.objects.visible_to(user).order_by("starts_at").values_list("starts_at").first()
    begin = min(this, timezone.localtime(first[0]).year) if first else this
    return list(range(this, begin - 1, -1))


def overview(request: SignedInRequest) -> HttpResponse:
    """Show a year: key figures, months, groups, types, materials."""
    require(request.user, EVENT_VIEW)
    form = OverviewForm(_with_defaults(request), user=request.user)
    shown = None
    if form.is_valid():
        period = Period.parse(str(form.cleaned_data["year"]))
        context = ReportContext(form.cleaned_data["area"], period, timezone.now())
        shown = _shown(events_section(context))
    return render(request, "training/overview.html", {"form": form, "shown": shown})


def _with_defaults(request: SignedInRequest) -> dict[str, Any]:
    """Take what was chosen; else the topmost area of the user, and this year."""
    areas = Area.objects.where_allowed(request.user, EVENT_VIEW).order_by("depth", "path")
    area = request.GET.get("area") or areas.values_list("pk", flat=True).first()
    return {"area": area, "year": request.GET.get("year") or timezone.localdate().year}


def _shown(section: Section | None) -> dict[str, Any] | None:
    """Return the section's blocks as the report would print them, and the words around them."""
    if section is None:
        return None
    language = get_language() or "zh-hans"
    shown = present(Document(section.title, Meta(), (section,)), language)
    return {"blocks": shown["sections"][0]["blocks"], "words": shown["words"]}
