"""What filter sets of lists share: secondary filters, ranges of days, words.

Filters named in `SECONDARY` come only with an address: they are there for the numbers that open
their rows, and would make the form too tall for everyday use. They have no field; each stands above
the rows in words and can be taken away.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import django_filters as df
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Model, Q, QuerySet
from django.forms import HiddenInput
from django.utils import timezone
from django.utils.formats import date_format
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
    """A filter set that hides its secondary filters."""

    SECONDARY: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.SECONDARY:
            if (self.data or {}).get(name):
                self.filters[name].extra["widget"] = HiddenInput()
            else:
                del self.filters[name]

    def chips(self) -> list[tuple[str, str]]:
        """Return the secondary filters in use: their names and what they say."""
        used = [name for name in self.SECONDARY if name in self.filters]
        return [(name, self._chip(name)) for name in used]

    def _chip(self, name: str) -> str:
        label, words = str(self.filters[name].label), self._words(name)
        return f"{label}: {words}" if words else label

    def _words(self, name: str) -> str:
        """Return the value of a filter in words; "" where its label says all."""
        if name in self.form.errors:
            return " ".join(self.form.errors[name])
        one, value = self.filters[name], self.form.cleaned_data.get(name)
        if isinstance(one, RecordFilter):
            return str(one.rows(self.request.user).filter(pk=value).first() or "")
        if isinstance(value, dt.datetime):
            return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
        if isinstance(value, dt.date):
            return date_format(value, "SHORT_DATE_FORMAT")
        choices = dict(one.extra.get("choices", ()))
        return "" if choices == dict(YES) else str(choices.get(value, ""))

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
    """A text to look for, of bounded length."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_WORDS, **kwargs)


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
