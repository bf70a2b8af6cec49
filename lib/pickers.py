"""Choosing one of many records: a plain select that a script makes searchable.

Every field that chooses among records of a registered model is drawn so (`give_pickers`). Without a
script it is a select that says beside each name where it belongs; `static/js/pickers.js` puts a
combobox after the pattern of the ARIA Authoring Practices over it. A script of our own, 3 KB
compressed: tom-select and accessible-autocomplete know neither trees nor several choices with
ticks as one control, and weigh four times as much.

A select draws at most BOUND rows. Where there are more, the script asks the server
(`communities.views.pickers`); what is chosen is always drawn.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms.models import ModelChoiceIterator
from django.urls import reverse_lazy
from django.utils.functional import cached_property

from lib.registry import Registry

#: So many rows a select draws; more are searched on the server.
BOUND = 300
#: What a level of a tree is set in by, where there is no style: an ideographic space.
STEP = "\u3000"


def _as_they_are(rows: QuerySet) -> QuerySet:
    return rows


@dataclass(frozen=True, kw_only=True)
class Picker:
    """How records of the model `key` (its label in lower case) are chosen.

    `beside(row)` says where a row belongs, for which `prepare` reads what it needs. `rows(user)`
    are those in sight that a search looks through, at the columns `search`; `permission` is asked
    for it. A `tree` is drawn in its levels, by `depth`.
    """

    key: str
    permission: str
    rows: Callable[[Any], QuerySet]
    search: tuple[str, ...]
    beside: Callable[[Any], str]
    prepare: Callable[[QuerySet], QuerySet] = _as_they_are
    tree: bool = False

    def words(self, row: Model) -> str:
        """Return a row as it is offered: its name, and beside it where it belongs."""
        beside = self.beside(row)
        return f"{row}（{beside}）" if beside else str(row)


pickers: Registry[Picker] = Registry("pickers")


def picker_of(field: forms.Field) -> Picker | None:
    """Return the picker for what `field` chooses among, None when it is not such a field."""
    if not isinstance(field, forms.ModelChoiceField) or field.queryset is None:
        return None
    return pickers.get(field.queryset.model._meta.label_lower)


class PickerChoices(ModelChoiceIterator):
    """The rows that a select draws: the first ones, and those that are chosen."""

    def __init__(self, field: forms.ModelChoiceField, *, picker: Picker) -> None:
        super().__init__(field)
        self.picker = picker
        self.chosen: Iterable[Any] = ()
        self.cut = False

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        rows = self.first
        self.cut = len(rows) > BOUND
        if self.cut:
            rows = [*rows[:BOUND], *self._chosen_besides(rows[:BOUND])]
        least = min((row.depth for row in rows), default=0) if self.picker.tree else 0
        for row in rows:
            value, words = self.choice(row)
            yield value, STEP * (row.depth - least) + words if self.picker.tree else words

    @cached_property
    def first(self) -> list[Any]:
        """The first rows, one more than are drawn at once."""
        return list(self.picker.prepare(self.queryset)[: BOUND + 1])

    def choice(self, obj: Any) -> tuple[Any, str]:
        """Return what is sent for a row, and its words."""
        value, _label = super().choice(obj)
        return value, self.picker.words(obj)

    def _chosen_besides(self, drawn: list[Any]) -> QuerySet:
        known = {str(row.pk) for row in drawn}
        keys = [key for one in self.chosen if (key := self._key(one)) and str(key) not in known]
        return self.picker.prepare(self.queryset.filter(pk__in=keys))

    def _key(self, value: Any) -> Any:
        """Return a chosen value as a key, None for what cannot be one."""
        try:
            return self.queryset.model._meta.pk.to_python(value)
        except ValidationError:
            return None


class _Picking(forms.Select):
    """A select of a picker."""

    choices: Any
    picker: Picker

    def optgroups(self, name: str, value: list[Any], attrs: dict[str, Any] | None = None) -> Any:
        """Return the options, of a long list those chosen too.

        Where something must be chosen and there is one thing, it is chosen.
        """
        if isinstance(self.choices, PickerChoices):
            self.choices.chosen = value
        groups = super().optgroups(name, value, attrs)
        options = [option for _group, row, _index in groups for option in row]
        offered = [option for option in options if option["value"]]
        if self.is_required and len(offered) == 1 and not any(value):
            for option in options:
                option["attrs"].pop("selected", None)
            offered[0]["attrs"]["selected"] = offered[0]["selected"] = True
        return groups

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Tell the script where to search, when not every row is drawn."""
        context = super().get_context(name, value, attrs)
        given = context["widget"]["attrs"]
        given["data-picker"] = "tree" if self.picker.tree else "list"
        if isinstance(self.choices, PickerChoices) and self.choices.cut:
            given["data-picker-url"] = reverse_lazy("communities:pick", args=[self.picker.key])
        return context

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give an option of a tree its level."""
        option = super().create_option(*args, **kwargs)
        row = getattr(option["value"], "instance", None)
        if self.picker.tree and row is not None:
            option["attrs"]["data-depth"] = row.depth
        return option


class PickerSelect(_Picking):
    """Choose one."""


class PickerSelectMultiple(_Picking, forms.SelectMultiple):
    """Choose several."""


#: Which widget takes the place of which; others (hidden, boxes) stay as they are.
IN_PLACE_OF: dict[type[forms.Widget], type[_Picking]] = {
    forms.Select: PickerSelect,
    forms.SelectMultiple: PickerSelectMultiple,
}


def give_pickers(fields: Mapping[str, forms.Field]) -> None:
    """Have each field that chooses among records of a registered model be a picker."""
    for field in fields.values():
        picker, kind = picker_of(field), IN_PLACE_OF.get(type(field.widget))
        if picker is None or kind is None or not isinstance(field, forms.ModelChoiceField):
            continue
        widget = kind(attrs={k: v for k, v in field.widget.attrs.items() if k != "size"})
        widget.picker, widget.is_required = picker, field.widget.is_required
        field.iterator = partial(PickerChoices, picker=picker)  # type: ignore[assignment]  # the stub wants a class
        field.widget = widget
        widget.choices = field.choices


def narrow_search(field: forms.Field, permission: str) -> None:
    """Have the search of a long list look only where the user holds `permission`."""
    field.widget.attrs["data-picker-permission"] = permission
