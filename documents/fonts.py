"""Where the project's Chinese fonts are, for the PDF and for charts.

The font is an npm package pinned in ``package.json`` (Noto Sans SC, SIL Open Font License), so
the same glyphs are drawn on every machine and Chinese never turns to boxes. It has the characters
of the national table of 2013, of the rare ones in Unicode's second plane a few hundred. Who bears
another one is printed in HanaMin B (GlyphWiki licence), which has all 60,000: Debian's package
``fonts-hanazono``, where it is installed. No registry that needs no root has such a font.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

CJK_FAMILY = "Noto Sans SC"
PACKAGE = "@expo-google-fonts/noto-sans-sc"
FILES = ("400Regular/NotoSansSC_400Regular.ttf", "700Bold/NotoSansSC_700Bold.ttf")


class FontsMissing(Exception):
    """The pinned Chinese font is not installed; the message says how to install it."""


def cjk_font_dirs() -> tuple[Path, ...]:
    """The folders of the regular and the bold font file, or ``FontsMissing``.

    Looked for in ``settings.NODE_MODULES`` when the project sets it, else in ``node_modules``
    beside ``package.json``.
    """
    folder = _node_modules() / PACKAGE
    files = [folder / name for name in FILES]
    missing = [str(file) for file in files if not file.is_file()]
    if missing:
        raise FontsMissing(
            f"The Chinese font is not installed: {missing[0]} does not exist. "
            "Run `npm ci` (or `make run`, which does it) in the project's folder."
        )
    return tuple(file.parent for file in files)


def fallback_font() -> Path | None:
    """The file of the font for rare characters (``settings.FALLBACK_FONT``), if it is there."""
    configured = getattr(settings, "FALLBACK_FONT", "") if settings.configured else ""
    file = Path(configured)
    return file if configured and file.is_file() else None


def font_dirs() -> tuple[Path, ...]:
    """All folders in which whoever draws finds fonts, or ``FontsMissing``."""
    rare = fallback_font()
    return (*cjk_font_dirs(), *([rare.parent] if rare else []))


def _node_modules() -> Path:
    configured = getattr(settings, "NODE_MODULES", None) if settings.configured else None
    return Path(configured) if configured else Path(__file__).parents[1] / "node_modules"
