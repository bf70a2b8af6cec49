"""The grid in which an audience is counted: a row a group, columns sex × age band."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.forms.utils import flatatt
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from communities.models import Sex
from lib.forms import PlainForm
from lib.merging import Merging
from training.kinds import AudienceAge, AudienceGroup
from training.models import Event
from training.services.events import Counts

#: Columns of the grid; the last holds persons of whom only the number is known.
COLUMNS: list[tuple[str, str]] = [
    (sex.value, age.value)
    for sex in (Sex.MALE, Sex.FEMALE)
    for age in (AudienceAge.CHILD, AudienceAge.ADULT, AudienceAge.OLDER)
] + [(Sex.UNKNOWN.value, AudienceAge.UNKNOWN.value)]
#: The groups of the grid, and where those are counted of whom only the number is known.
TOLD_APART = [group for group in AudienceGroup if group is not AudienceGroup.UNTOLD]
UNTOLD_CELL = (AudienceGroup.UNTOLD.value, Sex.UNKNOWN.value, AudienceAge.UNKNOWN.value)
NOT_RECORDED = _("sex and age not recorded")
#: The largest number that the column of the database holds.
LARGEST = 2**31 - 1


class CellInput(forms.NumberInput):
    """A number field drawn without a template: a grid has 112 of them."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Draw the field with its attributes."""
        text = self.format_value(value)
        given = {"type": "number", "name": name, "value": text}
        return format_html("<input{}>", flatatt(given | self.build_attrs(self.attrs, attrs)))


@dataclass(frozen=True)
class GridRow:
    """A row of the grid: a group, its cells, and whether anything stands in it."""

    group: str
    label: str | Promise
    cells: list[tuple[str | Promise, BoundField]]
    total: int

    @property
    def used(self) -> bool:
        """True when the row has persons or a mistake."""
        return bool(self.total) or any(field.errors for _label, field in self.cells)


def column_label(sex: str, age: str) -> str | Promise:
    """Return the words above a column."""
    if sex == Sex.UNKNOWN:
        return NOT_RECORDED
    return f"{Sex(sex).label} {AudienceAge(age).label}"


class AudienceForm(Merging, PlainForm):
    """Persons by group, sex and age band; empty is nobody."""

    def __init__(
        self, *args: Any, counts: Counts | None = None, event: Event | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, prefix="audience", **kwargs)
        present = counts or {}
        self.fields["total"] = _total(present)
        for group in TOLD_APART:
            for sex, age in COLUMNS:
                self.fields[_name(group, sex, age)] = _cell(
                    f"{group.label} {column_label(sex, age)}", present.get((group, sex, age))
                )
        if event is not None:
            self.carry_revision(event.pk, event.revision)

    def clean(self) -> dict[str, Any]:
        """Bring together what was counted here and what was saved meanwhile."""
        super().clean()
        self.merge()
        told = sum(self._told_apart().values())
        if (self.cleaned_data.get("total") or told) < told:
            message = _("Fewer than the %(told)d persons counted below.")
            self.add_error("total", ValidationError(message, params={"told": told}))
        return self.cleaned_data

    def counts(self) -> Counts:
        """Return the persons given, by cell; the form must be valid.

        Of a total beyond those who were told apart only the number is known.
        """
        counts = self._told_apart()
        rest = (self.cleaned_data.get("total") or 0) - sum(counts.values())
        return counts | ({UNTOLD_CELL: rest} if rest > 0 else {})

    def _told_apart(self) -> Counts:
        return {
            (group.value, sex, age): persons
            for group in TOLD_APART
            for sex, age in COLUMNS
            if (persons := self.cleaned_data.get(_name(group, sex, age)))
        }

    @property
    def headings(self) -> list[str | Promise]:
        """Words above the columns."""
        return [column_label(sex, age) for sex, age in COLUMNS]

    def rows(self) -> Iterator[GridRow]:
        """Yield the rows of the grid, in the order of the code list."""
        for group in TOLD_APART:
            cells = [(column_label(sex, age), self[_name(group, sex, age)]) for sex, age in COLUMNS]
            yield GridRow(group.value, group.label, cells, sum(_given(f) for _l, f in cells))

    @property
    def total(self) -> int:
        """All persons that stand in the grid now."""
        return sum(row.total for row in self.rows())

    @property
    def total_field(self) -> BoundField:
        """The field of the plain number."""
        return self["total"]

    @property
    def in_detail(self) -> bool:
        """True when somebody is told apart, or something there is wrong: the grid is open then."""
        return any(row.used for row in self.rows())


def _name(group: str, sex: str, age: str) -> str:
    return f"{group}.{sex}.{age}"


def _total(present: Counts) -> forms.IntegerField:
    """Return the field of the plain number; empty where everybody is told apart."""
    return forms.IntegerField(
        label=_("Persons who came"),
        required=False,
        min_value=0,
        max_value=LARGEST,
        initial=sum(present.values()) if UNTOLD_CELL in present else None,
        help_text=_("The number is enough; who knows more tells them apart below."),
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
    )


def _cell(label: str, persons: int | None) -> forms.IntegerField:
    widget = CellInput(attrs={"aria-label": label, "inputmode": "numeric"})
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=LARGEST, initial=persons, widget=widget
    )


def _given(field: BoundField) -> int:
    """Return the number that stands in a cell, 0 for anything that is none."""
    value = field.value()
    text = "" if value is None else str(value).strip()
    return int(text) if text.isascii() and text.isdigit() else 0
