"""How a form is laid out: sections with names, short fields beside each other, what is compulsory.

A form names its `sections`; one without any is a flow of fields. What has to be filled in is marked
with an asterisk that is explained once; where that is all of it, the form says so instead.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Div, Field, Fieldset, Layout, LayoutObject, Row
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: A form of so many sections has a list of them beside it.
LONG = 3
#: Of so many fields a form is drafted on the server while it is typed.
LONG_TO_TYPE = 4
WIDTHS = {1: "col-12", 2: "col-md-6", 3: "col-md-4", 4: "col-6 col-md-3"}
#: What is too wide to stand beside another field.
WIDE = (
    forms.Textarea,
    forms.SelectMultiple,
    forms.RadioSelect,
    forms.CheckboxSelectMultiple,
    forms.FileInput,
)
ALL_COMPULSORY = _("Everything here has to be filled in.")
SOME_COMPULSORY = _("Fields with * have to be filled in.")

#: A row of a section: a field, several beside each other, or something else that crispy draws.
SectionRow: TypeAlias = "str | tuple[str, ...] | LayoutObject | HTML"


@dataclass(frozen=True)
class Section:
    """A part of a form under a name."""

    title: str | Promise
    rows: tuple[SectionRow, ...]

    def kept(self, form: forms.BaseForm) -> list[SectionRow]:
        """Return the rows without the fields that this form does not have."""
        rows: list[SectionRow] = []
        for row in self.rows:
            if not isinstance(row, str | tuple):
                rows.append(row)
            elif names := tuple(n for n in _names(row) if n in form.fields):
                rows.append(names)
        return rows


def section(title: str | Promise, *rows: SectionRow) -> Section:
    """Return the section `title` of these rows."""
    return Section(title, rows)


@dataclass(frozen=True)
class SectionLink:
    """An entry of the list of sections beside a long form."""

    title: str | Promise
    anchor: str


class LaidOut(forms.BaseForm):
    """Part of a form: drawn in its sections, or as a flow of fields."""

    sections: Sequence[Section] = ()

    @property
    def helper(self) -> FormHelper:
        """The crispy helper: the page draws the form tag and the buttons."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.render_hidden_fields = True
        helper.layout = Layout(Div(*self._laid_out(), css_class=self._css_class()))
        return helper

    def _laid_out(self) -> Iterator[Any]:
        if not self.sections:
            yield from (_flowing(field) for field in self.visible_fields())
            return
        for number, (one, rows) in enumerate(self._kept(), start=1):
            yield Fieldset(one.title, *map(_drawn_row, rows), css_id=_anchor(number))

    def _kept(self) -> list[tuple[Section, list[SectionRow]]]:
        kept = ((one, one.kept(self)) for one in self.sections)
        return [(one, rows) for one, rows in kept if rows]

    def _css_class(self) -> str:
        kind = "form-sections" if self.sections else "form-flow"
        return f"{kind} unmarked" if self._compulsory() != SOME_COMPULSORY else kind

    @property
    def is_kept(self) -> bool:
        """True when what is typed is worth a draft on the server."""
        return len(self._asked()) >= LONG_TO_TYPE

    @property
    def section_links(self) -> list[SectionLink]:
        """The sections of a long form, for the list beside it."""
        kept = self._kept()
        if len(kept) < LONG:
            return []
        return [SectionLink(one.title, _anchor(n)) for n, (one, _r) in enumerate(kept, start=1)]

    @property
    def compulsory_words(self) -> str | Promise:
        """What has to be filled in, said once; nothing of a form with one field."""
        return self._compulsory() if len(self._asked()) > 1 else ""

    def _asked(self) -> list[forms.BoundField]:
        """Return the fields that can be left empty or not; a box that can be ticked is neither."""
        boxes = forms.CheckboxInput
        return [one for one in self.visible_fields() if not isinstance(one.field.widget, boxes)]

    def _compulsory(self) -> str | Promise:
        required = [one.field.required for one in self._asked()]
        if all(required):
            return ALL_COMPULSORY if required else ""
        return SOME_COMPULSORY if any(required) else ""


def _names(row: str | tuple[str, ...]) -> tuple[str, ...]:
    return (row,) if isinstance(row, str) else row


def _anchor(number: int) -> str:
    return f"section-{number}"


def _drawn_row(row: SectionRow) -> Any:
    if not isinstance(row, str | tuple):
        return row
    width = WIDTHS.get(len(row), "col-md")
    return Row(*(Column(name, css_class=width) for name in row))


def _flowing(field: forms.BoundField) -> Field:
    wide = isinstance(field.field.widget, WIDE)
    return Field(field.name, wrapper_class="wide") if wide else Field(field.name)
