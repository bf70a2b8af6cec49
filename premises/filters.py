"""The filter of the list of premises."""

import datetime as dt

import django_filters as df
from django.utils.translation import gettext_lazy as _

from communities.filters import AreaChoice
from communities.models import AreaKind
from lib.filters import ScopeFilter, Words
from lib.forms import DateInput
from lib.periods import FIRST_DAY, LAST_DAY, usable
from premises.models import Premises, PremisesCategory, PremisesQuerySet

LEVELS = tuple(kind for kind in AreaKind if kind is not AreaKind.BUILDING)


class PremisesFilter(ScopeFilter):
    """Premises by text, kind, area, state."""

    SECONDARY = ("on", "inspected_start", "inspected_end")

    q = Words(label=_("Name or address"), fields=("name", "address"))
    area = AreaChoice(kinds=LEVELS)
    category = df.ModelChoiceFilter(label=_("Category"), queryset=PremisesCategory.objects.all())
    state = df.ChoiceFilter(
        label=_("State"),
        method="by_state",
        choices=[
            ("due", _("inspection due")),
            ("active", _("on the register")),
            ("inspectable", _("of a kind that is inspected")),
            ("closed", _("closed")),
        ],
    )
    on = df.DateFilter(
        label=_("On the register on"),
        field_name="registered_on",
        method="on_day",
        widget=DateInput(),
    )
    inspected_start = df.DateFilter(
        label=_("Inspected from"), method="inspected", widget=DateInput()
    )
    inspected_end = df.DateFilter(label=_("Inspected to"), method="inspected", widget=DateInput())

    class Meta:
        model = Premises
        fields: list[str] = []

    def by_state(self, qs: PremisesQuerySet, name: str, value: str) -> PremisesQuerySet:
        """Keep premises on the register, off it, due, or of a kind that has a checklist."""
        if value == "due":
            return qs.due()
        if value == "inspectable":
            return qs.inspectable()
        active = qs.active()
        return active if value == "active" else qs.exclude(pk__in=active.values("pk"))

    def on_day(self, qs: PremisesQuerySet, name: str, value: dt.date) -> PremisesQuerySet:
        """Keep premises on the register on a day."""
        return qs.registered_on(value)

    def inspected(self, qs: PremisesQuerySet, name: str, value: dt.date) -> PremisesQuerySet:
        """Keep premises with an inspection in the range; applied once, with its two ends."""
        data = self.form.cleaned_data
        start, end = data.get("inspected_start"), data.get("inspected_end")
        if name == "inspected_end" and start:
            return qs
        after = usable(end or LAST_DAY) + dt.timedelta(days=1)
        return qs.inspected_between(usable(start or FIRST_DAY), after)


class KindFilter(df.FilterSet):
    """Kinds of premises by name and by whether they are in use."""

    q = Words(label=_("Name"), fields=("name_zh", "name_en"))
    active = df.ChoiceFilter(
        label=_("In use"), choices=[("True", _("in use")), ("False", _("retired"))]
    )

    class Meta:
        model = PremisesCategory
        fields: list[str] = []
