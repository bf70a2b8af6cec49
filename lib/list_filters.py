"""How a list is narrowed: what it begins with, its everyday filters, the others, what is in use.

A list may begin narrowed (`Listing.preset`): to what is open. That holds while the address says
nothing about filters; a filter that stands there empty says "all". Above the rows everything in use
stands in words, each with the address that takes it away.

A set that has `start` and `end` gets presets of periods before them: `period` in the address fills
both, when they are empty.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from inspect import isfunction
from typing import Any

from django.forms import BoundField, HiddenInput
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet

from lib.crumbs import PARAMETER
from lib.filters import YES, RecordFilter
from lib.http import SignedInRequest
from lib.list_views import COLUMNS, NO_VIEW
from lib.periods import Period, PeriodKind
from lib.pickers import PickerChoices

#: Words of the address that say how a list is looked at, not what is in it.
VIEWING = ("page", "after", "before", "sort", "export", "download", COLUMNS, NO_VIEW)
#: The same, and where the reader comes from: a number's rows are all its rows, not only open ones.
LOOKING = (*VIEWING, PARAMETER)
#: So many filters stand open beside the search; a set may name others in MAIN.
MAIN_FIELDS = 3

PERIODS = {
    "this-month": _("This month"),
    "last-month": _("Last month"),
    "this-quarter": _("This quarter"),
    "this-year": _("This year"),
}


def period_named(name: str, today: dt.date) -> Period | None:
    """Return the period of a preset; None for a word that is none."""
    month = Period.containing(today)
    known = {
        "this-month": month,
        "last-month": month.previous,
        "this-quarter": Period.containing(today, PeriodKind.QUARTER),
        "this-year": Period.containing(today, PeriodKind.YEAR),
    }
    return known.get(name)


@dataclass(frozen=True)
class Chip:
    """What the rows are narrowed to, in words, and the address without it."""

    words: str
    without: str


def asked(
    request: SignedInRequest, filterset: type[FilterSet], preset: Mapping[str, str]
) -> QueryDict:
    """Return the address's words with what the list begins with, and the days of a period."""
    data = request.GET.copy()
    if not any(name not in VIEWING for name in data):
        for name, value in preset.items():
            data[name] = value
    if has_days(filterset) and not (data.get("start") or data.get("end")):
        period = period_named(data.get("period", ""), timezone.localdate())
        if period is not None:
            data["start"], data["end"] = str(period.start), str(period.last_day)
    return data


def narrowed(filterset: FilterSet) -> Any:
    """Return what a set keeps: no rows where the address asks for what there is not.

    A state that nobody knows, or 31 February, left out would show all rows as if they were the ones
    that were asked for; the chip says what is wrong and takes it away.
    """
    return filterset.qs if filterset.form.is_valid() else filterset.qs.none()


def has_days(filterset: type[FilterSet]) -> bool:
    """Tell whether a set narrows by a range of days."""
    return {"start", "end"} <= set(filterset.base_filters)


def is_choice(field: BoundField) -> bool:
    """Return False for an area where the user has only one: all rows lie in it."""
    choices = getattr(field.field.widget, "choices", None)
    if not isinstance(choices, PickerChoices) or not choices.picker.tree:
        return True
    return len(choices.first) > 1


class Narrowing:
    """The filters of one list, as the page draws them."""

    def __init__(
        self,
        request: SignedInRequest,
        filterset: FilterSet,
        data: QueryDict,
        preset: Mapping[str, str],
    ) -> None:
        self._request, self._set, self._data, self._preset = request, filterset, data, preset
        form = filterset.form
        if data.get("period") in PERIODS and not form.errors:
            # Its days stand in no field: another period chosen next would not count beside them.
            form.data = request.GET.copy()
            for name, value in preset.items():
                form.data.setdefault(name, value)
        shown = [field for field in form if not isinstance(field.field.widget, HiddenInput)]
        self.hidden: list[BoundField] = [field for field in form if field not in shown]
        self.search = next((field for field in shown if field.name == "q"), None)
        others = [field for field in shown if field.name != "q" and is_choice(field)]
        self.with_days = has_days(type(filterset))
        names = getattr(filterset, "MAIN", ()) or self._first_names(others)
        self.main: list[BoundField] = [field for field in others if field.name in names]
        self.more: list[BoundField] = [field for field in others if field.name not in names]
        if self.search is not None:
            hint = getattr(filterset.filters["q"], "hint", "") or self.search.label
            attrs = self.search.field.widget.attrs
            attrs |= {"type": "search", "placeholder": str(hint), "title": str(hint)}

    def _first_names(self, fields: list[BoundField]) -> list[str]:
        names = [field.name for field in fields if field.name not in ("start", "end")]
        few = len(names) <= MAIN_FIELDS + 1
        return names if few else names[:MAIN_FIELDS]

    @property
    def periods(self) -> list[tuple[str, Any, bool]]:
        """The presets of periods: word, label, whether it is the one in use."""
        if not self.with_days:
            return []
        chosen = self._data.get("period", "")
        return [(name, label, name == chosen) for name, label in PERIODS.items()]

    @property
    def folded(self) -> int:
        """Number of fields beside the search, which a phone folds into one word."""
        return len(self.main) + len(self.more) + bool(self.with_days)

    @property
    def narrowed(self) -> bool:
        """True when rows are left out."""
        return any(value for name, value in self._data.items() if name not in LOOKING)

    @property
    def by_preset(self) -> bool:
        """True when only what the list begins with leaves rows out."""
        return (
            bool(self._preset)
            and self._data.dict() == dict(self._preset)
            and not {name for name in self._request.GET if name not in VIEWING}
        )

    @property
    def all_query(self) -> str:
        """The address of all rows."""
        names = list(self._preset) or [NO_VIEW]
        return f"?{'&'.join(f'{name}=' for name in names)}"

    @cached_property
    def chips(self) -> list[Chip]:
        """What is in use beside the search."""
        found = []
        if days := self._days():
            found.append(days)
        for name in self._set.filters:
            if name in ("q", "start", "end") or not self._data.get(name):
                continue
            found.append(Chip(self._said(name), self._without(name)))
        return found

    def _days(self) -> Chip | None:
        if not self.with_days or not (self._data.get("start") or self._data.get("end")):
            return None
        without = self._without("period", "start", "end")
        chosen = self._data.get("period", "")
        if chosen in PERIODS:
            return Chip(str(PERIODS[chosen]), without)
        words = [
            f"{self._set.filters[name].label}: {value_in_words(self._set, name)}"
            for name in ("start", "end")
            if self._data.get(name)
        ]
        return Chip(" · ".join(words), without)

    def _said(self, name: str) -> str:
        label, words = str(self._set.filters[name].label), value_in_words(self._set, name)
        return f"{label}: {words}" if words else label

    def _without(self, *names: str) -> str:
        """Return the address without `names`: what the list begins with is then said empty."""
        query = self._data.copy()
        if query.get("period") in PERIODS:  # its days are not in the address
            query.pop("start", None)
            query.pop("end", None)
        for name in (*names, "page", "after", "before", "export"):
            query.pop(name, None)
        for name in self._preset:
            query.setdefault(name, "")
        return f"?{query.urlencode() or f'{NO_VIEW}='}"


def value_in_words(filterset: FilterSet, name: str) -> str:
    """Return the value of a filter in words; "" where its label says all."""
    form = filterset.form
    if name in form.errors:
        return " ".join(form.errors[name])
    one, value = filterset.filters[name], form.cleaned_data.get(name)
    if isinstance(one, RecordFilter):
        return str(one.rows(filterset.request.user).filter(pk=value).first() or "")
    if isinstance(value, dt.datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, dt.date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if value is True:
        return ""
    choices = one.extra.get("choices", ())
    if isfunction(choices):
        choices = choices()
    choices = dict(getattr(choices, "choices", choices))
    if choices == dict(YES):
        return ""
    return str(choices.get(value, value if not choices else ""))
