"""What filter sets of lists share: secondary filters, ranges of days.

Filters named in `SECONDARY` are drawn only when the address carries them: they are there for the
numbers that open their rows, and would make the form too tall for everyday use.
"""

import datetime as dt
from typing import Any

import django_filters as df
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lib.forms import DateInput
from lib.periods import FIRST_DAY, LAST_DAY, usable
from lib.search import among, holds

YES = [("yes", _("yes"))]


class ScopeFilter(df.FilterSet):
    """A filter set that hides its secondary filters until they are used."""

    SECONDARY: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.SECONDARY:
            if not (self.data or {}).get(name):
                del self.filters[name]

    def yes(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        """Apply the queryset's adjective of this name."""
        return getattr(qs, name)()

    def starting(self, qs: QuerySet, name: str, value: dt.date) -> QuerySet:
        """Keep rows from a day on; together with the end, so that one condition is built."""
        return self.ranged(qs, name, value, None)

    def ending(self, qs: QuerySet, name: str, value: dt.date) -> QuerySet:
        """Keep rows up to and with a day."""
        return self.ranged(qs, name, None, value)

    def ranged(
        self, qs: QuerySet, name: str, start: dt.date | None, end: dt.date | None
    ) -> QuerySet:
        """Keep rows of days in the range; `name` is the adjective, e.g. `found_between`."""
        first = usable(start) if start else FIRST_DAY
        after = usable(end or LAST_DAY) + dt.timedelta(days=1)
        return getattr(qs, name)(first, after)


class Words(df.CharFilter):
    """Words anywhere in some fields, or in fields of records to which foreign keys lead."""

    def __init__(
        self,
        *,
        fields: tuple[str, ...] = (),
        through: dict[str, tuple[str, ...]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.fields, self.through = fields, through or {}

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        """Keep rows that hold the words."""
        if not value:
            return qs
        found = holds(value, *self.fields) if self.fields else Q()
        for key, fields in self.through.items():
            related = qs.model._meta.get_field(key).related_model._base_manager
            found |= among(key, related.filter(holds(value, *fields)))
        return qs.filter(found)


def day(label: Any, adjective: str, method: str) -> df.DateFilter:
    """Return one end of a range of days."""
    return df.DateFilter(label=label, field_name=adjective, method=method, widget=DateInput())
