"""Forms of hazards: one found outside an inspection, and the actions."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.models import HazardCategory
from communities.models import Area, AreaKind
from grids.models import Action, Hazard
from grids.permissions import HAZARD_REPORT
from grids.workflow import MOVES
from lib.form_layout import section
from lib.form_words import needed_unless
from lib.forms import ActionForm, DateInput, RecordForm, offer
from lib.photo_field import PhotosField
from lib.pickers import narrow_search
from premises.models import Premises

NO_AREA = _("Say in which grid or community it is.")
NO_PLACE = _("Say where it is.")


class HazardForm(RecordForm):
    """A hazard found without an inspection: on the street, or in premises on the way."""

    repeats = ("area", "category")

    photos = PhotosField(label=_("Photos"), required=False)

    sections = (
        section(_("Photos"), "photos"),
        section(_("Where"), ("premises", "area"), "place"),
        section(_("What it is"), ("category", "grade"), "description"),
        section(_("What is to be done"), "advice", "deadline"),
    )

    class Meta:
        model = Hazard
        fields = [
            "area",
            "premises",
            "place",
            "category",
            "grade",
            "description",
            "advice",
            "deadline",
        ]
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "advice": forms.Textarea(attrs={"rows": 2}),
            "deadline": DateInput(),
        }

    def limit_choices(self) -> None:
        """Offer areas and premises where the user may report hazards."""
        areas = Area.objects.to_choose(self.user, HAZARD_REPORT, self.instance.area_id)
        offer(self, "area", areas.of_kind(AreaKind.COMMUNITY, AreaKind.GRID))
        offer(self, "premises", Premises.objects.where_allowed(self.user, HAZARD_REPORT))
        narrow_search(self.fields["premises"], HAZARD_REPORT)
        self.fields["premises"].help_text = _("Leave it empty for a hazard on the street.")
        self.fields["area"].required = False
        self.fields["area"].help_text = _("Needed when no premises are chosen.")
        self.fields["place"].help_text = _("Needed when no premises are chosen.")
        needed_unless(self.fields["area"], "premises", NO_AREA)
        needed_unless(self.fields["place"], "premises", NO_PLACE)
        offer(self, "category", HazardCategory.objects.filter(active=True))
        self.fields["deadline"].help_text = _("Leave it empty when the office is to decide.")

    def clean_deadline(self) -> dt.date | None:
        """Refuse a deadline in the past."""
        day = self.cleaned_data["deadline"]
        if day is not None and day < timezone.localdate():
            raise ValidationError(_("The deadline cannot lie in the past."))
        return day

    def clean(self) -> dict[str, Any]:
        """A hazard lies somewhere: in premises of the area, or at a place in words."""
        super().clean()
        data = self.cleaned_data
        premises = data.get("premises")
        if premises is not None:
            data["area"] = premises.area
        elif "area" in self.fields and data.get("area") is None:
            self.add_error("area", ValidationError(NO_AREA))
        if premises is None and not data.get("place"):
            self.add_error("place", ValidationError(NO_PLACE))
        return data


class HazardActionForm(ActionForm):
    """What an action asks for."""

    deadline = forms.DateField(label=_("Deadline"), required=False, widget=DateInput())
    note = forms.CharField(
        label=_("Remarks"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photos = PhotosField(label=_("Photos"), required=False)

    WITH_DEADLINE = (Action.ADVISE, Action.EXTEND, Action.SEND_BACK)

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if MOVES[action].needs_reason:
            self.fields["note"].required = True
            self.fields["note"].label = _("Reason")
        if action not in self.WITH_DEADLINE:
            del self.fields["deadline"]
        elif action is Action.EXTEND:
            self.fields["deadline"].required = True
            self.fields["deadline"].label = _("New deadline")
        elif action is Action.SEND_BACK:
            self.fields["deadline"].help_text = _("Leave it empty to keep the present one.")
        else:
            self.fields["deadline"].help_text = _("Leave it empty to take the time limit.")
