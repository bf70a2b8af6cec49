"""The form of a time limit."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.models import HazardCategory
from communities.models import Area
from communities.permissions import SETTINGS_CHANGE
from communities.whole import may_for_all
from grids.models import TimeLimit
from lib.form_layout import section
from lib.forms import DateInput, RecordForm, offer

#: What makes a limit the one it is; another one is a new row.
KEY = ("area", "category", "grade")
#: What may still be said of a limit that hazards were reckoned by.
OF_ONE_IN_FORCE = {"source", "valid_to"}


class LimitForm(RecordForm):
    """A time limit, from a day on. Of one in force only its end and its source can be changed."""

    sections = (
        section(_("For which hazards"), ("grade", "category", "area")),
        section(_("Time"), ("working_days", "at_most")),
        section(_("In force"), ("valid_from", "valid_to")),
        section(_("Source"), "source"),
    )

    class Meta:
        model = TimeLimit
        fields = [*KEY, "working_days", "at_most", "valid_from", "valid_to", "source"]
        widgets = {"valid_from": DateInput(), "valid_to": DateInput()}
        help_texts = {
            "valid_from": _("Deadlines of hazards that were found before stay as they are."),
            "valid_to": _("Empty: until another limit takes its place."),
        }

    def limit_choices(self) -> None:
        """Offer what the user may set, and of a limit in force only what may still change."""
        self.fields["source"].required = True
        if self.instance._state.adding:
            del self.fields["valid_to"]
            self._offer_places()
            return
        for name in KEY:
            del self.fields[name]
        if self.instance.state != "ahead":
            for name in set(self.fields) & set(self.Meta.fields) - OF_ONE_IN_FORCE:
                del self.fields[name]

    def _offer_places(self) -> None:
        offer(self, "category", HazardCategory.objects.filter(active=True))
        areas = Area.objects.where_allowed(self.user, SETTINGS_CHANGE)
        offer(self, "area", areas.filter(Q(valid_to=None)).order_by("path"))
        self.fields["area"].required = not may_for_all(self.user, SETTINGS_CHANGE)

    def clean_valid_from(self) -> dt.date:
        """Refuse a day that has passed: what was found since was reckoned already."""
        return self._not_past("valid_from")

    def clean_valid_to(self) -> dt.date | None:
        """Refuse an end in the past, for the same reason."""
        if self.cleaned_data["valid_to"] == self.instance.valid_to:
            return self.instance.valid_to
        return self._not_past("valid_to")

    def _not_past(self, name: str) -> Any:
        day = self.cleaned_data[name]
        if day is not None and day < timezone.localdate():
            raise ValidationError(_("Choose today or a later day."))
        return day
