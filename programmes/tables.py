"""Columns of this app's lists."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy as _

from communities.pictures import first_photos
from communities.tables import area_column
from lib.marks import badge, icon, number
from lib.numerals import format_number
from lib.table import NOTHING, NUMBER, UNBROKEN, Column, Table, choice, link
from programmes.evidence import files_of
from programmes.goals import light_of
from programmes.marks import (
    light,
    light_words,
    measure_badge,
    percent_sign,
    project_lights,
    project_measures,
    project_title,
    share,
    small,
    stage_badge,
    unit,
    value_badge,
)
from programmes.models import (
    Domain,
    Indicator,
    IndicatorKind,
    IndicatorValue,
    Measure,
    MeasureKind,
    Rollout,
    Stage,
    ValueState,
)
from programmes.readings import measured_by_hand
from programmes.value_story import remarks_on, values_before


def project_column(read: Any = lambda row: row.project, order: tuple[str, ...] = ()) -> Column:
    """Return the column of the project to which a row belongs."""
    return Column(
        _("Project"),
        lambda row: read(row).title,
        30,
        name="project",
        order=order,
        draw=lambda row: link(read(row)),
    )


def _money(row: Any) -> str:
    if not row.planned:
        return NOTHING
    below = _("of ¥%(total)s") % {"total": format_number(row.planned, digits=0)}
    return format_html("<span>{}{}</span>", share(row.spent, row.planned), small(below))


PROJECT_TABLE = Table(
    columns=(
        Column(
            _("Title"),
            lambda row: row.title,
            30,
            name="title",
            order=("title",),
            draw=project_title,
        ),
        choice(_("Stage"), "stage", Stage, draw=stage_badge, phone="badge"),
        choice(_("Domain"), "domain", Domain, width=18),
        area_column(),
        Column(
            _("Goal and actual"),
            lambda row: row.green,
            draw=project_lights,
            parts=(
                Column(_("Indicators on target"), lambda row: row.green),
                Column(_("Indicators behind plan"), lambda row: row.amber),
                Column(_("Indicators not improving"), lambda row: row.red),
            ),
        ),
        Column(
            _("Measures"),
            lambda row: row.measures_total,
            draw=project_measures,
            parts=(
                Column(_("Measures"), lambda row: row.measures_total),
                Column(_("Measures done"), lambda row: row.measures_done),
                Column(_("Measures overdue"), lambda row: row.measures_late),
            ),
        ),
        Column(
            _("Spent of budget"),
            lambda row: row.spent,
            name="spent",
            order=("spent",),
            draw=_money,
            css=NUMBER,
            parts=(
                Column(_("Planned (yuan)"), lambda row: row.planned),
                Column(_("Spent (yuan)"), lambda row: row.spent),
            ),
        ),
        Column(_("Planned end"), lambda row: row.end, name="end", order=("end",)),
    ),
    more=(
        Column(_("Code"), lambda row: row.code),
        Column(_("Topic"), lambda row: row.sub_domain, 18),
        choice(_("Pilot or extension"), "rollout", Rollout),
        Column(_("Planned start"), lambda row: row.start),
        Column(_("Running from"), lambda row: row.running_from),
        Column(_("Running until before"), lambda row: row.running_to),
        Column(_("Lead unit"), lambda row: row.lead_unit.name if row.lead_unit else "", 24),
        Column(_("Project leader"), lambda row: row.led_by),
        Column(_("Persons in the target"), lambda row: row.target_size),
    ),
    order=("-start", "code"),
    pictures=first_photos,
)


def _responsible(row: Measure) -> str:
    return " · ".join(one for one in (str(row.owner or ""), row.owner_name) if one)


def _plain(value: Decimal) -> str:
    """Write a quantity with two decimals, or none when it is whole."""
    return format_number(value, digits=2 if value % 1 else 0)


def _quantity(row: Measure) -> SafeString:
    done, planned = _plain(row.done_quantity), _plain(row.planned_quantity)
    return format_html('<span><span class="num">{} / {}</span> {}</span>', done, planned, row.unit)


MEASURE_TABLE = Table(
    columns=(
        Column(_("Measure"), lambda row: row.title, 30, name="title", order=("title",), draw=link),
        project_column(order=("project__title",)),
        choice(_("Kind"), "kind", MeasureKind, css=UNBROKEN),
        Column(
            _("Responsible"),
            _responsible,
            draw=lambda row: _responsible(row) or NOTHING,
            parts=(
                Column(_("Responsible unit"), lambda row: row.owner.name if row.owner else "", 24),
                Column(_("Responsible person"), lambda row: row.owner_name),
            ),
        ),
        Column(
            _("Done / planned"),
            lambda row: row.done_quantity,
            draw=_quantity,
            css=NUMBER,
            parts=(
                Column(_("Done quantity"), lambda row: row.done_quantity),
                Column(_("Planned quantity"), lambda row: row.planned_quantity),
                Column(_("Unit"), lambda row: row.unit),
            ),
        ),
        Column(_("Planned end"), lambda row: row.end, name="end", order=("end",)),
        Column(
            _("State"),
            lambda row: str(row.state_on(timezone.localdate()).label),
            draw=measure_badge,
            phone="badge",
        ),
    ),
    more=(
        Column(_("Area"), lambda row: str(row.project.area), 18),
        Column(_("Partner"), lambda row: row.partner.name if row.partner else "", 24),
        Column(_("Start"), lambda row: row.start),
        Column(_("Done on"), lambda row: row.done_on),
    ),
    order=("start", "end"),
)


def _indicator(row: Indicator) -> SafeString:
    words = row.shown_unit
    below = f"{row.place} · {words}" if words not in ("", "%") else str(row.place)
    return format_html("<span>{}{}</span>", link(row), small(below))


def _figure(value: Any, row: Indicator, period: str = "") -> str:
    """Draw a value with its sign, and below it the period of which it speaks."""
    if value is None:
        return NOTHING
    below = small(period) if period else ""
    return format_html("<span>{}{}{}</span>", number(value, row.digits), percent_sign(row), below)


def _figures(
    heading: str | Promise,
    name: str,
    more: tuple[Column, ...],
    period: str = "",
    phone: str = "line",
) -> Column:
    """Return a column of one of an indicator's three figures; `more` are its export's parts."""
    return Column(
        heading,
        lambda row: getattr(row, name),
        draw=lambda row: _figure(getattr(row, name), row, getattr(row, period) if period else ""),
        css=NUMBER,
        parts=(Column(heading, lambda row: getattr(row, name)), *more),
        phone=phone,
    )


INDICATOR_TABLE = Table(
    columns=(
        Column(
            _("Indicator"),
            lambda row: row.label,
            30,
            draw=_indicator,
            parts=(
                Column(_("Indicator"), lambda row: row.label, 30),
                Column(_("Measured in"), lambda row: str(row.place), 18),
                Column(_("Unit"), lambda row: row.shown_unit),
            ),
        ),
        project_column(order=("project__title",)),
        choice(_("Kind"), "kind", IndicatorKind, css=UNBROKEN, phone=""),
        _figures(
            _("Baseline"),
            "baseline_value",
            (Column(_("Period of the baseline"), lambda row: row.baseline_period),),
            "baseline_period",
            phone="",
        ),
        _figures(
            _("Target"), "target_value", (Column(_("Target reached by"), lambda row: row.due),)
        ),
        _figures(
            _("Actual"),
            "actual_value",
            (Column(_("Period of the actual value"), lambda row: row.actual_period),),
            "actual_period",
        ),
        Column(
            _("Traffic light"),
            lambda row: light_words(row.light, row),
            name="light",
            order=("light",),
            draw=lambda row: light(row.light, row),
            phone="badge",
        ),
    ),
    order=("order", "created_at"),
)


def _value(row: IndicatorValue) -> str:
    return _in_unit(row.value, row)


def _in_unit(value: Decimal | None, row: IndicatorValue) -> str:
    """Draw a value of the indicator of `row`; a dash for none."""
    if value is None:
        return NOTHING
    shown = number(value, row.indicator.digits)
    return format_html("<span>{}{}</span>", shown, unit(row.indicator))


VALUE_TABLE = Table(
    columns=(
        Column(
            _("Indicator"),
            lambda row: row.indicator.label,
            30,
            draw=lambda row: link(row, row.indicator.label),
        ),
        project_column(lambda row: row.indicator.project),
        Column(
            _("Period"),
            lambda row: row.period.code,
            name="period_start",
            order=("period_start",),
            draw=lambda row: str(row.period),
        ),
        Column(
            _("Value"),
            lambda row: row.value,
            draw=_value,
            css=NUMBER,
            parts=(
                Column(_("Value"), lambda row: row.value),
                Column(_("Unit"), lambda row: row.indicator.shown_unit),
            ),
        ),
        choice(_("State"), "state", ValueState, draw=value_badge, phone="badge"),
        Column(_("Submitted by"), lambda row: str(row.submitted_by or "")),
        Column(_("Approved by"), lambda row: str(row.approved_by or "")),
    ),
    more=(
        Column(_("Numerator"), lambda row: row.numerator),
        Column(_("Denominator"), lambda row: row.denominator),
        Column(_("Superseded"), lambda row: row.is_superseded),
    ),
    order=("-period_start", "-created_at"),
)


#: The icon before what whoever judges should look at twice.
REMARK = "exclamation-triangle"


def judged_columns(values: Sequence[IndicatorValue]) -> tuple[Column, ...]:
    """Return the columns of what whoever approves `values` at once has to see. Two queries."""
    before, files = values_before(values), files_of(IndicatorValue, values)

    def previous(row: IndicatorValue) -> str:
        if not (earlier := before[row.pk]):
            return NOTHING
        last = earlier[-1]
        return format_html("{} {}", _in_unit(last.value, row), small(str(last.period)))

    def evidence(row: IndicatorValue) -> SafeString:
        attached = files.get(row.pk, [])
        if not attached:
            return badge(_("No evidence"), "danger")
        return format_html_join(gettext(", "), "{}", ((link(one),) for one in attached))

    def remarks(row: IndicatorValue) -> str:
        said = remarks_on(row, [measured_by_hand(one) for one in before[row.pk]])
        if not said:
            return NOTHING
        lines = format_html_join("", "<li>{} {}</li>", ((icon(REMARK), one) for one in said))
        return format_html('<ul class="review-remarks">{}</ul>', lines)

    return (
        Column(_("Indicator"), str, draw=lambda row: link(row, row.indicator.label)),
        Column(_("Period"), lambda row: str(row.period)),
        Column(_("Value"), lambda row: row.value, draw=_value, css=NUMBER),
        Column(_("Value before"), lambda row: None, draw=previous, css=NUMBER),
        Column(
            _("Target"),
            lambda row: row.indicator.target_value,
            draw=lambda row: _in_unit(row.indicator.target_value, row),
            css=NUMBER,
        ),
        Column(_("Traffic light"), lambda row: None, draw=_own_light, phone="badge"),
        Column(_("Evidence"), lambda row: None, draw=evidence),
        Column(_("Look twice"), lambda row: None, draw=remarks, css="remarks"),
    )


def _own_light(row: IndicatorValue) -> SafeString:
    """Draw the light that the indicator would have with this value."""
    return light(light_of(row.indicator, float(row.value), row.period), row.indicator)
