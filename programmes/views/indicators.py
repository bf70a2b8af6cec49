"""Indicators: register, page with chart and definition, the definitions of computed ones."""

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.permissions import may, require
from lib.htmx import render_part
from lib.http import SignedInRequest
from lib.indicators import indicators as registry
from lib.listing import Listing, list_page
from programmes.charts import goal_chart
from programmes.filters import IndicatorFilter
from programmes.models import Indicator
from programmes.permissions import PROJECT_CHANGE, PROJECT_VIEW, VALUE_SUBMIT
from programmes.readings import readings
from programmes.tables import INDICATOR_TABLE
from programmes.views.sight import indicator_in_sight

#: Periods shown in chart and table.
SHOWN = 12


def indicator_list(request: SignedInRequest) -> HttpResponseBase:
    """List the indicators in sight: goal against actual."""
    require(request.user, PROJECT_VIEW)
    return list_page(
        request,
        Listing(
            name=_("Indicators"),
            queryset=Indicator.objects.visible_to(request.user).for_list(),
            filterset=IndicatorFilter,
            table=INDICATOR_TABLE,
            template="programmes/indicator_list.html",
        ),
    )


def indicator_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show an indicator over its last periods, computed now; to htmx its chart alone."""
    indicator = indicator_in_sight(request, pk)
    last = indicator.last_finished(timezone.localdate())
    rows = readings(indicator, last.back(SHOWN))
    context = {
        "indicator": indicator,
        "project": indicator.project,
        "registered": indicator.registered,
        "rows": list(reversed(rows)),
        "latest": next((row for row in reversed(rows) if row.value is not None), None),
        "chart": goal_chart(indicator, rows, request.LANGUAGE_CODE),
        "values": _values(indicator),
        "may_change": may(request.user, PROJECT_CHANGE, indicator),
        "may_submit": indicator.is_manual and may(request.user, VALUE_SUBMIT, indicator),
    }
    return render_part(request, "programmes/indicator_detail.html", context, part="reading")


def definitions(request: SignedInRequest) -> HttpResponse:
    """Explain every indicator that the portal computes."""
    require(request.user, PROJECT_VIEW)
    return render(request, "programmes/definitions.html", {"definitions": list(registry)})


def _values(indicator: Indicator) -> list[object]:
    if not indicator.is_manual:
        return []
    rows = indicator.values.for_list().order_by("-period_start", "-created_at")
    return list(rows[:50])
