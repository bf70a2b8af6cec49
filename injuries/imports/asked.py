"""Words of a workbook that no list of the card knows: 交通事故 is asked once as 机动车车祸.

The asking is the ledgers' (`ledgers.forms.WordsForm`, `ledgers.machine.words`, the everyday words
of `ledgers.reading.everyday`); this says what the fields of the card are to them.
"""

from collections.abc import Iterable

from django.db import models

from injuries.imports.columns import TARGETS, Kind, Target
from injuries.imports.reading import ReadRow
from injuries.imports.texts import words_of
from ledgers.declaration import Choice, Field, Kind as LedgerKind
from ledgers.machine.words import Counts, add_word, most_frequent

#: Key of the card among the registers, as the everyday words name it.
REGISTER = "injuries"
#: More different words in one column are no words of a list: those of the most rows are asked.
MOST_ASKED = 100
UNKNOWN = frozenset({"unknown-code", "unknown-area"})
_KINDS = {Kind.CODE: LedgerKind.CODE, Kind.AREA: LedgerKind.AREA}


def _choices(choices: type[models.Choices]) -> list[Choice]:
    words: dict[str, list[str]] = {}
    for word, value in words_of(choices).items():
        words.setdefault(value, []).append(word)
    return [
        Choice(str(value), label, tuple(words.get(str(value), ())))
        for value, label in choices.choices
    ]


def _field(target: Target) -> Field:
    choices = target.choices
    return Field(
        key=target.key,
        label=target.label,
        headings=target.headings,
        kind=_KINDS[target.kind],
        choices=(lambda: _choices(choices)) if choices else None,
        required=target.required,
    )


#: The fields whose words are asked.
FIELDS = {target.key: _field(target) for target in TARGETS if target.kind in _KINDS}


def unknown_words(rows: Iterable[ReadRow]) -> Counts:
    """Count, for each field, the words that nobody knows, those of the most rows first."""
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        for problem in row.result.errors:
            if problem.code in UNKNOWN and problem.field in FIELDS:
                add_word(found, problem.field, problem.params["value"])
    return most_frequent(found, MOST_ASKED)
