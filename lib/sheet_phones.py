"""Telephones as offices write them: several in a cell, with spaces, names and extensions."""

import re

from lib.sheet_cells import text_of
from lib.sheet_numbers import CutNumber, is_cut
from lib.text import half_width
from lib.workbooks import Cell

#: Between two telephones; a single space or hyphen also stands inside of one.
_PARTS = re.compile(r"[、,，;；|\n\r]+|/|\s{2,}|\s*或\s*")
#: Beside the number: who it belongs to, and what kind it is.
_BESIDE = re.compile(
    r"[（(].*?[)）]|(?:手机|电话|座机|办公|值班|固话|联系电话|tel)[:：.]?", re.IGNORECASE
)
_EXTENSION = re.compile(r"(?:转|分机|ext\.?)\s*(\d{1,6})", re.IGNORECASE)
_NUMBER = re.compile(
    r"(0\d{2,3}[- ]?\d{7,8}|\d{2,3}[- ]\d{7,8}|\d{7,8}"
    r"|[48]00[- ]?\d{3}[- ]?\d{4}|1\d{2,4}|95\d{3,4})"
)
_MOBILES = re.compile(r"(1\d{10})\s+(?=1\d{10}|0\d{2,3}[- ])")


class NoPhone(ValueError):
    """A cell with a part that is no telephone."""


def read_phones(cell: Cell) -> list[str]:
    """Return the telephones of a cell, each once. Raises NoPhone, CutNumber.

    Mobiles lose their spaces and hyphens, other numbers keep one hyphen behind the area code.
    """
    text = half_width(text_of(cell))
    if is_cut(cell, "".join(text.split())):
        raise CutNumber(text)
    text = _MOBILES.sub(r"\1,", _BESIDE.sub(" ", text))
    found = [_phone(part) for part in _PARTS.split(text) if part.strip()]
    return list(dict.fromkeys(found))


def _phone(text: str) -> str:
    extension = _EXTENSION.search(text)
    number = _EXTENSION.sub("", text).strip(" -.:·")
    compact = re.sub(r"[-\s.]", "", number).removeprefix("+86")
    if re.fullmatch(r"1\d{10}", compact):
        plain = compact
    elif match := _NUMBER.fullmatch(" ".join(number.split())):
        plain = re.sub(r"[- ]+", "-", match[1])
    else:
        raise NoPhone(text)
    return f"{plain}转{extension[1]}" if extension else plain
