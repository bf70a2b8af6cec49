"""The form of a hazard category."""

from checklists.models import HazardCategory
from lib.named_forms import NamedForm


class CategoryForm(NamedForm):
    """A kind of hazard."""

    class Meta:
        model = HazardCategory
        fields = ["name_zh", "name_en", "order", "active"]
