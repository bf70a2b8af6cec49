"""Forms of findings: raising one, reporting it done, judging that."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.responsible import colleagues_of, people_of
from lib.forms import ActionForm, DateInput, PlainForm, RecordForm, UploadField, offer
from training.models import Drill, DrillFinding


class FindingForm(RecordForm):
    """A finding of a drill."""

    repeats = ("due",)

    class Meta:
        model = DrillFinding
        fields = ["problem", "cause", "action", "owner", "owner_name", "due"]
        widgets = {
            "problem": forms.Textarea(attrs={"rows": 2}),
            "cause": forms.Textarea(attrs={"rows": 2}),
            "action": forms.Textarea(attrs={"rows": 2}),
            "due": DateInput(),
        }

    def __init__(self, *args: Any, drill: Drill, **kwargs: Any) -> None:
        self.drill = drill
        super().__init__(*args, **kwargs)

    def limit_choices(self) -> None:
        """Offer as owners the people of the drill's area."""
        owners = people_of(self.drill.area) | User.objects.filter(pk=self.instance.owner_id)
        offer(self, "owner", owners)

    def clean_due(self) -> dt.date:
        """Refuse a day before the drill."""
        due, day = self.cleaned_data["due"], self.drill.event.day
        if due < day:
            raise ValidationError(
                _("The drill was on %(day)s: the day must not lie before it."),
                params={"day": day.isoformat()},
            )
        return due

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one responsible person."""
        super().clean()
        data = self.cleaned_data
        if bool(data.get("owner")) == bool(data.get("owner_name", "").strip()):
            self.add_error("owner", _("Name one owner: an account, or a name below."))
        return data


class OwnerForm(PlainForm):
    """Who is to deal with some findings."""

    owner = forms.ModelChoiceField(User.objects.none(), label=_("owner"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", colleagues_of(user))


class DoneForm(ActionForm):
    """What was done about a finding, with evidence."""

    record: DrillFinding

    done_on = forms.DateField(label=_("Done on"), widget=DateInput())
    note = forms.CharField(
        label=_("What was done"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    evidence = UploadField(label=_("Photo or document"), required=False)

    def clean_done_on(self) -> dt.date:
        """Refuse days before the drill and after today."""
        day = self.cleaned_data["done_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day lies ahead."))
        if day < self.record.drill.event.day:
            raise ValidationError(_("This day lies before the drill."))
        return day


class VerdictForm(ActionForm):
    """Whether what was reported done is so."""

    ACCEPT, RETURN = "accept", "return"

    verdict = forms.ChoiceField(
        label=_("What you found"),
        choices=[
            (ACCEPT, _("It is done: close the finding")),
            (RETURN, _("It is not done: send it back")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you send it back."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a return."""
        super().clean()
        data = self.cleaned_data
        if data.get("verdict") == self.RETURN and not data.get("note", "").strip():
            self.add_error("note", _("Say what is missing."))
        return data
