"""Badges and lights of projects, measures and values."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _

from documents.wording import document_words
from lib.indicators import Measured
from lib.marks import badge
from lib.numerals import format_number
from programmes.models import (
    IndicatorValue,
    Light,
    Measure,
    MeasureState,
    Project,
    TargetSex,
    ValueState,
    Way,
)
from programmes.workflow import STAGE_TONES

register = template.Library()

LIGHT_TONES = {
    Light.GREEN: "success",
    Light.AMBER: "warning",
    Light.RED: "danger",
    Light.NONE: "secondary",
}
#: Shapes that tell the lights apart without colour.
LIGHT_ICONS = {
    Light.GREEN: "check-circle-fill",
    Light.AMBER: "exclamation-triangle-fill",
    Light.RED: "x-octagon-fill",
    Light.NONE: "dash-circle",
}
MEASURE_TONES = {
    MeasureState.PLANNED: "secondary",
    MeasureState.UNDER_WAY: "info",
    MeasureState.LATE: "danger",
    MeasureState.DONE: "success",
    MeasureState.DROPPED: "secondary",
}
VALUE_TONES = {
    ValueState.DRAFT: "secondary",
    ValueState.SUBMITTED: "warning",
    ValueState.APPROVED: "success",
}


@register.simple_tag
def stage_badge(project: Project) -> SafeString:
    """Draw the stage of a project."""
    return badge(project.get_stage_display(), STAGE_TONES[project.stage])


@register.simple_tag
def measure_badge(measure: Measure) -> SafeString:
    """Draw where a measure stands today."""
    state = measure.state
    return badge(state.label, MEASURE_TONES[state])


@register.simple_tag
def value_badge(value: IndicatorValue) -> SafeString:
    """Draw the state of a value; one that was corrected says so."""
    if value.is_superseded:
        return badge(_("superseded"), "secondary")
    return badge(value.get_state_display(), VALUE_TONES[value.state])


@register.simple_tag
def light(code: str) -> SafeString:
    """Draw a traffic light with its word: told by shape and text, not by colour alone."""
    one = Light(code)
    return format_html(
        '<span class="badge tone-{}"><i class="bi bi-{}" aria-hidden="true"></i> {}</span>',
        LIGHT_TONES[one],
        LIGHT_ICONS[one],
        one.label,
    )


@register.simple_tag
def light_count(code: str, count: int) -> SafeString | str:
    """Draw how many indicators have a light; nothing for none."""
    if not count:
        return ""
    one = Light(code)
    return format_html(
        '<span class="badge tone-{}" title="{}"><i class="bi bi-{}" role="img" aria-label="{}"></i>'
        " {}</span> ",
        LIGHT_TONES[one],
        one.label,
        LIGHT_ICONS[one],
        one.label,
        count,
    )


@register.simple_tag
def share(top: Any, bottom: Any) -> SafeString:
    """Draw `top` of `bottom` in percent without decimals."""
    return format_html('<span class="num">{}%</span>', format_number(100 * top / bottom, digits=0))


@register.simple_tag
def unit(indicator: Any) -> str:
    """Draw the unit behind a number; a percent sign stands close."""
    words = indicator.shown_unit
    return words if words in ("", "%") else f" {words}"


@register.simple_tag
def percent_sign(indicator: Any) -> str:
    """Draw a percent sign behind a number of a list; other units stand beside the name."""
    return "%" if indicator.shown_unit == "%" else ""


@register.simple_tag
def target_words(project: Project) -> str:
    """Say for whom a project is: group, sex, ages, number."""
    words = [project.target_group]
    if project.target_sex != TargetSex.ALL:
        words.append(project.get_target_sex_display())
    ages = {"low": project.age_from, "high": project.age_to}
    if None not in ages.values():
        words.append(_("aged %(low)d–%(high)d") % ages)
    elif project.age_from is not None:
        words.append(_("aged %(low)d and older") % ages)
    elif project.age_to is not None:
        words.append(_("aged up to %(high)d") % ages)
    if project.target_size:
        words.append(_("%s persons") % format_number(project.target_size))
    return _(", ").join(word for word in words if word) or "–"


@register.simple_tag
def chart_words() -> dict[str, str]:
    """Return the words that a chart's template needs."""
    return document_words(get_language() or "zh-hans")


@register.filter
def way_words(direction: str) -> Any:
    """Return the words for which way is better."""
    return Way(str(direction)).label


@register.filter
def holds(measured: Measured, value: Any) -> bool:
    """Tell whether the interval of `measured` holds `value`."""
    if value is None or measured.low is None or measured.high is None:
        return False
    return measured.low <= float(value) <= measured.high
