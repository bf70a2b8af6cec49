"""Forms of the import: the workbook, its columns, corrected rows."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from communities.models import Area, AreaKind
from injuries.imports.cells import shown
from injuries.imports.columns import TARGETS, misplaced, missing
from injuries.imports.masked import shown_masked
from injuries.models import ImportBatch, ReportingSite
from injuries.permissions import IMPORT_RUN
from lib.forms import PlainForm, RecordForm, TableField, WorkbookField, offer, offer_words
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
        own = list(sites.filter(reporters=self.user)[:2]) or list(sites[:2])
        if len(own) == 1:
            self.fields["reporting_site"].initial = own[0]


class SheetForm(PlainForm):
    """Which of several sheets of a workbook is meant."""

    sheet = forms.ChoiceField(label=_("Sheet"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_words(self, "sheet", [(name, name) for name in batch.sheets])


class ColumnsForm(forms.Form):
    """What each column of a workbook means: one choice a column, no field twice."""

    def __init__(
        self,
        *args: Any,
        batch: ImportBatch,
        samples: Sequence[Sequence[Cell]],
        may_reveal: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.batch, self.may_reveal = batch, may_reveal
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
        """Return, for each column: its bound field and a few of its cells.

        Those of persons are masked, unless their heading says so and the reader may reveal them:
        what a column means can be told from 张* and 138******12.
        """
        return [
            {"field": self[f"column_{n}"], "samples": self._samples(n)}
            for n in range(len(self.batch.headings))
        ]

    def _samples(self, place: int) -> list[str]:
        cells = [row[place] if place < len(row) else None for row in self.samples]
        raw = self.may_reveal and place not in self.batch.personal
        show = shown if raw else partial(shown_masked, self.batch, place)
        return [show(cell) for cell in cells]

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
            personal = number in self.batch.personal
            if problem := misplaced(self.batch.headings[number], key, personal=personal):
                self.add_error(f"column_{number}", problem)
        if absent := missing([key for key in first if key]):
            names = ", ".join(str(target.label) for target in absent)
            raise ValidationError(gettext("No column has been chosen for: %s.") % names)
        return data


class CorrectedForm(PlainForm):
    """The workbook of refused rows, corrected."""

    workbook = TableField(
        label=_("Corrected workbook"),
        widget=forms.FileInput(attrs={"class": "form-control form-control-sm"}),
    )
