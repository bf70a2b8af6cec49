"""Forms of corrective actions: recording one, reporting it done, judging that, giving it up."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actions.models import CorrectiveAction
from actions.permissions import ACTION_CHANGE
from communities.models import Area, Organisation
from communities.responsible import colleagues_of, people_of
from lib.form_layout import section
from lib.forms import ActionForm, DateInput, PlainForm, RecordForm, UploadField, offer

#: What is said by the record, where an action was made of one.
SAID_BY_RECORD = ("area", "found_on", "source")


class CorrectiveActionForm(RecordForm):
    """A corrective action."""

    repeats = ("area", "source", "found_on", "owner_unit", "due")

    sections = (
        section(_("What was noticed"), "source", ("area", "found_on"), "problem", "cause"),
        section(_("What is done"), "action"),
        section(_("Who does it, until when"), ("owner", "owner_name"), ("owner_unit", "due")),
    )

    class Meta:
        model = CorrectiveAction
        fields = [
            "source",
            "area",
            "found_on",
            "problem",
            "cause",
            "action",
            "owner",
            "owner_name",
            "owner_unit",
            "due",
        ]
        widgets = {
            "found_on": DateInput(),
            "problem": forms.Textarea(attrs={"rows": 2}),
            "cause": forms.Textarea(attrs={"rows": 2}),
            "action": forms.Textarea(attrs={"rows": 2}),
            "due": DateInput(),
        }

    def limit_choices(self) -> None:
        """Offer areas where the user records actions, people who work there, units in sight.

        What the action already has stays on offer.
        """
        action = self.instance
        if action.source_kind:
            for name in SAID_BY_RECORD:
                del self.fields[name]
        else:
            self.fields["source"].required = True
            areas = Area.objects.to_choose(self.user, ACTION_CHANGE, action.area_id)
            offer(self, "area", areas)
        people = people_of(action.area) if action.area_id else colleagues_of(self.user)
        offer(self, "owner", people | User.objects.filter(pk=action.owner_id))
        units = Organisation.objects.visible_to(self.user).filter(active=True)
        offer(self, "owner_unit", units | Organisation.objects.filter(pk=action.owner_unit_id))

    def clean_found_on(self) -> dt.date:
        """Refuse days ahead."""
        day = self.cleaned_data["found_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day lies ahead."))
        return day

    def clean(self) -> dict[str, Any]:
        """Ask for whom it is and for a day that is not before the problem."""
        super().clean()
        data = self.cleaned_data
        self._check_owner(data)
        found, due = data.get("found_on", self.instance.found_on), data.get("due")
        if due and found and due < found:
            text = _("It was noticed on %(day)s: the day must not lie before it.")
            self.add_error("due", ValidationError(text, params={"day": found.isoformat()}))
        return data

    def _check_owner(self, data: dict[str, Any]) -> None:
        owner, name = data.get("owner"), (data.get("owner_name") or "").strip()
        if owner and name:
            self.add_error("owner", _("Name one person: an account, or a name beside it."))
        elif not (owner or name or data.get("owner_unit")) and "owner" not in self.errors:
            self.add_error("owner", _("Say who is to do it: an account, a name, or a unit."))
        area = data.get("area")
        if owner and area and not people_of(area).filter(pk=owner.pk).exists():
            text = _("%(person)s does not work in %(area)s.")
            params = {"person": str(owner), "area": str(area)}
            self.add_error("owner", ValidationError(text, params=params))


class OwnerForm(PlainForm):
    """Who is to deal with some actions."""

    owner = forms.ModelChoiceField(User.objects.none(), label=_("owner"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", colleagues_of(user))


class DoneForm(ActionForm):
    """What was done, with evidence."""

    record: CorrectiveAction

    done_on = forms.DateField(label=_("Done on"), widget=DateInput())
    note = forms.CharField(
        label=_("What was done"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    evidence = UploadField(label=_("Photo or document"), required=False)

    def clean_done_on(self) -> dt.date:
        """Refuse days before the problem was noticed and after today."""
        day = self.cleaned_data["done_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day lies ahead."))
        if day < self.record.found_on:
            raise ValidationError(_("This day lies before the one on which it was noticed."))
        return day


class VerdictForm(ActionForm):
    """Whether what was reported done is so."""

    ACCEPT, RETURN = "accept", "return"

    verdict = forms.ChoiceField(
        label=_("What you found"),
        choices=[
            (ACCEPT, _("It is done: close it")),
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


class WithdrawForm(ActionForm):
    """Why an action is not pursued."""

    note = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
