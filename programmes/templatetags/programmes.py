"""Badges, lights and words of projects, measures and values."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _

from documents.wording import document_words
from lib.indicators import Measured
from lib.marks import number
from lib.numerals import format_number
from programmes.completeness import Check, address_of
from programmes.marks import (
    light,
    light_count,
    measure_badge,
    percent_sign,
    project_lights,
    project_measures,
    project_title,
    share,
    stage_badge,
    unit,
    value_badge,
)
from programmes.models import Indicator, Project, TargetSex, Way
from programmes.value_story import with_sign

register = template.Library()

for tag in (
    stage_badge,
    measure_badge,
    value_badge,
    light,
    light_count,
    share,
    unit,
    percent_sign,
    project_title,
    project_lights,
    project_measures,
):
    register.simple_tag(tag)


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


@register.simple_tag
def place_of(project: Project, check: Check) -> str:
    """Return where on the form of `project` it is entered."""
    return address_of(project, check)


@register.simple_tag
def in_unit(value: Any, indicator: Indicator) -> SafeString:
    """Draw a value of an indicator with its unit; a dash for none."""
    if value in (None, ""):
        return number(None)
    return format_html("{}<small>{}</small>", number(value, indicator.digits), unit(indicator))


@register.simple_tag
def signed(change: float, indicator: Indicator) -> str:
    """Say a change with its sign; percentages differ by points."""
    return with_sign(change, indicator)


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
