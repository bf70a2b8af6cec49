"""Forms of indicator values."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib.forms import ActionForm, RecordForm, UploadField, offer_words
from lib.periods import Period
from programmes.models import IndicatorValue
from programmes.services.values import share

#: How many periods back a value can still be entered.
PERIODS_BACK = 24


class ValueForm(RecordForm):
    """A value for a period: numerator and denominator of a percentage, else the value itself."""

    period = forms.ChoiceField(label=_("Period"))
    evidence = UploadField(
        label=_("Evidence"),
        required=False,
        help_text=_("Needed before the value can be submitted: the table, survey or photo."),
    )

    class Meta:
        model = IndicatorValue
        fields = ["value", "numerator", "denominator", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    field_order = ["record_key", "period", "numerator", "denominator", "value", "note", "evidence"]

    def limit_choices(self) -> None:
        """Offer finished periods without a value; ask for what the indicator is made of."""
        indicator = self.instance.indicator
        if indicator.is_share:
            del self.fields["value"]
            self.fields["numerator"].required = self.fields["denominator"].required = True
        if self._period_is_fixed():
            del self.fields["period"]
            return
        taken = set(indicator.values.values_list("period_start", flat=True))
        periods = [p for p in finished_periods(indicator) if p.start not in taken]
        offer_words(self, "period", [(p.code, str(p)) for p in reversed(periods)])

    def _period_is_fixed(self) -> bool:
        return not self.instance._state.adding or self.instance.corrects_id is not None

    def clean_period(self) -> str:
        """Put the chosen period into the value."""
        code = self.cleaned_data["period"]
        self.instance.period_start = Period.parse(code).start
        return code

    def clean(self) -> dict[str, Any]:
        """Check that a part is not larger than its whole, and compute the percentage."""
        super().clean()
        data = self.cleaned_data
        top, bottom = data.get("numerator"), data.get("denominator")
        if bottom is not None and bottom <= 0:
            self.add_error("denominator", ValidationError(_("Must be larger than 0.")))
        elif self.instance.indicator.is_share and top is not None and bottom is not None:
            if top < 0 or top > bottom:
                text = _("A part lies between 0 and its whole.")
                self.add_error("numerator", ValidationError(text))
            else:
                self.instance.value = share(top, bottom)
        return data


def finished_periods(indicator: Any) -> list[Period]:
    """Return the finished periods for which values can be entered, oldest first."""
    last = indicator.last_finished(timezone.localdate())
    return last.back(PERIODS_BACK // max(1, indicator.period_kind.months // 2))


class ReturnForm(ActionForm):
    """Why a value goes back."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
