"""Badges and lights of projects, measures and values, drawn by plain functions."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lib.marks import badge, icon
from lib.numerals import format_number
from lib.table import link, words_for
from programmes.goals import why_unlit
from programmes.models import (
    Indicator,
    IndicatorValue,
    Light,
    Measure,
    MeasureState,
    Project,
    Rollout,
    ValueState,
)
from programmes.workflow import STAGE_TONES, Stage

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


def stage_badge(project: Project) -> SafeString:
    """Draw the stage of a project."""
    return badge(project.get_stage_display(), STAGE_TONES[Stage(project.stage)])


def measure_badge(measure: Measure) -> SafeString:
    """Draw where a measure stands today."""
    state = measure.state
    return badge(state.label, MEASURE_TONES[state])


def value_badge(value: IndicatorValue) -> SafeString:
    """Draw the state of a value; one that was corrected says so."""
    if value.is_superseded:
        return badge(_("superseded"), "secondary")
    return badge(value.get_state_display(), VALUE_TONES[ValueState(value.state)])


def light(code: str, indicator: Indicator | None = None) -> SafeString:
    """Draw a traffic light with its word: told by shape and text, not by colour alone.

    Without a light, `indicator` says why there is none.
    """
    one = Light(code)
    return format_html(
        '<span class="badge tone-{}">{} {}</span>',
        LIGHT_TONES[one],
        icon(LIGHT_ICONS[one]),
        light_words(code, indicator),
    )


def light_words(code: str, indicator: Indicator | None = None) -> str:
    """Return the words of a traffic light."""
    if code == Light.NONE and indicator is not None:
        return why_unlit(indicator)
    return str(Light(code).label)


def light_count(code: str, count: int) -> SafeString | str:
    """Draw how many indicators have a light; nothing for none."""
    if not count:
        return ""
    one = Light(code)
    return format_html(
        '<span class="badge tone-{}" title="{}">{} {}</span> ',
        LIGHT_TONES[one],
        one.label,
        icon(LIGHT_ICONS[one], str(one.label)),
        count,
    )


def share(top: Any, bottom: Any) -> SafeString:
    """Draw `top` of `bottom` in percent without decimals."""
    return format_html('<span class="num">{}%</span>', format_number(100 * top / bottom, digits=0))


def unit(indicator: Any) -> str:
    """Draw the unit behind a number; a percent sign stands close."""
    words = indicator.shown_unit
    return words if words in ("", "%") else f" {words}"


def percent_sign(indicator: Any) -> str:
    """Draw a percent sign behind a number of a list; other units stand beside the name."""
    return "%" if indicator.shown_unit == "%" else ""


def small(text: Any) -> SafeString:
    """Draw what stands below the cell's first line."""
    return format_html('<br><small class="text-body-secondary">{}</small>', text)


def project_title(row: Project) -> SafeString:
    """Draw the title with the code below it; a pilot says so."""
    below: Any = row.code
    if row.rollout == Rollout.PILOT:
        below = f"{row.code} · {words_for(Rollout)[row.rollout]}"
    return format_html("<span>{}{}</span>", link(row, row.title), small(below))


def project_lights(row: Any) -> SafeString:
    """Draw how many indicators have which light."""
    counts = [
        light_count(code, count)
        for code, count in (("green", row.green), ("amber", row.amber), ("red", row.red))
    ]
    return format_html('<span class="lights">{}{}{}</span>', *counts)


def project_measures(row: Any) -> SafeString:
    """Draw how many measures are done, and how many overdue."""
    done = format_html('<span class="num">{} / {}</span>', row.measures_done, row.measures_total)
    if not row.measures_late:
        return format_html("<span>{}</span>", done)
    late = _("%(n)s overdue") % {"n": row.measures_late}
    return format_html("<span>{} {}</span>", done, badge(late, "danger"))
