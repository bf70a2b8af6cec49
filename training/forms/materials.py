"""Forms of materials and of copies given."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.models import Area
from lib.forms import PlainForm, RecordForm, offer
from lib.ids import new_id
from training.models import Event, Material
from training.permissions import MATERIAL_CHANGE


class MaterialForm(RecordForm):
    """A material."""

    repeats = ("area", "kind", "unit")

    class Meta:
        model = Material
        fields = ["area", "kind", "title", "unit", "printed", "active"]

    def limit_choices(self) -> None:
        """Offer areas where the user keeps materials."""
        own = self.instance.area_id
        offer(self, "area", Area.objects.to_choose(self.user, MATERIAL_CHANGE, own))


class IssueForm(PlainForm):
    """Copies of a material given at an event."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    material = forms.ModelChoiceField(label=_("Material"), queryset=Material.objects.none())
    copies = forms.IntegerField(label=_("Copies given"), min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "material", materials_for(event))


def materials_for(event: Event) -> Any:
    """Return the materials in use that an event can give: those of its area and of areas above.

    A street's handbook is given out in all its communities, whose staff need not see the street's
    records to hand it on.
    """
    path, step = event.area.path, Area.steplen
    above = [path[:end] for end in range(step, len(path) + 1, step)]
    return Material.objects.filter(active=True, area__path__in=above)
