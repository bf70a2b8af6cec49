"""The plan of a project on one page: its base data, and its parts typed in rows."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from communities.models import Area, Organisation
from communities.services.removal import refusal
from lib.form_layout import SectionLink
from lib.sheet_fields import DayField, FigureField, PeriodField
from lib.sheets import Offered, Row, Sheet, choices_of, sheet_of, unjudged
from programmes.forms.indicators import IndicatorFields, registry_field
from programmes.forms.projects import ProjectForm
from programmes.models import BudgetLine, Indicator, Measure, Objective, Project


class PartRow(Row):
    """A row of a part of a plan."""

    parent_field = "project"


class ObjectiveRow(PartRow):
    """An objective."""

    due = DayField(label=gettext_lazy("due"), required=False)

    class Meta:
        model = Objective
        fields = ["text", "due"]


class IndicatorRow(IndicatorFields, PartRow):
    """An indicator; its objective is named by the number of the row in which that is typed."""

    registry_key = registry_field()
    baseline_value = FigureField(label=gettext_lazy("baseline"), required=False)
    baseline_period = PeriodField(
        max_length=20, label=gettext_lazy("period of the baseline"), required=False
    )
    target_value = FigureField(label=gettext_lazy("target"), required=False)
    due = DayField(label=gettext_lazy("target reached by"), required=False)
    objective_row = forms.IntegerField(
        label=gettext_lazy("for objective No."),
        required=False,
        min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    class Meta:
        model = Indicator
        fields = [
            "registry_key",
            "name",
            "kind",
            "frequency",
            "direction",
            "unit",
            "is_share",
            "baseline_value",
            "baseline_period",
            "target_value",
            "due",
            "place",
            "definition",
            "data_source",
        ]
        widgets = {"definition": forms.TextInput()}

    def __init__(self, *args: Any, areas: tuple[QuerySet[Area], Offered], **kwargs: Any) -> None:
        self.areas = areas
        super().__init__(*args, **kwargs)

    def limit_choices(self) -> None:
        """Offer registered indicators and areas in sight; an empty area is the project's."""
        self.offer_registered()
        self.offer_once("place", *self.areas)
        self.fields["place"].required = False


class MeasureRow(PartRow):
    """A measure; days left empty are those of the project."""

    start = DayField(label=gettext_lazy("start"), required=False)
    end = DayField(label=gettext_lazy("end"), required=False)
    planned_quantity = FigureField(
        label=gettext_lazy("planned quantity"), max_digits=12, decimal_places=2, initial=1
    )

    class Meta:
        model = Measure
        fields = [
            "title",
            "kind",
            "owner",
            "owner_name",
            "start",
            "end",
            "planned_quantity",
            "unit",
            "partner",
            "note",
        ]
        widgets = {"note": forms.TextInput()}

    def __init__(
        self, *args: Any, units: tuple[QuerySet[Organisation], Offered], **kwargs: Any
    ) -> None:
        self.units = units
        super().__init__(*args, **kwargs)

    def limit_choices(self) -> None:
        """Offer organisations in sight."""
        self.offer_once("owner", *self.units)
        self.offer_once("partner", *self.units)

    def fit_into(self, project: Project) -> None:
        """Take days that were left empty from the project, or say that there are none."""
        for name in ("start", "end"):
            if name in self.errors or getattr(self.instance, name) is not None:
                continue
            if (day := getattr(project, name)) is None:
                text = _("Enter the day, or that of the project.")
                self.add_error(name, ValidationError(text))
            setattr(self.instance, name, day)
        start, end = self.instance.start, self.instance.end
        if start and end and end < start and not self.errors:
            self.add_error("end", ValidationError(_("The end lies before the start.")))


class BudgetRow(PartRow):
    """A line of the budget."""

    planned = FigureField(
        label=gettext_lazy("planned (yuan)"), max_digits=14, decimal_places=2, min_value=0
    )

    class Meta:
        model = BudgetLine
        fields = ["item", "source", "planned", "in_kind"]


class ObjectiveSheet(Sheet):
    """Objectives; their rows are numbered, because indicators name them."""

    title = gettext_lazy("Objectives")
    columns = ("text", "due")
    wide = ()
    numbered = True

    @classmethod
    def get_default_prefix(cls) -> str:
        """Return the name under which its rows are sent."""
        return "objectives"


class IndicatorSheet(Sheet):
    """Indicators."""

    title = gettext_lazy("Indicators")
    hint = gettext_lazy(
        "Of an indicator that the portal computes, name, unit, direction and definition are known."
    )
    columns = (
        "registry_key",
        "name",
        "kind",
        "direction",
        "unit",
        "baseline_value",
        "baseline_period",
        "target_value",
        "due",
    )
    more = ("frequency", "is_share", "place", "objective_row", "definition", "data_source")
    wide = ("name",)

    @classmethod
    def get_default_prefix(cls) -> str:
        """Return the name under which its rows are sent."""
        return "indicators"

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Read the areas once for all rows."""
        if not hasattr(self, "areas"):
            rows = Area.objects.visible_to(self.user).valid_on().order_by("path")
            self.areas = rows, choices_of(rows, _("Main area of the project"))
        return super().get_form_kwargs(index) | {"areas": self.areas}


class MeasureSheet(Sheet):
    """Measures."""

    title = gettext_lazy("Measures")
    hint = gettext_lazy("Days left empty are those of the project.")
    columns = (
        "title",
        "kind",
        "owner",
        "owner_name",
        "start",
        "end",
        "planned_quantity",
        "unit",
    )
    more = ("partner", "note")
    wide = ("title",)

    @classmethod
    def get_default_prefix(cls) -> str:
        """Return the name under which its rows are sent."""
        return "measures"

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Read the organisations once for all rows."""
        if not hasattr(self, "units"):
            rows = Organisation.objects.visible_to(self.user)
            self.units = rows, choices_of(rows, "–")
        return super().get_form_kwargs(index) | {"units": self.units}


class BudgetSheet(Sheet):
    """The lines of the budget."""

    title = gettext_lazy("Budget")
    columns = ("item", "source", "planned", "in_kind")
    sums = ("planned",)

    @classmethod
    def get_default_prefix(cls) -> str:
        """Return the name under which its rows are sent."""
        return "budget"


SHEETS = (
    sheet_of(Objective, ObjectiveRow, ObjectiveSheet, 2),
    sheet_of(Indicator, IndicatorRow, IndicatorSheet, 3),
    sheet_of(Measure, MeasureRow, MeasureSheet, 3),
    sheet_of(BudgetLine, BudgetRow, BudgetSheet, 3),
)


class PlanForm(ProjectForm):
    """A project that is a draft, with everything that its plan is made of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts: list[Sheet] = [self._sheet(one) for one in SHEETS]
        self.objectives, self.indicators, self.measures, self.budget = self.parts
        self._number_objectives()

    def _sheet(self, kind: Any) -> Sheet:
        project = self.instance
        rows = kind.model.objects.filter(project=project)
        if project._state.adding:
            rows = rows.none()
        elif kind.model is Indicator:
            rows = rows.select_related("place", "objective")
        data = self.data if self.is_bound else None
        return kind(data, parent=project, user=self.user, rows=rows)

    def _number_objectives(self) -> None:
        """Show stored indicators the numbers of their objectives."""
        numbers = {row.instance.pk: number for number, row in enumerate(self.objectives.rows, 1)}
        for row in self.indicators.rows:
            row.initial["objective_row"] = numbers.get(row.instance.objective_id)

    def is_valid(self) -> bool:
        """Judge the form and all its rows, so that everything is said at once."""
        valid = super().is_valid()
        for sheet in self.parts:
            valid = sheet.is_valid() and valid
        if valid:
            self._complete()
            valid = not any(row.errors for sheet in self.parts for row in sheet.rows if row.typed)
        return valid

    @property
    def section_links(self) -> list[SectionLink]:
        """The list of sections beside the form, with its sheets."""
        return [
            *super().section_links,
            *(SectionLink(one.title, str(one.prefix)) for one in self.parts),
        ]

    def unjudged(self) -> None:
        """Draw what was typed without a word about what is still missing."""
        unjudged(self)
        for sheet in self.parts:
            sheet.unjudged()

    def _complete(self) -> None:
        """Fill rows from the project and from each other; new ones get their keys first."""
        for sheet in self.parts:
            sheet.give_keys()
            _judge_removed(sheet)
        for place, row in enumerate(self.objectives.kept(), start=1):
            row.instance.order = place
        for place, row in enumerate(self.indicators.kept(), start=1):
            row.instance.order = place
            if row.instance.place_id is None:
                row.instance.place = self.instance.area
            self._find_objective(row)
        for row in self.measures.kept():
            if isinstance(row, MeasureRow):
                row.fit_into(self.instance)

    def _find_objective(self, row: Row) -> None:
        number = row.cleaned_data.get("objective_row")
        rows = self.objectives.rows
        chosen = rows[number - 1] if number and number <= len(rows) else None
        if number and (chosen is None or not chosen.typed or chosen.given_up):
            text = _("There is no objective No. %(number)d.")
            row.add_error("objective_row", ValidationError(text, params={"number": number}))
        row.instance.objective = chosen.instance if chosen is not None else None


def _judge_removed(sheet: Sheet) -> None:
    """Say at a row that is to go why it has to stay; what is wrong in its cells goes with it."""
    for row in sheet.rows:
        if row.typed and row.given_up:
            row.errors.clear()
            if not row.instance._state.adding and (words := refusal(row.instance)):
                row.add_error(None, words)
