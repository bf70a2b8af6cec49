"""Charts as pictures: SVG for the PDF, PNG for Word.

The engine runs in a process of its own (``draw_child.py``), which costs 0.7 s and some 0.1 s a
picture: ask for many pictures at once, and give the renderer a cache.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from documents import children
from documents.charts.parts import Spec
from documents.fonts import font_dirs
from lib.bilingual import localise
from lib.canonical import canonical_bytes

VERSION = version("vl-convert-python")
WIDTH = 560  # px of a chart as wide as the printed column; 11 px type then prints at about 9 pt
PNG_SCALE = 3
CHILD = Path(__file__).with_name("draw_child.py")


class PictureCache(Protocol):
    """What a cache must do; Django's caches do."""

    def get(self, key: str) -> Any: ...
    def set(self, key: str, value: Any) -> None: ...


class FolderCache:
    """Pictures as files named by their key. Written whole or not at all; delete files at will."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)

    def get(self, key: str) -> bytes | None:
        try:
            return (self.folder / key).read_bytes()
        except FileNotFoundError:
            return None

    def set(self, key: str, value: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.folder)
        with os.fdopen(handle, "wb") as file:
            file.write(value)
        os.replace(name, self.folder / key)


@dataclass(frozen=True)
class Picture:
    """What is to be drawn: a chart in one language and size, as "svg" or "png"."""

    form: str
    spec: Spec

    @property
    def key(self) -> str:
        """Its name in a cache: changes with the spec, the form and the version of the engine."""
        digest = hashlib.sha256(canonical_bytes([VERSION, PNG_SCALE, self.spec]))
        return f"{digest.hexdigest()}.{self.form}"


class Renderer:
    """Makes pictures of specs, each once per spec, language and size when it has a cache."""

    def __init__(self, pictures: PictureCache | None = None) -> None:
        self.pictures = pictures

    def svg(self, specs: Sequence[Spec], *, language: str, width: int = WIDTH) -> list[str]:
        """The charts as SVG with their texts as text, in the project's Chinese font."""
        asked = [picture("svg", spec, language, width) for spec in specs]
        return [drawn.decode() for drawn in self.drawn(asked)]

    def png(self, specs: Sequence[Spec], *, language: str, width: int = WIDTH) -> list[bytes]:
        """The charts as PNG, ``PNG_SCALE`` pixels to the px."""
        return self.drawn([picture("png", spec, language, width) for spec in specs])

    def drawn(self, asked: Sequence[Picture]) -> list[bytes]:
        """The pictures, those that the cache lacks drawn together. Raises DrawingFailed."""
        found = {one.key: self._kept(one.key) for one in asked}
        missing = list({one.key: one for one in asked if found[one.key] is None}.values())
        for one, made in zip(missing, _draw(missing), strict=True):
            found[one.key] = made
            if self.pictures is not None:
                self.pictures.set(one.key, made)
        return [found[one.key] or b"" for one in asked]

    def _kept(self, key: str) -> bytes | None:
        return None if self.pictures is None else self.pictures.get(key)


def picture(form: str, spec: Spec, language: str, width: int = WIDTH) -> Picture:
    """The picture of ``spec`` in one language, as wide as the printed column."""
    return Picture(form, localise(spec, language) | {"width": width})


def _draw(pictures: list[Picture]) -> list[bytes]:
    if not pictures:
        return []
    answer = children.ask(
        CHILD,
        {
            "fonts": [str(folder) for folder in font_dirs()],
            "scale": PNG_SCALE,
            "pictures": [[one.form, one.spec] for one in pictures],
        },
    )
    return pickle.loads(answer)  # noqa: S301 - written by our own code
