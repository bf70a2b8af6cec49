"""The small marks that every page shares: icons, badges, numbers that open their rows."""

from functools import lru_cache
from html import escape
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lib.numerals import Number, format_number


def escaped(value: Any) -> str:
    """Return `value` as HTML shows it; what is HTML already stays.

    As Django's `conditional_escape`, which looks each time whether it was given words to translate
    later: for the five hundred texts of a list as long as for the rest of their cells.
    """
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))


@lru_cache(maxsize=1)
def _sprite() -> str:
    return static("img/icons.svg")


def icon(name: str, label: str = "") -> SafeString:
    """Draw a Bootstrap icon; without a label it is decoration and hidden from screen readers.

    Only icons that the sources name are in the file of symbols (`scripts.icons`).
    """
    if label:
        return format_html(
            '<svg class="bi" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
            label,
            _sprite(),
            name,
        )
    mark = f'<svg class="bi" aria-hidden="true"><use href="{_sprite()}#{escaped(name)}"/></svg>'
    return SafeString(mark)


def badge(text: Any, tone: str = "secondary") -> SafeString:
    """Draw a state as a badge in a Bootstrap tone."""
    return SafeString(f'<span class="badge tone-{escaped(tone)}">{escaped(text)}</span>')


def distance(metres: float | None) -> str:
    """Write a way in metres, from a kilometre on in kilometres: 350 m, 1.2 km. None is a dash."""
    if metres is None:
        return "–"
    whole = round(metres)
    if whole < 1000:
        return _("%s m") % format_number(whole)
    return _("%s km") % format_number(whole / 1000, kind="decimal", digits=1)


def number(value: Number | None, digits: int = 0, href: str = "") -> SafeString:
    """Draw a number, rounded as in the reports; with `href` it opens its rows. None is a dash."""
    text = "–" if value is None else format_number(value, digits=digits)
    if href and value is not None:
        return SafeString(f'<a class="num" href="{escaped(href)}">{escaped(text)}</a>')
    return SafeString(f'<span class="num">{escaped(text)}</span>')
