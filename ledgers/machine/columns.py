"""Which field a column fills: by what was remembered of its origin, by its heading, by a part."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from ledgers.declaration import Ledger, OtherWay, other_ways, registers
from ledgers.reading.headings import find_heading, is_counter, recognised, spellings
from lib.text import folded
from lib.workbooks import Sheet

NOTE = re.compile(r"[（(\[【].*?[)）\]】]")
MARKS = re.compile(r"[\s*＊:：/、,，。.\-_]+")
#: Words of two characters stand in too many other headings (单位, 编号).
LEAST_PART = 3
#: A workbook with so many more headings of another register is one of that.
CLEARLY = 2
#: Fewer headings (姓名, 电话) stand in many tables and are no reason to name a register.
TELLING = 3


def normal_heading(text: str) -> str:
    """Return a heading without notes in brackets, marks and spaces, in small letters."""
    text = folded(str(text))
    return MARKS.sub("", NOTE.sub("", text)) or MARKS.sub("", text)


@lru_cache(maxsize=64)
def words_of(key: str) -> Mapping[str, str]:
    """Return the headings of the register `key`, normalised, with the fields that they mean."""
    found: dict[str, str] = {}
    for field in registers[key].fields:
        for word in field.headings.split():
            found.setdefault(normal_heading(word), field.key)
    return found


@lru_cache(maxsize=64)
def _second_words(key: str) -> Mapping[str, str]:
    """Return the headings that mean another field where their first one has a column already.

    In a list of communities 社区 is the name; beside 网格 it says in which community the grid lies.
    """
    first, found = words_of(key), dict[str, str]()
    for field in registers[key].fields:
        for word in map(normal_heading, field.headings.split()):
            if first[word] != field.key:
                found.setdefault(word, field.key)
    return found


@lru_cache(maxsize=64)
def _parts_of(key: str) -> Sequence[str]:
    return sorted((one for one in words_of(key) if len(one) >= LEAST_PART), key=len, reverse=True)


def key_of(ledger: Ledger) -> Callable[[str], str]:
    """Return what gives the key of the field that a heading means, "" for other texts."""
    words = words_of(ledger.key)
    return lambda text: words.get(normal_heading(text), "")


def guess(ledger: Ledger, headings: Sequence[str], remembered: Mapping[str, str]) -> list[str]:
    """Return the key of a field for each heading, "" where nobody knows; no field twice."""
    words, parts = words_of(ledger.key), _parts_of(ledger.key)
    second = _second_words(ledger.key)

    def otherwise(text: str) -> str:
        return second.get(text, "")

    def whole(text: str) -> str:
        return words.get(text, "")

    def part(text: str) -> str:
        return next((words[one] for one in parts if one in text), "")

    found, taken = [""] * len(headings), set[str]()
    # Of two columns for one field the one whose heading the register names first.
    order = sorted(range(len(headings)), key=lambda place: _rank(ledger, headings[place]))
    for rule in (remembered.get, whole, otherwise, part):
        for place in order:
            heading = headings[place]
            if found[place] or is_counter(heading):
                continue
            for text in map(normal_heading, spellings(heading)):
                key = "" if remembered.get(text) == "" else rule(text) or ""
                if key in ledger.by_key and key not in taken:
                    found[place] = key
                    taken.add(key)
                    break
    return found


def _rank(ledger: Ledger, heading: str) -> int:
    """Return the place of a heading among those of its field; unknown ones come last."""
    names = list(words_of(ledger.key))
    return next(
        (names.index(one) for one in map(normal_heading, spellings(heading)) if one in names),
        len(names),
    )


def missing(ledger: Ledger, mapping: Sequence[str]) -> list[str]:
    """Return why no row can be read with these columns: what each row is recognised by."""
    if any(all(name in mapping for name in names) for names in ledger.keys):
        return []
    first = ledger.keys[-1]
    return [str(ledger.by_key[name].label) for name in first if name not in mapping]


def other_register(ledger: Ledger, sheets: Sequence[Sheet], score: int) -> Ledger | OtherWay | None:
    """Return the register whose headings the sheets have, when it is clearly another one.

    `score` is how many fields of `ledger` they mean.
    """
    scores = {one.key: _score(key_of(one), sheets) for one in registers if one.key != ledger.key}
    ways = {one.key: _score(_way_key_of(one), sheets) for one in other_ways}
    key = max(scores | ways, key=lambda one: (scores | ways)[one], default="")
    if not key or (scores | ways)[key] < max(TELLING, score + CLEARLY):
        return None
    return registers[key] if key in scores else other_ways[key]


def _way_key_of(way: OtherWay) -> Callable[[str], str]:
    """Return what gives the key of the field of a register with pages of its own."""
    words = {
        normal_heading(word): key for key, line in way.headings.items() for word in line.split()
    }
    return lambda text: words.get(normal_heading(text), "")


def _score(known: Callable[[str], str], sheets: Sequence[Sheet]) -> int:
    found = (find_heading(sheet, known) for sheet in sheets)
    return max((recognised(one.texts, known) for one in found if one), default=0)
