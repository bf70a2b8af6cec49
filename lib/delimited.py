"""Tables saved as text: which encoding, which line ends, which mark between the cells.

None of the three stands in the file, and Chinese offices send all of them: UTF-8, GB 18030 and
UTF-16; commas, semicolons and tabulators; titles above the table. What decides is the whole file,
because its first line is often a title.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

#: What one sheet of Excel can hold; a text with more is no table that anybody has looked at.
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
DELIMITERS = ",;\t|"
#: So many rows decide on the mark between the cells.
SAMPLE = 500
#: Excel's own first line for those who open the file; it is no row to them.
SEPARATOR = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


class NotText(ValueError):
    """The bytes are no text in an encoding that offices use."""


class TooManyCells(ValueError):
    """The table is larger than any sheet."""


def rows_of_text(data: bytes) -> list[list[str]]:
    """Return the rows of a table saved as text. Raises NotText, TooManyCells, csv.Error."""
    text = _decoded(data)
    if "\0" in text:
        raise csv.Error("not a text")
    if stated := SEPARATOR.match(text):
        return list(_parsed(text[stated.end() :], stated[1]))
    return list(_parsed(text, _delimiter(text)))


def _decoded(data: bytes) -> str:
    for encoding in _encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotText("neither UTF-8 nor GB 18030 nor UTF-16")


def _encodings(data: bytes) -> list[str]:
    """Return what the bytes can be, likeliest first."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    start = data[:4000]
    if b"\0" in start:  # each digit and mark of UTF-16 has a zero beside it
        high, low = start[::2].count(0), start[1::2].count(0)
        return ["utf-16-be" if high > low else "utf-16-le"]
    return ["utf-8-sig", "gb18030", "utf-16"]


def _delimiter(text: str) -> str:
    """Return the mark that cuts the most rows into the same number of cells."""
    return max(DELIMITERS, key=lambda mark: _agreement(text, mark))


def _agreement(text: str, mark: str) -> tuple[int, int]:
    """Return how many rows have the commonest width of more than one cell, and that width."""
    widths: Counter[int] = Counter()
    try:
        for _number, cells in zip(range(SAMPLE), _parsed(text, mark), strict=False):
            if len(cells) > 1:
                widths[len(cells)] += 1
    except csv.Error:
        return 0, 0
    width, rows = max(widths.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
    return rows, width


def _parsed(text: str, mark: str) -> Iterator[list[str]]:
    lines = io.StringIO(text, newline="")
    for number, cells in enumerate(csv.reader(lines, delimiter=mark), start=1):
        if number > MAX_ROWS or len(cells) > MAX_COLUMNS:
            raise TooManyCells
        yield cells
