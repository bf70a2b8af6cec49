"""Forms of the ledgers: the workbook, its sheet, its columns, its words, corrected rows."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy as _

from communities.models import Area, AreaKind
from ledgers.declaration import Field, Kind, Ledger
from ledgers.models import Batch, Origin
from ledgers.reading.everyday import propose
from lib.errors import DomainError
from lib.forms import PlainForm, RecordForm, TableField, WorkbookField, offer, offer_words
from lib.sheet_cells import shown

#: A word that is to stay as it is: its rows are refused, or the cell is left out.
UNEXPLAINED, LEAVE_OUT = "?", "-"


class BatchForm(RecordForm):
    """A workbook of a register, where it comes from, and where rows without an area are filed."""

    workbook = WorkbookField(
        label=_("Workbook"),
        help_text=_(
            "Excel (.xlsx, .xls), .ods, .csv or .tsv with a row of headings. The next page asks "
            "what each column means."
        ),
    )
    origin = forms.CharField(
        label=_("From whom"),
        max_length=60,
        required=False,
        help_text=_("Columns and words are remembered for whoever made the workbook."),
    )

    class Meta:
        model = Batch
        fields = ["area", "clears"]

    def __init__(self, *args: Any, ledger: Ledger, **kwargs: Any) -> None:
        self.ledger = ledger
        super().__init__(*args, **kwargs)
        self.order_fields(["record_key", "workbook", "origin", "area", "clears"])

    def limit_choices(self) -> None:
        """Offer areas in which the user may bring the register in; name the last origin."""
        areas = Area.objects.to_choose(self.user, self.ledger.permission)
        kinds = (AreaKind.STREET, AreaKind.COMMUNITY)
        offer(self, "area", areas.of_kind(*kinds))
        self.fields["area"].initial = areas.of_kind(*kinds).first()
        origins = Origin.objects.of_register(self.ledger.key).filter(area__in=areas)
        last = origins.filter(created_by=self.user).order_by("-updated_at").first()
        self.fields["origin"].initial = last.name if last else ""


class SheetForm(PlainForm):
    """Which of several sheets of a workbook is meant."""

    sheet = forms.ChoiceField(label=_("Sheet"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, batch: Batch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_words(self, "sheet", [(name, name) for name in batch.sheets])


class ColumnsForm(forms.Form):
    """What each column of a workbook means: one choice a column, no field twice."""

    def __init__(self, *args: Any, batch: Batch, may_look: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.batch, self.may_look = batch, may_look
        choices = [("", gettext("– leave out –"))]
        choices += [(field.key, str(field.label)) for field in batch.ledger.fields]
        for number, heading in enumerate(batch.headings):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=heading or gettext("Column %d") % (number + 1),
                choices=choices,
                required=False,
                initial=batch.mapping[number] if number < len(batch.mapping) else "",
            )

    def columns(self) -> list[dict[str, Any]]:
        """Return, for each column: its bound field and a few of its cells, for the uploader."""
        return [
            {"field": self[f"column_{n}"], "samples": self._samples(n)}
            for n in range(len(self.batch.headings))
        ]

    def _samples(self, place: int) -> list[str]:
        if not self.may_look:
            return []
        return [shown(row[place]) for row in self.batch.samples if place < len(row)]

    def mapping(self) -> list[str]:
        """Return the chosen field by column."""
        return [self.cleaned_data[f"column_{n}"] for n in range(len(self.batch.headings))]

    def clean(self) -> dict[str, Any]:
        """Refuse a field chosen for two columns."""
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
        return data


class HasWords(Protocol):
    """What the words of a workbook are asked for: any room's batch."""

    words: Any
    unknown: Any


class WordsForm(forms.Form):
    """What each unknown word of a workbook means: asked once a word, most rows first.

    `refuses` says that a row with a word that nobody explains is never taken.
    """

    def __init__(
        self,
        *args: Any,
        batch: HasWords,
        register: str,
        fields: Mapping[str, Field],
        areas: Sequence[Area],
        refuses: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.batch, self.register, self.of_register = batch, register, fields
        self.areas, self.refuses = areas, refuses
        self.asked: list[tuple[str, Field, str, int]] = []
        for key, words in batch.unknown.items():
            field = fields.get(key)
            if field is None or field.personal:
                continue
            for word, count in sorted(words.items(), key=lambda pair: -pair[1]):
                self._ask(field, word, count)

    def _ask(self, field: Field, word: str, count: int) -> None:
        name = f"word_{len(self.asked)}"
        self.asked.append((name, field, word, count))
        known = self.batch.words.get(field.key, {}).get(word)
        self.fields[name] = forms.ChoiceField(
            label=word,
            required=False,
            choices=[(UNEXPLAINED, self._left(field)), *self._choices[field.key]],
            initial=LEAVE_OUT if known == "" else known or self._proposed(field, word),
        )

    def _proposed(self, field: Field, word: str) -> str:
        """Return what the word probably means: shown as chosen, and decided by who sends it."""
        if field.kind is not Kind.CODE or not field.choices:
            return UNEXPLAINED
        words = {one.value: (str(one.label), *one.words) for one in field.choices()}
        found = propose(self.register, field.key, word, words)
        return found.value if found else UNEXPLAINED

    def _left(self, field: Field) -> str:
        if self.refuses or field.required or field.kind is Kind.AREA:
            return gettext("– not explained: its rows are refused –")
        return gettext("– not explained: the cell is left out and told –")

    @cached_property
    def _choices(self) -> Mapping[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for key in self.batch.unknown:
            field = self.of_register[key]
            if field.kind is Kind.AREA:
                choices = [(str(area.pk), str(area)) for area in self.areas]
            else:
                known = field.choices() if field.choices else ()
                choices = [(one.value, str(one.label)) for one in known]
            leave = (
                [] if field.required else [(LEAVE_OUT, gettext("– as if the cell were empty –"))]
            )
            found[key] = [*choices, *leave]
        return found

    def groups(self) -> list[dict[str, Any]]:
        """Return the fields that have words to ask, each with its words and how often."""
        groups: dict[str, dict[str, Any]] = {}
        for name, field, word, count in self.asked:
            group = groups.setdefault(field.key, {"label": field.label, "words": []})
            initial = self.fields[name].initial
            proposed = initial != UNEXPLAINED and word not in self.batch.words.get(field.key, {})
            group["words"].append(
                {"word": word, "count": count, "field": self[name], "proposed": proposed}
            )
        return list(groups.values())

    def words(self) -> dict[str, dict[str, str]]:
        """Return what the words mean, by field; those that stay unexplained are left out."""
        found: dict[str, dict[str, str]] = {}
        for name, field, word, _count in self.asked:
            said = self.cleaned_data.get(name) or UNEXPLAINED
            if said != UNEXPLAINED:
                found.setdefault(field.key, {})[word] = "" if said == LEAVE_OUT else said
        return found


class CorrectedForm(PlainForm):
    """The workbook of refused rows, corrected."""

    workbook = TableField(
        label=_("Corrected workbook"),
        widget=forms.FileInput(attrs={"class": "form-control form-control-sm"}),
    )


def cells_in(data: Mapping[str, str]) -> dict[int, str]:
    """Return the corrected cells that a form of a row sent, by column. Raises DomainError."""
    found = {}
    for name, text in data.items():
        if name.startswith("cell_") and name[5:].isdecimal():
            found[int(name[5:])] = text.strip()
    if not found:
        raise DomainError(gettext("No cell was sent."))
    return found
