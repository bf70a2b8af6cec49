"""Which characters the fonts can draw: the pinned one, and one for rare characters.

A PDF must never show an empty box where a name has a rare character or an emoji. A look-alike is
printed as the character it stands for; what both fonts lack is printed as 〓, the mark by which
Chinese printers say "no type for this one", and told before anybody signs (`lacking`).
"""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path
from typing import Any

from documents.fonts import FILES, cjk_font_dirs, fallback_font
from lib.text import clean

SUBSTITUTE = "〓"
INVISIBLE = frozenset("\n\t\r\u200b\u200d\ufe0e\ufe0f")


def drawable(tree: Any) -> Any:
    """A copy of a JSON tree whose texts hold only characters that the fonts have."""
    if isinstance(tree, str):
        return _drawable_text(tree)
    if isinstance(tree, dict):
        return {key: drawable(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [drawable(item) for item in tree]
    return tree


def lacking(tree: Any) -> list[str]:
    """The characters in the texts of a JSON tree that the PDF prints as 〓, each once."""
    if isinstance(tree, str):
        return list(dict.fromkeys(_without_type(tree)))
    if isinstance(tree, dict | list):
        parts = tree.values() if isinstance(tree, dict) else tree
        return list(dict.fromkeys(letter for part in parts for letter in lacking(part)))
    return []


def _without_type(text: str) -> list[str]:
    known = covered()
    if text.isascii() or all(ord(letter) in known for letter in text):
        return []
    return [one for one in clean(text) if ord(one) not in known and one not in INVISIBLE]


def _drawable_text(text: str) -> str:
    known = covered()
    if text.isascii() or all(ord(letter) in known for letter in text):
        return text
    kept = (letter for letter in clean(text) if letter not in INVISIBLE or letter == "\n")
    return "".join(x if x == "\n" or ord(x) in known else SUBSTITUTE for x in kept)


def covered() -> frozenset[int]:
    """Code points of the fonts, from their ``cmap`` tables (OpenType 1.9, format 12)."""
    return _covered(cjk_font_dirs()[0] / Path(FILES[0]).name, fallback_font())


@cache
def _covered(regular: Path, rare: Path | None) -> frozenset[int]:
    return frozenset(_code_points(regular) | (_code_points(rare) if rare else set()))


def _code_points(path: Path) -> set[int]:
    data = path.read_bytes()
    cmap = _table(data, b"cmap")
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    for place in range(count):
        (offset,) = struct.unpack_from(">I", data, cmap + 4 + 8 * place + 4)
        start = cmap + offset
        if struct.unpack_from(">H", data, start)[0] == 12:
            return _format_12(data, start)
    raise ValueError(f"{path.name} has no full Unicode character map")


def _table(data: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    for place in range(count):
        name, _checksum, offset, _length = struct.unpack_from(">4sIII", data, 12 + 16 * place)
        if name == tag:
            return offset
    raise ValueError(f"the font has no {tag.decode()} table")


def _format_12(data: bytes, start: int) -> set[int]:
    (groups,) = struct.unpack_from(">I", data, start + 12)
    points: set[int] = set()
    for place in range(groups):
        first, last, glyph = struct.unpack_from(">III", data, start + 16 + 12 * place)
        points.update(range(first + (glyph == 0), last + 1))
    return points
