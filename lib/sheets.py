"""Rows typed in place, as in a sheet of Excel: one part for every table of a form.

A sheet is a formset: stored rows first, then spare ones; a row in which nothing is typed does not
count. It works without JavaScript, with "more rows"; `static/js/sheet.js` adds keys, rows and
pasting, `templates/includes/sheet.html` draws it. A row is a `RecordForm`: of two people at one
row, nobody loses anything. Rows that are new get keys from the sheet's own and from what was sent,
so that a form sent twice adds each once (`lib.sending`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.forms.formsets import DELETION_FIELD_NAME, TOTAL_FORM_COUNT, ManagementForm
from django.forms.models import BaseModelFormSet, modelformset_factory
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from lib.canonical import canonical_bytes
from lib.forms import RecordForm, offer
from lib.ids import derived_id, new_id
from lib.merging import OWN_FIELDS
from lib.numerals import format_number
from lib.pickers import BOUND, pickers
from lib.sheet_fields import DayField, FigureField

#: What a cell offers: the keys of rows and their words.
Offered = list[tuple[Any, str]]
#: More rows than anybody types; a paste of a whole sheet is an import.
MOST_ROWS = 200
#: A text of so many characters at most stands in a narrow column.
SHORT = 20
#: The button that asks for more rows sends the prefix of its sheet under this name.
MORE = "more_rows"
MORE_ROWS = 3


class Row(RecordForm):
    """A row of a sheet. `place` says which, from 1; `parent` is what all rows belong to."""

    parent_field: str

    def __init__(self, *args: Any, parent: models.Model, instance: Any = None, **kwargs: Any):
        if instance is None:
            instance = self._meta.model(**{self.parent_field: parent})
        self.parent = parent
        super().__init__(*args, instance=instance, **kwargs)
        self.fields.pop("record_key", None)
        for field in self.fields.values():
            field.widget.attrs.setdefault("aria-label", str(field.label or ""))
            field.help_text = ""

    def offer_once(self, name: str, rows: QuerySet[Any], offered: Offered) -> None:
        """Let a field choose among `rows`, which were read once for all rows of the sheet.

        A plain list takes what is pasted and the keys of a sheet; only what is too long for one is
        searched on the server.
        """
        offer(self, name, rows)
        if len(offered) <= BOUND:
            attrs = {"aria-label": str(self.fields[name].label)}
            self.fields[name].widget = forms.Select(attrs=attrs, choices=offered)

    @property
    def typed(self) -> bool:
        """True when the row counts: it is stored, or something was typed into it."""
        return not self.instance._state.adding or self.has_changed()

    @property
    def changed(self) -> bool:
        """True when something differs from what is stored."""
        return not set(self.changed_data) <= OWN_FIELDS | {"id", DELETION_FIELD_NAME}

    @property
    def given_up(self) -> bool:
        """True when it is to be taken away."""
        return bool(self.cleaned_data.get(DELETION_FIELD_NAME))

    def key_in(self, sheet_key: UUID) -> UUID:
        """Return the key of this new row: the same content at the same place is the same row."""
        given = {name: self.data.getlist(self.add_prefix(name)) for name in self.fields}
        return derived_id(sheet_key, canonical_bytes([self.prefix, str(self.user.pk), given]))


def choices_of(rows: QuerySet[Any], empty: str) -> Offered:
    """Return what a list offers for `rows`, with where each belongs."""
    picker = pickers[rows.model._meta.label_lower]
    return [("", empty), *((row.pk, picker.words(row)) for row in picker.prepare(rows))]


@dataclass(frozen=True)
class Heading:
    """What stands above a column."""

    name: str
    label: str | Promise
    required: bool
    css: str
    summed: bool
    total: str = ""


@dataclass(frozen=True)
class Line:
    """A row as it is drawn: the cells of its line, and those below it."""

    row: Row
    cells: list[forms.BoundField]
    more: list[forms.BoundField]

    @property
    def number(self) -> str:
        """Its place, from 1; of the blank one nothing."""
        place = str(self.row.prefix).rpartition("-")[2]
        return str(int(place) + 1) if place.isdigit() else ""

    @property
    def stored(self) -> bool:
        """True when it is stored already."""
        return not self.row.instance._state.adding

    @property
    def open(self) -> bool:
        """True when what stands below the line is to be seen: something is wrong there."""
        return any(cell.errors for cell in self.more)


class Sheet(BaseModelFormSet):
    """The rows of one kind that belong to `parent`.

    `columns` stand in the line and take a paste in their order, `more` below it when asked for.
    `sums` names columns that are added up, `wide` those that take twice the room.
    """

    title: str | Promise
    hint: str | Promise = ""
    columns: Sequence[str]
    more: Sequence[str] = ()
    sums: Sequence[str] = ()
    wide: Sequence[str] = ()
    numbered = False

    def __init__(self, data: Any = None, *, parent: models.Model, user: Any, rows: Any) -> None:
        self.parent, self.user = parent, user
        super().__init__(
            data,
            queryset=rows,
            prefix=self.get_default_prefix(),
            form_kwargs={"parent": parent, "user": user},
        )

    @property
    def rows(self) -> list[Row]:
        """The rows, in their order."""
        return [row for row in self.forms if isinstance(row, Row)]

    def add_fields(self, form: Any, index: int | None) -> None:
        """Name the box that takes a row away."""
        super().add_fields(form, index)
        if DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].label = _("Remove this row")

    @cached_property
    def management_form(self) -> ManagementForm:
        """The counts of rows, and the key from which new rows get theirs."""
        form = super().management_form
        form.fields["key"] = forms.UUIDField(
            required=False, widget=forms.HiddenInput, initial=new_id
        )
        return form

    @property
    def key(self) -> UUID:
        """The key with which the sheet was drawn; a fresh one when none came back."""
        try:
            return UUID(self.data.get(f"{self.prefix}-key", ""))
        except ValueError:
            return new_id()

    def kept(self) -> Iterator[Row]:
        """Yield the rows that count and stay, in their order; the sheet must be valid."""
        return (row for row in self.rows if row.typed and not row.given_up)

    def give_keys(self) -> None:
        """Give new rows their keys, so that other rows can name them."""
        for row in self.kept():
            if row.instance._state.adding:
                row.instance.pk = row.key_in(self.key)

    def to_save(self) -> list[Any]:
        """Return the records of rows that are new or changed."""
        return [row.instance for row in self.kept() if row.instance._state.adding or row.changed]

    def removed(self) -> Iterator[Row]:
        """Yield the stored rows that are to be taken away."""
        return (row for row in self.rows if row.given_up and not row.instance._state.adding)

    def headings(self) -> list[Heading]:
        """Return what stands above the columns."""
        fields = self.empty_form.fields
        return [
            Heading(
                name,
                fields[name].label or "",
                required=fields[name].required,
                css=_css(fields[name], name in self.wide),
                summed=name in self.sums,
                total=self._total(name) if name in self.sums else "",
            )
            for name in self.columns
        ]

    def _total(self, name: str) -> str:
        """Return the sum of a column, as far as numbers stand in it."""
        total = Decimal(0)
        for row in self.rows:
            try:
                total += row.fields[name].clean(row[name].value()) or 0
            except ValidationError:
                continue
        return format_number(total, digits=2)

    @property
    def has_sums(self) -> bool:
        """True when a column is added up."""
        return bool(self.sums)

    def lines(self) -> list["Line"]:
        """Return the rows as they are drawn."""
        return [self._line(row) for row in self.rows]

    def blank_line(self) -> "Line":
        """Return the row of which sheet.js makes new ones."""
        return self._line(self.empty_form)

    def _line(self, row: Any) -> "Line":
        return Line(row, [row[name] for name in self.columns], [row[name] for name in self.more])

    def unjudged(self) -> None:
        """Draw what was typed without a word about what is still missing."""
        for row in self.rows:
            unjudged(row)
        self._errors = [ErrorDict() for _row in self.rows]
        self._non_form_errors = self.error_class()


def _css(field: forms.Field, wide: bool) -> str:
    """Return the class that says how much room a column takes."""
    if isinstance(field, DayField):
        return "sheet-day"
    if isinstance(field, FigureField):
        return "sheet-figure"
    if isinstance(field, forms.ChoiceField):
        return "sheet-choice"
    if isinstance(field, forms.CharField) and (field.max_length or SHORT + 1) <= SHORT:
        return "sheet-short"
    return "sheet-wide" if wide else ""


def unjudged(form: forms.BaseForm) -> None:
    """Draw what was typed into `form` without a word about what is still missing."""
    vars(form).update(_errors=ErrorDict(), cleaned_data={})


def sheet_of(model: type[models.Model], row: type[Row], base: type[Sheet], spare: int) -> Any:
    """Return the class of a sheet of `model`, with so many spare rows."""
    return modelformset_factory(
        model,
        form=row,
        formset=base,
        extra=spare,
        can_delete=True,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS,
        validate_max=True,
        fields=row._meta.fields,
    )


def with_more_rows(data: QueryDict) -> QueryDict:
    """Return what was sent with more rows in the sheet that asks for them."""
    data = data.copy()
    name = f"{data.get(MORE, '')}-{TOTAL_FORM_COUNT}"
    rows = data.get(name, "")
    if rows.isascii() and rows.isdigit():
        data[name] = str(min(int(rows) + MORE_ROWS, MOST_ROWS))
    return data
