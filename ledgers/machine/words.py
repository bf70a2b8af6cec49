"""Words of a workbook that no list knows: counted, asked once, remembered for their origin."""

from collections.abc import Iterable, Mapping

from lib.sheet_cells import SHOWN

#: What words mean, by field: {"cause": {"交通事故": "1"}}; "" is as if the cell were empty.
Words = Mapping[str, Mapping[str, str]]
#: In how many rows each word was met, by field.
Counts = Mapping[str, Mapping[str, int]]


def add_word(counts: dict[str, dict[str, int]], field: str, word: str) -> None:
    """Count a word that nobody knows. One that was shortened for its message names no cell."""
    if len(word) <= SHOWN:
        words = counts.setdefault(field, {})
        words[word] = words.get(word, 0) + 1


def most_frequent(counts: Counts, limit: int) -> dict[str, dict[str, int]]:
    """Return the `limit` words of each field that stand in the most rows."""
    return {
        field: dict(sorted(words.items(), key=lambda pair: -pair[1])[:limit])
        for field, words in counts.items()
    }


def has_new(before: Counts, now: Counts) -> bool:
    """Tell whether a word was not asked yet: one that was left unexplained is not asked again."""
    return any(word not in before.get(field, {}) for field, words in now.items() for word in words)


def of_fields(known: Words, fields: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return what is known of the words of `fields`."""
    return {field: dict(known[field]) for field in fields if field in known}


def merged(known: Words, said: Words) -> dict[str, dict[str, str]]:
    """Return what is known with what has been said now, which goes first."""
    fields = {*known, *said}
    return {field: {**known.get(field, {}), **said.get(field, {})} for field in sorted(fields)}
