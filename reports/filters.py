"""Filters of this app's lists."""

import django_filters as df
from django.utils.translation import gettext_lazy as _

from communities.filters import AreaChoice
from lib.filters import year
from reports.models import ReportRun, ReportTemplate
from reports.models.runs import ReportRunQuerySet
from reports.workflow import RunState

FOR_REVIEW, FOR_SIGNATURE, WITH_OTHERS = "review", "signature", "others"


class RunFilter(df.FilterSet):
    """Reports by area, kind, state, year."""

    area = AreaChoice(kinds=("city", "district", "street", "community"))
    template = df.ModelChoiceFilter(label=_("Template"), queryset=ReportTemplate.objects.all())
    state = df.ChoiceFilter(label=_("State"), choices=RunState)
    year = year(_("Year"), "period_start")
    waiting = df.ChoiceFilter(
        label=_("Waiting"),
        method="who_acts",
        choices=[
            (FOR_REVIEW, _("for my review")),
            (FOR_SIGNATURE, _("for my signature")),
            (WITH_OTHERS, _("sent by me, to be signed")),
        ],
    )

    class Meta:
        model = ReportRun
        fields: list[str] = []

    def who_acts(self, qs: ReportRunQuerySet, name: str, value: str) -> ReportRunQuerySet:
        """Keep reports that wait for the user, or that the user sent and others have to sign."""
        user = self.request.user
        if value == FOR_REVIEW:
            return qs.to_review_by(user)
        return qs.to_sign_by(user) if value == FOR_SIGNATURE else qs.with_others_for(user)
