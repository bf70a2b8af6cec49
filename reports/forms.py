"""Forms of this app."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.passwords import check_own_password
from communities.models import Area, AreaKind
from lib.forms import ActionForm, PlainForm, RecordForm, offer, offer_words
from lib.merging import Merging
from lib.periods import Period, PeriodKind
from reports.models import ReportRun, ReportSchedule, ReportTemplate
from reports.permissions import RUN_MAKE, SCHEDULE_CHANGE

PERIODS_OFFERED = 36
REPORT_LEVELS = (AreaKind.CITY, AreaKind.DISTRICT, AreaKind.STREET, AreaKind.COMMUNITY)


class ReportForm(PlainForm):
    """Which report to make."""

    template = forms.ModelChoiceField(label=_("Report"), queryset=ReportTemplate.objects.all())
    area = forms.ModelChoiceField(label=_("Area"), queryset=Area.objects.none())
    period = forms.ChoiceField(label=_("Period"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = Area.objects.where_allowed(user, RUN_MAKE).of_kind(*REPORT_LEVELS)
        offer(self, "area", areas.order_by("path"))
        self.fields["area"].initial = areas.order_by("path").first()
        self.fields["template"].initial = ReportTemplate.objects.first()
        last = Period.containing(timezone.localdate()).previous
        months = reversed(last.back(PERIODS_OFFERED))
        offer_words(self, "period", [(one.code, str(one)) for one in months])

    def clean_period(self) -> Period:
        """Return the period."""
        return Period.parse(self.cleaned_data["period"])

    def clean(self) -> dict[str, Any]:
        """Check that the period is of the template's length."""
        super().clean()
        data = self.cleaned_data
        template, period = data.get("template"), data.get("period")
        if template and period and period.kind != PeriodKind(template.period_kind):
            self.add_error("period", ValidationError(_("This report is made for another period.")))
        return data


class NarrativeForm(Merging, PlainForm):
    """One text of a draft; its revision is the hash of the document as the writer saw it."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, run: ReportRun, key: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"text": run.snapshot.narratives()[key]}, **kwargs)
        self.carry_revision(f"{run.pk}:{key}", run.document_hash)

    def clean(self) -> dict[str, Any]:
        """Bring together what was written here and what was saved meanwhile."""
        super().clean()
        self.merge()
        return self.cleaned_data


class ReasonForm(ActionForm):
    """A reason that goes into the report's history."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class SignForm(PlainForm):
    """A signature: an opinion and the signer's own password, under the hash that was read.

    The opinion is sent as `reason`, so that it is there too when the report is sent back instead.
    """

    reason = forms.CharField(
        label=_("Opinion"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the history; needed when something is sent back."),
    )
    password = forms.CharField(
        label=_("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("Your password stands for your hand: nobody else can sign for you."),
    )
    read_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Check the password; tries are limited."""
        check_own_password(self.user, self.cleaned_data["password"])
        return ""


class ScheduleForm(RecordForm):
    """When reports are made by themselves."""

    class Meta:
        model = ReportSchedule
        fields = ["template", "area", "each_community", "days_after", "hour", "active"]

    def limit_choices(self) -> None:
        """Offer areas whose schedules the user may change."""
        areas = Area.objects.where_allowed(self.user, SCHEDULE_CHANGE).of_kind(*REPORT_LEVELS)
        offer(self, "area", areas.order_by("path"))
