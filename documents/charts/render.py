"""Charts as pictures: SVG for the PDF, PNG for Word.

vl-convert runs Vega inside this process: about 1 s the first time, 0.2 s from then on, so keep
the process warm and give the renderer a cache. Its worker thread does not survive a fork: call
``warm`` in the child (Celery's ``worker_process_init``), never in the parent.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

import vl_convert

from documents.charts.parts import Spec
from documents.fonts import cjk_font_dirs
from lib.bilingual import localise
from lib.canonical import canonical_bytes

VERSION = version("vl-convert-python")
VEGA_LITE = vl_convert.get_vegalite_versions()[-1]
WIDTH = 560  # px of a chart as wide as the printed column; 11 px type then prints at about 9 pt
PNG_SCALE = 3


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


class Renderer:
    """Makes pictures of specs, each once per spec, language and size when it has a cache."""

    def __init__(self, pictures: PictureCache | None = None) -> None:
        self.pictures = pictures

    def svg(self, spec: Spec, *, language: str, width: int = WIDTH) -> str:
        """The chart as SVG with its texts as text, in the project's Chinese font."""
        return self._picture("svg", spec, language, width).decode()

    def png(self, spec: Spec, *, language: str, width: int = WIDTH) -> bytes:
        """The chart as PNG, ``PNG_SCALE`` pixels to the px."""
        return self._picture("png", spec, language, width)

    def _picture(self, form: str, spec: Spec, language: str, width: int) -> bytes:
        sized = localise(spec, language) | {"width": width}
        key = picture_key(form, sized)
        if self.pictures is not None:
            found = self.pictures.get(key)
            if found is not None:
                return bytes(found)
        picture = _draw(form, sized)
        if self.pictures is not None:
            self.pictures.set(key, picture)
        return picture


def picture_key(form: str, spec: Spec) -> str:
    """Name of a picture: changes with the spec, the form and the version of the renderer."""
    digest = hashlib.sha256(canonical_bytes([VERSION, PNG_SCALE, spec]))
    return f"{digest.hexdigest()}.{form}"


def _draw(form: str, spec: Spec) -> bytes:
    _register_fonts()
    # Data is in the spec; an empty list of allowed addresses keeps Vega from loading any.
    options: dict[str, Any] = {"vl_version": VEGA_LITE, "allowed_base_urls": []}
    if form == "svg":
        return vl_convert.vegalite_to_svg(spec, **options).encode()
    return vl_convert.vegalite_to_png(spec, scale=PNG_SCALE, **options)


@cache
def _register_fonts() -> None:
    for folder in cjk_font_dirs():
        vl_convert.register_font_directory(str(folder))


def warm() -> None:
    """Pay the start-up second now, in a worker process that has just been made."""
    _draw("svg", {"mark": "point", "data": {"values": []}})
