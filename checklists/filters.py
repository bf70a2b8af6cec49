"""The filter of the list of hazard categories."""

import django_filters as df
from django.utils.translation import gettext_lazy as _

from checklists.models import HazardCategory
from lib.filters import Words


class CategoryFilter(df.FilterSet):
    """Categories by name and by whether they are in use."""

    q = Words(label=_("Name"), fields=("name_zh", "name_en"))
    active = df.ChoiceFilter(
        label=_("In use"), choices=[("True", _("in use")), ("False", _("retired"))]
    )

    class Meta:
        model = HazardCategory
        fields: list[str] = []
