"""Tables and export columns of this app's lists."""

from typing import Any

import django_tables2 as tables
from django.template.loader import get_template
from django.utils.translation import gettext_lazy as _

from lib.cells import NUMBER
from lib.exports import Column
from programmes.models import Indicator, IndicatorValue, Measure, Project


class Part(tables.Column):
    """A cell drawn by the partial `name` of `programmes/cells.html` from the record alone.

    tables.TemplateColumn with a template's name runs every context processor for every cell, the
    menu among them: 30 values cost 1.5 s.
    """

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(empty_values=(), **kwargs)
        self.template_name = f"programmes/cells.html#{name}"

    def render(self, record: Any) -> str:
        """Draw the cell."""
        return get_template(self.template_name).render({"record": record})


class ProjectTable(tables.Table):
    """The register of projects."""

    title = Part("title", verbose_name=_("Project"), order_by="title")
    stage = Part("stage", verbose_name=_("Stage"))
    domain = tables.Column()
    area = tables.Column(order_by="area__path")
    lights = Part("lights", verbose_name=_("Goal and actual"), orderable=False)
    measures = Part("measures", verbose_name=_("Measures"), orderable=False)
    spent = Part("money", verbose_name=_("Spent of budget"), attrs=NUMBER)
    end = tables.DateColumn(verbose_name=_("Planned end"), short=True)

    class Meta:
        model = Project
        fields = ["title", "stage", "domain", "area", "lights", "measures", "spent", "end"]
        sequence = fields


PROJECT_COLUMNS = [
    Column(_("Code"), lambda row: row.code),
    Column(_("Title"), lambda row: row.title, 30),
    Column(_("Domain"), lambda row: row.get_domain_display(), 18),
    Column(_("Topic"), lambda row: row.sub_domain, 18),
    Column(_("Area"), lambda row: row.area.name, 18),
    Column(_("Stage"), lambda row: row.get_stage_display()),
    Column(_("Pilot or extension"), lambda row: row.get_rollout_display()),
    Column(_("Planned start"), lambda row: row.start),
    Column(_("Planned end"), lambda row: row.end),
    Column(_("Running from"), lambda row: row.running_from),
    Column(_("Running until before"), lambda row: row.running_to),
    Column(_("Lead unit"), lambda row: row.lead_unit.name if row.lead_unit else "", 24),
    Column(_("Project leader"), lambda row: row.led_by),
    Column(_("Persons in the target"), lambda row: row.target_size),
    Column(_("Indicators on target"), lambda row: row.green),
    Column(_("Indicators behind plan"), lambda row: row.amber),
    Column(_("Indicators not improving"), lambda row: row.red),
    Column(_("Measures"), lambda row: row.measures_total),
    Column(_("Measures done"), lambda row: row.measures_done),
    Column(_("Measures overdue"), lambda row: row.measures_late),
    Column(_("Planned (yuan)"), lambda row: row.planned),
    Column(_("Spent (yuan)"), lambda row: row.spent),
]


class MeasureTable(tables.Table):
    """The register of measures."""

    title = tables.Column(linkify=True)
    project = tables.Column(verbose_name=_("Project"), linkify=True, order_by="project__title")
    kind = tables.Column(attrs={"td": {"class": "text-nowrap"}})
    responsible = Part("responsible", verbose_name=_("Responsible"), orderable=False)
    quantity = Part("quantity", verbose_name=_("Done / planned"), orderable=False, attrs=NUMBER)
    end = tables.DateColumn(verbose_name=_("Planned end"), short=True)
    state = Part("measure_state", verbose_name=_("State"), orderable=False)

    class Meta:
        model = Measure
        fields = ["title", "project", "kind", "responsible", "quantity", "end", "state"]
        sequence = fields


MEASURE_COLUMNS = [
    Column(_("Measure"), lambda row: row.title, 30),
    Column(_("Project"), lambda row: row.project.title, 30),
    Column(_("Area"), lambda row: row.project.area.name, 18),
    Column(_("Kind"), lambda row: row.get_kind_display()),
    Column(_("Responsible unit"), lambda row: row.owner.name if row.owner else "", 24),
    Column(_("Responsible person"), lambda row: row.owner_name),
    Column(_("Partner"), lambda row: row.partner.name if row.partner else "", 24),
    Column(_("Start"), lambda row: row.start),
    Column(_("End"), lambda row: row.end),
    Column(_("Planned quantity"), lambda row: float(row.planned_quantity)),
    Column(_("Done quantity"), lambda row: float(row.done_quantity)),
    Column(_("Unit"), lambda row: row.unit),
    Column(_("Done on"), lambda row: row.done_on),
    Column(_("State"), lambda row: row.state.label),
]


class IndicatorTable(tables.Table):
    """The register of indicators: goal against actual."""

    name = Part("indicator", verbose_name=_("Indicator"), orderable=False)
    project = tables.Column(verbose_name=_("Project"), linkify=True, order_by="project__title")
    kind = tables.Column(attrs={"td": {"class": "text-nowrap"}})
    baseline_value = Part("baseline", verbose_name=_("Baseline"), attrs=NUMBER, orderable=False)
    target_value = Part("target", verbose_name=_("Target"), attrs=NUMBER, orderable=False)
    actual_value = Part("actual", verbose_name=_("Actual"), attrs=NUMBER, orderable=False)
    light = Part("light", verbose_name=_("Traffic light"))

    class Meta:
        model = Indicator
        fields = [
            "name",
            "project",
            "kind",
            "baseline_value",
            "target_value",
            "actual_value",
            "light",
        ]
        sequence = fields


INDICATOR_COLUMNS = [
    Column(_("Indicator"), lambda row: row.label, 30),
    Column(_("Project"), lambda row: row.project.title, 30),
    Column(_("Measured in"), lambda row: row.place.name, 18),
    Column(_("Kind"), lambda row: row.get_kind_display()),
    Column(_("Unit"), lambda row: row.shown_unit),
    Column(_("Baseline"), lambda row: _float(row.baseline_value)),
    Column(_("Period of the baseline"), lambda row: row.baseline_period),
    Column(_("Target"), lambda row: _float(row.target_value)),
    Column(_("Target reached by"), lambda row: row.due),
    Column(_("Actual"), lambda row: row.actual_value),
    Column(_("Period of the actual value"), lambda row: row.actual_period),
    Column(_("Traffic light"), lambda row: row.get_light_display()),
]


class ValueTable(tables.Table):
    """The register of values entered by hand."""

    indicator = Part("value_link", verbose_name=_("Indicator"), orderable=False)
    project = tables.Column(
        verbose_name=_("Project"), accessor="indicator__project", linkify=True, orderable=False
    )
    period_start = Part("period", verbose_name=_("Period"))
    value = Part("value", verbose_name=_("Value"), attrs=NUMBER, orderable=False)
    state = Part("value_state", verbose_name=_("State"))
    submitted_by = tables.Column(orderable=False)
    approved_by = tables.Column(orderable=False)

    class Meta:
        model = IndicatorValue
        fields = [
            "indicator",
            "project",
            "period_start",
            "value",
            "state",
            "submitted_by",
            "approved_by",
        ]
        sequence = fields


VALUE_COLUMNS = [
    Column(_("Project"), lambda row: row.indicator.project.title, 30),
    Column(_("Indicator"), lambda row: row.indicator.label, 30),
    Column(_("Period"), lambda row: row.period.code),
    Column(_("Value"), lambda row: _float(row.value)),
    Column(_("Numerator"), lambda row: _float(row.numerator)),
    Column(_("Denominator"), lambda row: _float(row.denominator)),
    Column(_("Unit"), lambda row: row.indicator.shown_unit),
    Column(_("State"), lambda row: row.get_state_display()),
    Column(_("Submitted by"), lambda row: str(row.submitted_by or "")),
    Column(_("Approved by"), lambda row: str(row.approved_by or "")),
    Column(_("Superseded"), lambda row: _("yes") if row.is_superseded else _("no")),
]


def _float(value: object) -> float | None:
    return None if value is None else float(value)
