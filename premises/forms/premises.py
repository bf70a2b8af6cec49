"""The form of premises."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models import Area, AreaKind
from lib.form_layout import section
from lib.forms import DateInput, RecordForm, offer
from premises.models import Premises, PremisesCategory
from premises.permissions import PREMISES_CHANGE


class PremisesForm(RecordForm):
    """Premises in a grid, or in a community that is not divided."""

    repeats = ("category", "area", "registered_on")

    sections = (
        section(_("Name and place"), ("name", "category"), ("area", "address"), ("number",)),
        section(_("Responsible"), ("contact_name", "contact_phone")),
        section(_("Size"), ("floor_area", "persons", "beds")),
        section(_("Position on the map"), ("latitude", "longitude")),
        section(_("Register"), ("registered_on", "closed_on")),
    )

    class Meta:
        model = Premises
        fields = [
            "name",
            "category",
            "area",
            "address",
            "number",
            "contact_name",
            "contact_phone",
            "floor_area",
            "persons",
            "beds",
            "latitude",
            "longitude",
            "registered_on",
            "closed_on",
        ]
        widgets = {
            "contact_phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
            "registered_on": DateInput(),
            "closed_on": DateInput(),
        }

    def limit_choices(self) -> None:
        """Offer grids and communities where the user may change premises."""
        areas = Area.objects.to_choose(self.user, PREMISES_CHANGE, self.instance.area_id)
        offer(self, "area", areas.of_kind(AreaKind.COMMUNITY, AreaKind.GRID))
        used = Q(active=True) | Q(pk=self.instance.category_id)
        offer(self, "category", PremisesCategory.objects.filter(used))
