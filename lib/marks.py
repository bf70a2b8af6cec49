"""The small marks that every page shares: icons, badges, numbers that open their rows."""

from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lib.numerals import Number, format_number


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
    return format_html(
        '<svg class="bi" aria-hidden="true"><use href="{}#{}"/></svg>', _sprite(), name
    )


def badge(text: Any, tone: str = "secondary") -> SafeString:
    """Draw a state as a badge in a Bootstrap tone."""
    return format_html('<span class="badge tone-{}">{}</span>', tone, text)


def number(value: Number | None, digits: int = 0, href: str = "") -> SafeString:
    """Draw a number, rounded as in the reports; with `href` it opens its rows. None is a dash."""
    text = "–" if value is None else format_number(value, digits=digits)
    if href and value is not None:
        return format_html('<a class="num" href="{}">{}</a>', href, text)
    return format_html('<span class="num">{}</span>', text)
