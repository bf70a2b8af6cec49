"""What a form says by itself: which field is missing, and what stands in a choice not yet made."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.utils import pretty_name
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

#: What Django draws in a list from which nothing has been chosen; nobody says it aloud.
DASHES = "---------"
CHOOSE = _("Please choose")
MISSING = _("Enter “{label}”.")
NOT_CHOSEN = _("Choose “{label}”.")


def give_words(fields: Mapping[str, forms.Field]) -> None:
    """Have each field name itself when it is missing, and say what an empty choice asks for.

    Where files are sent along the page has these words too: a form that comes back has lost them,
    so portal.js says what is missing before it is sent.
    """
    with_files = any(field.widget.needs_multipart_form for field in fields.values())
    for name, field in fields.items():
        chosen = isinstance(field, forms.ChoiceField | forms.FileField)
        label: str | Promise = field.label or pretty_name(name)
        field.error_messages["required"] = format_lazy(
            NOT_CHOSEN if chosen else MISSING, label=label
        )
        if with_files and field.required:
            field.widget.attrs["data-missing"] = field.error_messages["required"]
        if isinstance(field, forms.ModelChoiceField):
            if field.empty_label == DASHES:
                field.empty_label = CHOOSE
        elif isinstance(field, forms.ChoiceField):
            _reword_choices(field)


def _reword_choices(field: forms.ChoiceField) -> None:
    """Reword the empty choice that a model's field brings along."""
    offered: Any = field.choices  # a list, or what makes one; the stub has what it is made of
    choices = list(offered)
    if choices and choices[0] == ("", DASHES):
        field.choices = [("", CHOOSE), *choices[1:]]


def needed_unless(field: forms.Field, other: str, words: str | Promise) -> None:
    """Have `field` compulsory while `other` is empty; portal.js says `words` where it is."""
    field.widget.attrs |= {"data-missing": words, "data-unless": other}
