"""Which field a column fills: by what was remembered of its origin, by its heading, by a part."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from ledgers.declaration import Ledger, registers
from lib.sheet_cells import text_of
from lib.text import folded
from lib.workbooks import Cell

NOTE = re.compile(r"[（(\[【].*?[)）\]】]")
MARKS = re.compile(r"[\s*＊:：/、,，。.\-_]+")
#: Columns that only count the rows of the sheet.
COUNTERS = frozenset({"序号", "行号", "no"})
#: Words of two characters stand in too many other headings (单位, 编号).
LEAST_PART = 3


def normal_heading(text: str) -> str:
    """Return a heading without notes in brackets, marks and spaces, in small letters."""
    text = folded(str(text))
    return MARKS.sub("", NOTE.sub("", text)) or MARKS.sub("", text)


@lru_cache(maxsize=64)
def words_of(key: str) -> Mapping[str, str]:
    """Return the headings of the register `key`, normalised, with the fields that they mean."""
    return {
        normal_heading(word): field.key
        for field in reversed(registers[key].fields)
        for word in field.headings.split()
    }


@lru_cache(maxsize=64)
def _parts_of(key: str) -> Sequence[str]:
    return sorted((one for one in words_of(key) if len(one) >= LEAST_PART), key=len, reverse=True)


def known_to(ledger: Ledger) -> Callable[[Sequence[Cell]], int]:
    """Return what counts how many cells of a row are headings of the register."""
    words = words_of(ledger.key)

    def known(cells: Sequence[Cell]) -> int:
        return len(
            {words[one] for cell in cells if (one := normal_heading(text_of(cell))) in words}
        )

    return known


def guess(ledger: Ledger, headings: Sequence[str], remembered: Mapping[str, str]) -> list[str]:
    """Return the key of a field for each heading, "" where nobody knows; no field twice."""
    words, parts = words_of(ledger.key), _parts_of(ledger.key)

    def whole(text: str) -> str:
        return words.get(text, "")

    def part(text: str) -> str:
        return next((words[one] for one in parts if one in text), "")

    normals = [normal_heading(heading) for heading in headings]
    found, taken = [""] * len(headings), set[str]()
    for rule in (remembered.get, whole, part):
        for place, text in enumerate(normals):
            if found[place] or not text or text in COUNTERS or _is_settled(text, rule, remembered):
                continue
            key = rule(text) or ""
            if key in ledger.by_key and key not in taken:
                found[place] = key
                taken.add(key)
    return found


def _is_settled(text: str, rule: object, remembered: Mapping[str, str]) -> bool:
    """Tell whether the uploader left this column out before: it is not guessed again."""
    return remembered.get(text) == ""


def missing(ledger: Ledger, mapping: Sequence[str]) -> list[str]:
    """Return why no row can be read with these columns: what each row is recognised by."""
    if any(all(name in mapping for name in names) for names in ledger.keys):
        return []
    first = ledger.keys[-1]
    return [str(ledger.by_key[name].label) for name in first if name not in mapping]


def other_register(ledger: Ledger, heads: Sequence[Sequence[Cell]]) -> Ledger | None:
    """Return the register whose headings the rows have, when it is clearly another one."""

    def best(one: Ledger) -> int:
        known = known_to(one)
        return max(map(known, heads), default=0)

    own = best(ledger)
    scores = {one.key: best(one) for one in registers if one.key != ledger.key}
    key = max(scores, key=lambda one: scores[one], default="")
    return registers[key] if key and scores[key] >= own + 3 else None
