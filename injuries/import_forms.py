"""Forms of the import: the workbook, its columns, corrected rows."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from communities.models import Area, AreaKind
from injuries.imports.cells import shown
from injuries.imports.columns import TARGETS, misplaced, missing
from injuries.models import ImportBatch, ReportingSite
from injuries.permissions import IMPORT_RUN
from lib.forms import PlainForm, RecordForm, WorkbookField, offer, offer_words
from lib.workbooks import Cell


class ImportForm(RecordForm):
    """A workbook of injury cards, who sends it, and where rows without an area are filed."""

    workbook = WorkbookField(
        label=_("Workbook"),
        help_text=_(
            "Excel (.xlsx, .xls), .ods, .csv or .tsv with a row of headings. The next page asks "
            "what each column means; codes may be numbers or words."
        ),
    )

    class Meta:
        model = ImportBatch
        fields = ["reporting_site", "area"]

    def limit_choices(self) -> None:
        """Offer areas in which the user may import, and the active sites in sight."""
        areas = Area.objects.where_allowed(self.user, IMPORT_RUN).order_by("path")
        areas = areas.of_kind(AreaKind.STREET, AreaKind.COMMUNITY)
        offer(self, "area", areas)
        sites = ReportingSite.objects.visible_to(self.user).active()
        offer(self, "reporting_site", sites)
        # Most people report for one place: what can be known need not be asked.
        self.fields["area"].initial = areas.first()
        if len(sites) == 1:
            self.fields["reporting_site"].initial = sites[0]


class SheetForm(PlainForm):
    """Which of several sheets of a workbook is meant."""

    sheet = forms.ChoiceField(label=_("Sheet"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_words(self, "sheet", [(name, name) for name in batch.sheets])


class ColumnsForm(forms.Form):
    """What each column of a workbook means: one choice a column, no field twice."""

    def __init__(
        self, *args: Any, batch: ImportBatch, samples: list[list[Cell]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.batch = batch
        choices = [("", gettext("– leave out –"))]
        choices += [(target.key, str(target.label)) for target in TARGETS]
        for number, heading in enumerate(batch.headings):
            label = heading or gettext("Column %d") % (number + 1)
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=label,
                choices=choices,
                required=False,
                initial=batch.mapping[number] if number < len(batch.mapping) else "",
            )
        self.samples = samples

    def columns(self) -> list[dict[str, Any]]:
        """Return, for each column: its bound field and a few of its cells."""
        return [
            {"field": self[f"column_{n}"], "samples": _samples(self.samples, n)}
            for n in range(len(self.batch.headings))
        ]

    def mapping(self) -> list[str]:
        """Return the chosen field by column."""
        return [self.cleaned_data[f"column_{n}"] for n in range(len(self.batch.headings))]

    def clean(self) -> dict[str, Any]:
        """Refuse a field chosen for two columns, and a choice without what every card needs."""
        super().clean()
        data = self.cleaned_data
        first: dict[str, int] = {}
        for number in range(len(self.batch.headings)):
            key = data.get(f"column_{number}", "")
            if key and key in first:
                text = gettext("This field is already filled by the column “%s”.")
                label = self.fields[f"column_{first[key]}"].label
                self.add_error(f"column_{number}", text % label)
            first.setdefault(key, number)
            if problem := misplaced(self.batch.headings[number], key):
                self.add_error(f"column_{number}", problem)
        if absent := missing([key for key in first if key]):
            names = ", ".join(str(target.label) for target in absent)
            raise ValidationError(gettext("No column has been chosen for: %s.") % names)
        return data


def _samples(rows: list[list[Cell]], column: int) -> list[str]:
    return [shown(row[column]) if column < len(row) else "" for row in rows]


class CorrectedForm(PlainForm):
    """The workbook of refused rows, corrected."""

    workbook = WorkbookField(
        label=_("Corrected workbook"),
        widget=forms.FileInput(attrs={"class": "form-control form-control-sm"}),
    )
