"""What filter sets of lists share: secondary filters, ranges of days, words.

Filters named in `SECONDARY` come only with an address: they are there for the numbers that open
their rows, and would make the form too tall for everyday use. They have no field; like all that
are in use each stands above the rows in words and can be taken away (`lib.list_filters`).
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import django_filters as df
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Model, Q, QuerySet
from django.forms import HiddenInput
from django.utils.translation import gettext_lazy as _

from lib.forms import DateInput
from lib.periods import FIRST_DAY, LAST_DAY, day_start, usable
from lib.search import among, holds

YES = [("yes", _("yes"))]


class RecordFilter(df.UUIDFilter):
    """The record to which a foreign key leads; `rows` returns those in sight of a user."""

    def __init__(self, *, rows: Callable[[Any], QuerySet], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows = rows


class ScopeFilter(df.FilterSet):
    """A filter set that hides its secondary filters.

    `MAIN` names those that stand open beside the search; without it they are the first ones.
    """

    SECONDARY: tuple[str, ...] = ()
    MAIN: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.SECONDARY:
            if (self.data or {}).get(name):
                self.filters[name].extra["widget"] = HiddenInput()
            else:
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


#: Nobody looks for more, and SQLite refuses a pattern of 50,000 bytes.
LONGEST_WORDS = 200


class Text(df.CharFilter):
    """A text to look for, of bounded length. `hint` says in its field what is found and how."""

    def __init__(self, *, hint: Any = "", **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_WORDS, **kwargs)
        self.hint = hint


class Words(Text):
    """Words anywhere in some fields, or in fields of records to which foreign keys lead.

    A key may lead over others ("drill__event"). Each is followed from its end, so that the
    database finds the words and every step by an index.
    """

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
            found |= _leading_to(qs.model, key.split("__"), holds(value, *fields))
        return qs.filter(found)


def _leading_to(model: type[Model], keys: list[str], found: Q) -> Q:
    """Return the condition that the first of `keys` leads over the others to what is `found`."""
    first, *others = keys
    related: Any = model._meta.get_field(first).related_model
    if others:
        found = _leading_to(related, others, found)
    return among(first, related._base_manager.filter(found))


def moment(label: Any, method: str) -> df.IsoDateTimeFilter:
    """Return a filter by a moment; the first and last that there are have none in local time."""
    bounds = [MinValueValidator(day_start(FIRST_DAY)), MaxValueValidator(day_start(LAST_DAY))]
    return df.IsoDateTimeFilter(label=label, method=method, validators=bounds)


def year(label: Any, field: str) -> df.NumberFilter:
    """Return a filter by the year of a day; years that no database can hold are refused."""
    return df.NumberFilter(
        label=label,
        field_name=f"{field}__year",
        min_value=FIRST_DAY.year,
        max_value=LAST_DAY.year,
        decimal_places=0,
    )


def day(label: Any, adjective: str, method: str) -> df.DateFilter:
    """Return one end of a range of days."""
    return df.DateFilter(label=label, field_name=adjective, method=method, widget=DateInput())
