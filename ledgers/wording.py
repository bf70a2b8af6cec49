"""The words for what the machine finds, in the language of whoever reads them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledgers.declaration import Ledger
from ledgers.problems import Problem

MESSAGES = {
    # cells
    "required": _("Please fill this in."),
    "unknown-word": _("Nobody knows what “%(value)s” means here."),
    "unknown-area": _("No area “%(value)s” for which you may bring rows in."),
    "several-areas": _("Several areas are called “%(value)s”: give the division code."),
    "unknown-record": _("“%(value)s” is not in the portal."),
    "several-records": _("Several records are called “%(value)s”."),
    "bad-day": _("“%(value)s” is no date: write it as 2026-09-30."),
    "no-year": _("“%(value)s” says no year, and neither does the sheet."),
    "other-unit": _("“%(value)s” is in another unit: give it in %(unit)s."),
    "bad-hour": _("“%(value)s” is no hour from 0 to 23."),
    "bad-number": _("“%(value)s” is no number."),
    "bad-integer": _("“%(value)s” is no whole number."),
    "bad-flag": _("“%(value)s” is neither yes nor no."),
    "bad-phone": _("“%(value)s” is no telephone number."),
    "bad-age": _("“%(value)s” is no age."),
    "too-low": _("At least %(limit)s."),
    "too-high": _("At most %(limit)s."),
    "too-long": _("More than %(limit)s characters."),
    "id-cut": _(
        "Excel stored the ID number as a number and has lost its last digits: the number is left "
        "out. Format the column as text."
    ),
    "number-cut": _(
        "Excel has lost the last digits of the number: it is left out. Format the column as text."
    ),
    "no-value": _("The cell has no value: it shows “%(value)s”. Compute or correct it in Excel."),
    "masked": _("Masked data are no personal data: the cell is left out."),
    "personal-bad-phone": _("This is no telephone number: the cell is left out."),
    "personal-bad-day": _("This is no date: write it as 2026-09-30."),
    # rows
    "too-many-cells": _("The row has more cells than the heading."),
    "no-key": _("The row does not say what it is about: %(names)s."),
    "key-twice": _("The same as row %(row)s: a record stands once in a file."),
    "double": _("The same as row %(row)s in every cell: left out."),
    "same-record": _("Means the same record as row %(row)s."),
    "changed-meanwhile": _(
        "The record was changed by somebody else after the preview: look at the row again."
    ),
    "entered-meanwhile": _("Somebody entered this after the preview: look at the row again."),
    "not-your-area": _("You may not bring rows into this area."),
    "left-out": _("Left out, as you said."),
    "made-above": _("“%(value)s” is not in the portal yet: it is added too."),
    "refused-by-rule": "%(words)s",
}
#: A personal cell that cannot be read is not quoted.
PERSONAL = _("The cell cannot be read.")

#: A note for the machine: of which register a refused workbook seems to be.
BELONGS = "belongs"
#: What is to be said about a whole workbook.
NOTES = {
    "hidden-sheets": _("Hidden sheets have been left out: %(names)s."),
    "year": _("Days without a year are read as of %(year)s, as the sheet says."),
    "hidden-rows": _(
        "%(count)s rows are hidden in the workbook and are read like the others: %(rows)s."
    ),
    "remarks": _("%(count)s rows that are no records have been left out: %(rows)s."),
    "left-out": _("Columns that no field takes, with something in them: %(names)s."),
    "doubles": _(
        "%(count)s rows say the same as an earlier one in every cell and are left out: %(rows)s."
    ),
    "first-new": _("Of the new rows the first %(count)s are shown."),
}


def note_words(notes: Iterable[dict[str, Any]]) -> list[str]:
    """Return the sentences of the notes of a workbook."""
    return [str(NOTES[one["code"]]) % one["params"] for one in notes if one["code"] in NOTES]


def words_of(problem: Problem | Mapping[str, Any]) -> str:
    """Return the sentence for a problem, or for one stored as {code, params}."""
    stored = vars(problem) if isinstance(problem, Problem) else problem
    text = MESSAGES.get(stored["code"])
    if text is None:
        return str(PERSONAL) if stored["code"].startswith("personal-") else stored["code"]
    return str(text) % (stored.get("params") or {})


def kind_words(ledger: Ledger, kind: str) -> str:
    """Return the words for findings of one kind (`field:code`), without what single rows say."""
    key, _colon, code = kind.partition(":")
    text = str(KINDS.get(code) or MESSAGES.get(code) or PERSONAL)
    label = str(ledger.by_key[key].label) if key in ledger.by_key else ""
    return f"{label}: {text}" if label else text


#: What is wrong, said of many rows at once.
KINDS = {
    "unknown-word": _("words that nobody knows"),
    "unknown-area": _("areas that nobody knows, or where you may not bring rows in"),
    "several-areas": _("several areas have this name"),
    "unknown-record": _("not in the portal"),
    "several-records": _("several have this name"),
    "bad-day": _("no date"),
    "bad-hour": _("no hour from 0 to 23"),
    "bad-number": _("no number"),
    "bad-integer": _("no whole number"),
    "bad-flag": _("neither yes nor no"),
    "bad-phone": _("no telephone number"),
    "no-year": _("a day without a year"),
    "other-unit": _("in another unit"),
    "bad-age": _("no age"),
    "too-low": _("too low"),
    "too-high": _("too high"),
    "too-long": _("too long"),
    "no-value": _("no value: the cell shows an error"),
    "required": _("to be filled in"),
    "no-key": _("the row does not say what it is about"),
    "key-twice": _("twice in this file"),
    "same-record": _("the same record twice"),
    "refused-by-rule": _("against a rule of the register"),
}
