"""Large numbers with their lights and words, and links that know the way back."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from communities.permissions import opened_by
from lib.comparison import Compared
from lib.crumbs import coming_from
from lib.indicators import IndicatorDefinition, Measured
from lib.marks import icon, number
from lib.small_cells import HIDDEN_NOTE
from monitoring.lights import Signal, light_of
from monitoring.origin import KEY
from monitoring.sides import Bar, Side, Sides
from monitoring.words import chance_in_words, change_in_words, interval_in_words, trend_in_words

register = template.Library()

register.filter("change_in_words", change_in_words)
register.filter("chance_in_words", chance_in_words)
register.filter("interval_in_words", interval_in_words)
register.filter("trend_in_words", trend_in_words)


@register.filter
def light(found: Compared) -> Signal:
    """Return the light of a figure."""
    return light_of(found)


@register.simple_tag
def signal_mark(signal: Signal) -> SafeString:
    """Draw a light: told by shape and word, not by colour alone."""
    return format_html(
        '<span class="signal tone-text-{}">{} {}</span>',
        signal.tone,
        icon(signal.icon),
        signal.label,
    )


@register.filter
def from_board(href: str, origin: str) -> str:
    """Return `href` with the way back; `origin` is `place_of`, with the figure's key behind it."""
    return coming_from(href, KEY, origin)


@register.filter
def with_definitions(row: Side, sides: Sides) -> list[tuple[IndicatorDefinition, Bar]]:
    """Return the bars of an area with what each measures."""
    return list(zip(sides.definitions, row.bars, strict=True))


@register.simple_tag
def hidden_note() -> Any:
    """Say what the sign of a hidden number means."""
    return HIDDEN_NOTE


@register.simple_tag(takes_context=True)
def measured_number(
    context: dict[str, Any], measured: Measured, definition: IndicatorDefinition, origin: str
) -> SafeString:
    """Draw a figure that opens its rows, where the reader may, and knows the way back."""
    href = opened_by(measured.href, context["user"])
    back = coming_from(href, KEY, f"{origin}:{definition.key}")
    drawn = number(measured.value, definition.digits, back)
    if measured.value is None or not definition.is_percent:
        return drawn
    return format_html("{}<small>%</small>", drawn)
