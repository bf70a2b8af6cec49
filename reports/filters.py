"""Filters of this app's lists."""

import django_filters as df
from django.utils.translation import gettext_lazy as _

from communities.filters import AreaChoice
from lib.filters import year
from reports.models import ReportRun, ReportTemplate
from reports.workflow import RunState


class RunFilter(df.FilterSet):
    """Reports by area, kind, state, year."""

    area = AreaChoice(kinds=("city", "district", "street", "community"))
    template = df.ModelChoiceFilter(label=_("Template"), queryset=ReportTemplate.objects.all())
    state = df.ChoiceFilter(label=_("State"), choices=RunState)
    year = year(_("Year"), "period_start")

    class Meta:
        model = ReportRun
        fields: list[str] = []
