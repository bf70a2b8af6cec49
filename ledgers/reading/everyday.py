"""What an everyday word probably means in a code list: 交通事故 is asked about as 机动车车祸.

A proposal saves searching; it decides nothing. Only what a list itself says, its words and their
synonyms, is `sure`: everything else is shown to the person who brings the rows in, once per word.

The words are in `ledgers/reference/everyday_words.json`, by register and field, each list with the
source of its codes.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from lib.text import bare

FILE = Path(__file__).resolve().parents[1] / "reference" / "everyday_words.json"
#: A word of one character stands in too many others.
SHORTEST = 2
#: Similarity (of difflib) from which two spellings are taken for one with a slip.
ALIKE = 0.75
_NOTE = re.compile(r"[（(\[【].*?[)）\]】]")
#: Answers like “3 跌倒” and “3.跌倒” carry the number of their list.
_NUMBER = re.compile(r"^\d{1,2}\s*[.、:：)）\-]?\s*(?=\D)")


@dataclass(frozen=True)
class Proposal:
    """The value that a word probably has; `sure` when the list itself says so."""

    value: str
    sure: bool = False


def propose(
    ledger: str, field: str, text: str, words: Mapping[str, Iterable[str]]
) -> Proposal | None:
    """Return what `text` probably means in the field of a register; None when nothing fits.

    `words` gives for each value of the field its words, the label first. Several values that fit
    equally well are no proposal.
    """
    own = _by_word(words)
    if (value := own.get(bare(text))) is not None:
        return Proposal(value, sure=True)
    known = {word: v for word, v in everyday(ledger, field).items() if v in words} | own
    for reading in (_NUMBER.sub("", text), _NOTE.sub("", text)):
        if (value := known.get(bare(reading))) is not None:
            return Proposal(value)
    value = _inside(bare(text), known) or _alike(bare(text), known)
    return Proposal(value) if value else None


@cache
def everyday(ledger: str, field: str) -> dict[str, str]:
    """Return the shipped words of a field with their values; none where there is no list."""
    return _by_word(
        {value: line.split() for value, line in _lists().get(f"{ledger}.{field}", {}).items()}
    )


@cache
def _lists() -> dict[str, dict[str, str]]:
    shipped = json.loads(FILE.read_text(encoding="utf-8"))
    return {name: one["words"] for name, one in shipped.items()}


def _by_word(words: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return each word with its value; of two values that claim one the first has it."""
    found: dict[str, str] = {}
    for value, spellings in words.items():
        for word in spellings:
            found.setdefault(bare(str(word)), value)
    found.pop("", None)
    return found


def _inside(text: str, known: Mapping[str, str]) -> str:
    """Return the value of the longest known word inside `text`; "" when two values claim it."""
    inside = [word for word in known if len(word) >= SHORTEST and word in text]
    longest = max(map(len, inside), default=0)
    values = {known[word] for word in inside if len(word) == longest}
    return values.pop() if len(values) == 1 else ""


def _alike(text: str, known: Mapping[str, str]) -> str:
    """Return the value of the word that differs from `text` by a slip of the pen."""
    if len(text) <= SHORTEST:
        return ""
    words = [word for word in known if len(word) > SHORTEST]
    near = get_close_matches(text, words, n=1, cutoff=ALIKE)
    return known[near[0]] if near else ""
