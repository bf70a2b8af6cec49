"""The words for what checks and the importer find, in the language of whoever reads them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from injuries.checks import Problem
from injuries.models import InjuryRecord

MESSAGES = {
    # errors of a card
    "no-day": _("Give the day of the injury or the day of the visit."),
    "future-day": _("%(day)s lies in the future."),
    "too-early": _("%(day)s lies before %(year)s: please check the year."),
    "visit-before-injury": _("The visit cannot lie before the injury."),
    "visit-hour-before-injury": _("The hour of the visit lies before the hour of the injury."),
    "age": _("An age of %(age)s years is not possible: at most %(limit)s."),
    "education-age": _(
        "Below the age of %(limit)s only “child not yet at school” is possible as education."
    ),
    # warnings of a card
    "traffic-place": _("A traffic injury usually happens on a road or street."),
    "traffic-activity": _(
        "In a traffic injury the activity is usually “driving or riding”; right as it stands for a "
        "pedestrian."
    ),
    "whole-body": _(
        "After suffocation, drowning or poisoning the body site is usually “whole body”."
    ),
    "burn-nature": _("After a burn or scald the nature is usually “burn or scald”."),
    "report-before-visit": _("The report bears an earlier day than the visit."),
    "id-check-digit": _("The check digit of the ID number does not fit: please compare it."),
    "id-sex": _("The ID number says the other sex."),
    "id-age": _("By the ID number the age is %(age)s."),
    # cells of a workbook
    "required": _("Please fill this in."),
    "unknown-code": _("“%(value)s” is not in the code list."),
    "bad-date": _("“%(value)s” is no date: write it as 2026-09-30."),
    "personal-bad-date": _("This is no date: write it as 2026-09-30."),
    "born-after": _("The day of birth lies after the injury."),
    "id-cut": _(
        "Excel stored the ID number as a number and has lost its last digits: the number is left "
        "out. Format the column as text."
    ),
    "number-cut": _(
        "Excel has lost the last digits of the number: it is left out. Format the column as text."
    ),
    "no-value": _("The cell has no value: it shows “%(value)s”. Compute or correct it in Excel."),
    "masked": _("Masked data are no personal data: the cell is left out."),
    "id-length": _("An ID number has 18 characters: please compare it."),
    "bad-hour": _("“%(value)s” is no hour from 0 to 23."),
    "bad-flag": _("“%(value)s” is neither yes nor no."),
    "bad-age": _("“%(value)s” is no age."),
    "too-long": _("More than %(limit)s characters."),
    "unknown-area": _("No area “%(value)s” in which you may report."),
    "several-areas": _("Several areas are called “%(value)s”: give the division code."),
    "unchanged": _("The register has this card already, unchanged: the row is left out."),
    "duplicate": _(
        "Looks like a card that is already there (same person, day and cause, or same card number)."
    ),
    "neiss-code": _("“%(value)s” is no value of NEISS for %(column)s."),
    "too-many-cells": _("The row has more cells than the heading."),
}

#: What is to be said about a whole workbook.
NOTES = {
    "hidden-sheets": _("Hidden sheets have been left out: %(names)s."),
    "hidden-rows": _(
        "%(count)s rows are hidden in the workbook and are read like the others: %(rows)s."
    ),
    "left-out": _("Columns that no field takes, with something in them: %(names)s."),
}


def note_words(notes: Iterable[dict[str, Any]]) -> list[str]:
    """Return the sentences of the notes of a workbook."""
    return [str(NOTES[note["code"]]) % note["params"] for note in notes]


def words_of(problem: Problem | Mapping[str, Any]) -> str:
    """Return the sentence for a problem, or for one stored as {code, params}."""
    stored = vars(problem) if isinstance(problem, Problem) else problem
    text = str(MESSAGES[stored["code"]]) % (stored.get("params") or {})
    return f"{text} {possible}" if (possible := _possible(stored)) else text


def _possible(stored: Mapping[str, Any]) -> str:
    """Return the code list that a cell does not keep to: Excel shows nobody what it may hold."""
    if stored["code"] != "unknown-code":
        return ""
    columns = {column.name: column for column in InjuryRecord._meta.concrete_fields}
    choices = getattr(columns.get(stored.get("field", "")), "flatchoices", None)
    if not choices:
        return ""
    listed = str(_("; ")).join(f"{value} {label}" for value, label in choices)
    return str(_("Possible: %(codes)s.") % {"codes": listed})


def sentences(problems: Iterable[dict[str, Any]]) -> list[str]:
    """Return the sentences of stored problems."""
    return [words_of(problem) for problem in problems]
