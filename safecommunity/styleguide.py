"""The look, alive: every token and part on one page, in local mode only (docs/interface.md)."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

TOKENS = settings.BASE_DIR / "static" / "css" / "tokens.css"

#: What is read on what: (ink, ground, least ratio). 4.5 : 1 for text and 3 : 1 for the border of a
#: field are WCAG 2.2, 1.4.3 and 1.4.11 (AA).
PAIRS = [
    ("ink", "paper", 4.5),
    ("ink", "ground", 4.5),
    ("ink", "brand-pale", 4.5),
    ("ink-soft", "paper", 4.5),
    ("ink-soft", "ground", 4.5),
    ("brand", "paper", 4.5),
    ("brand", "ground", 4.5),
    ("brand-dark", "brand-pale", 4.5),
    ("paper", "brand", 4.5),
    ("paper", "brand-dark", 4.5),
    ("paper", "bad", 4.5),
    ("bad", "paper", 4.5),
    ("bad-ink", "bad-pale", 4.5),
    ("warn-ink", "warn-pale", 4.5),
    ("good-ink", "good-pale", 4.5),
    ("info-ink", "info-pale", 4.5),
    ("still-ink", "still-pale", 4.5),
    ("warn", "paper", 4.5),
    ("good", "paper", 4.5),
    ("info", "paper", 4.5),
    ("edge", "paper", 3.0),
    ("edge", "ground", 3.0),
]


@dataclass(frozen=True)
class Pair:
    """Two colours that meet, with their measured contrast (1 to 21) and the least allowed."""

    ink: str
    ground: str
    ink_value: str
    ground_value: str
    ratio: float
    least: float


def tokens(path: Path = TOKENS) -> dict[str, str]:
    """Return the tokens of the style sheet, name (without dashes) to value, in their order."""
    first = path.read_text().split("}", 1)[0]
    found = re.findall(r"^\s*--([\w-]+):\s*([^;]+);", first, re.MULTILINE)
    return {name: value for name, value in found if not name.startswith("bs-")}


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rgb` or `#rrggbb` (WCAG 2.2, "relative luminance")."""
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(one * 2 for one in digits)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs() -> list[Pair]:
    """Return all pairs of colours that meet, measured."""
    known = tokens()
    return [
        Pair(ink, ground, known[ink], known[ground], contrast(known[ink], known[ground]), least)
        for ink, ground, least in PAIRS
    ]


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show type, colours, space and parts with their markup; on a server there is no such page."""
    if not settings.LOCAL:
        raise Http404
    known = tokens()
    return render(
        request,
        "styleguide.html",
        {
            "colours": [(n, v) for n, v in known.items() if v.startswith("#")],
            "sizes": [(n, v) for n, v in known.items() if n.startswith("text-")],
            "spaces": [(n, v) for n, v in known.items() if n.startswith("space-")],
            "pairs": pairs(),
            "tones": ["secondary", "info", "success", "warning", "danger"],
        },
    )
