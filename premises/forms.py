"""The form of premises."""

from django import forms

from communities.models import Area, AreaKind
from lib.forms import DateInput, RecordForm, offer
from premises.models import Premises, PremisesCategory
from premises.permissions import PREMISES_CHANGE


class PremisesForm(RecordForm):
    """Premises in a grid, or in a community that is not divided."""

    class Meta:
        model = Premises
        fields = [
            "name",
            "category",
            "area",
            "address",
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
        areas = Area.objects.where_allowed(self.user, PREMISES_CHANGE)
        kinds = (AreaKind.COMMUNITY, AreaKind.GRID)
        offer(self, "area", areas.of_kind(*kinds).order_by("path"))
        offer(self, "category", PremisesCategory.objects.filter(active=True))
