"""Forms of indicator values."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from lib.forms import ActionForm, RecordForm, UploadField, offer_words
from lib.numerals import format_number
from lib.periods import Period
from programmes.models import IndicatorValue
from programmes.services.values import has_evidence, share
from programmes.value_story import jump_before


class PeriodSelect(forms.Select):
    """A list of periods of which some cannot be chosen."""

    unavailable: Collection[str] = ()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return an option, disabled where the period has a value."""
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.unavailable:
            option["attrs"]["disabled"] = True
        return option


#: How many periods back a value can still be entered.
PERIODS_BACK = 24
#: So many missing periods are named.
NAMED = 6


class ValueForm(RecordForm):
    """A value for a period: numerator and denominator of a percentage, else the value itself.

    Periods stand in the order of the calendar; those that have a value are shown with it and cannot
    be chosen. A change that is larger than usual is asked about once. The form can be saved and
    submitted in one go, which takes the evidence.
    """

    period = forms.ChoiceField(label=_("Period"), widget=PeriodSelect)
    confirmed = forms.BooleanField(
        label=_("The value was checked: it is right"), required=False, widget=forms.HiddenInput
    )
    evidence = UploadField(
        label=_("Evidence"),
        required=False,
        help_text=_("Needed before the value can be submitted: the table, survey or photo."),
    )

    class Meta:
        model = IndicatorValue
        fields = ["value", "numerator", "denominator", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    field_order = [
        "record_key",
        "period",
        "numerator",
        "denominator",
        "value",
        "confirmed",
        "note",
        "evidence",
    ]

    def limit_choices(self) -> None:
        """Offer finished periods without a value; ask for what the indicator is made of."""
        indicator = self.instance.indicator
        if indicator.is_share:
            del self.fields["value"]
            self.fields["numerator"].required = self.fields["denominator"].required = True
        if self._period_is_fixed():
            del self.fields["period"]
            return
        self.taken = {one.period_start: one for one in indicator.values.filter(corrects=None)}
        periods = list(reversed(finished_periods(indicator)))
        words = [(one.code, self._words(one)) for one in periods]
        offer_words(self, "period", [("", _("Choose…")), *words])
        free = [one for one in periods if one.start not in self.taken]
        field = self.fields["period"]
        field.widget.unavailable = {one.code for one in periods} - {one.code for one in free}
        field.initial = self._next(free)
        field.help_text = self._missing(free)

    def _next(self, free: Sequence[Period]) -> str | None:
        """Return the period that is surely meant: the last finished one, if it is due.

        It is due where the value before it was the latest, or where there is none yet. An older
        gap is chosen by whoever fills it.
        """
        if not free or (self.taken and free[0].previous.start != max(self.taken)):
            return None
        return free[0].code

    def _missing(self, free: Sequence[Period]) -> str:
        """Name the periods since the first value that have none, newest first."""
        begun = min(self.taken, default=None)
        missing = [str(one) for one in free if begun is not None and one.start > begun]
        if not missing:
            return ""
        names = gettext(", ").join(missing[:NAMED])
        if more := len(missing[NAMED:]):
            names += ngettext(" and %d more", " and %d more", more) % more
        return gettext("Without a value: %s.") % names

    def _words(self, period: Period) -> str:
        """Name a period, and the value that it has."""
        taken = self.taken.get(period.start)
        if taken is None:
            return str(period)
        digits = self.instance.indicator.digits
        text = gettext("%(period)s (entered: %(value)s)")
        return text % {"period": period, "value": format_number(taken.value, digits=digits)}

    def _period_is_fixed(self) -> bool:
        return not self.instance._state.adding or self.instance.corrects_id is not None

    def clean_period(self) -> str:
        """Put the chosen period into the value."""
        code = self.cleaned_data["period"]
        start = Period.parse(code).start
        if start in self.taken and self.taken[start].pk != self.key:
            raise ValidationError(_("This period already has a value."))
        self.instance.period_start = start
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
                self.instance.value = data["value"] = share(top, bottom)
        if self.submits and "evidence" not in self.errors and self._lacks_evidence():
            self.add_error("evidence", ValidationError(_("Attach the evidence first.")))
        if not self.errors and not data.get("confirmed"):
            self._ask_about_jump(data.get("value"))
        return data

    @property
    def submits(self) -> bool:
        """True when the value is to be given in for approval at once."""
        return "submitted" in self.data

    def _lacks_evidence(self) -> bool:
        if self.cleaned_data.get("evidence"):
            return False
        return self.instance._state.adding or not has_evidence(self.instance)

    def _ask_about_jump(self, value: Decimal | None) -> None:
        """Have an unusual change confirmed."""
        if value is None:
            return
        indicator = self.instance.indicator
        jump = jump_before(indicator, self.instance.period, float(value))
        if jump is not None:
            self.fields["confirmed"].widget = forms.CheckboxInput()
            self.add_error("confirmed", ValidationError(jump.in_words(indicator)))


def finished_periods(indicator: Any) -> list[Period]:
    """Return the finished periods for which values can be entered, oldest first."""
    last = indicator.last_finished(timezone.localdate())
    return last.back(PERIODS_BACK // max(1, indicator.period_kind.months // 2))


class ReturnForm(ActionForm):
    """Why a value goes back."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
