"""The form of an inspection: one visit, an answer for every item, a hazard for every failed one."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from checklists.models import ChecklistItem, ChecklistVersion, Grade
from communities.models import Area
from grids.models import AnswerValue, Inspection, Outcome
from grids.services.found import FoundHazard
from grids.services.inspections import Visit
from grids.services.limits import TimeLimits
from grids.workflow import MAJOR_TAKES_TIME
from lib.forms import CleanText, DateInput, PlainForm, offer
from lib.ids import new_id
from lib.photo_field import PhotosField
from lib.sending import key_of_sending
from premises.models import Premises

ON_SPOT, LATER = "on-spot", "later"
#: What the phone fills in: another position makes no other visit.
BY_THE_PHONE = ("started_at", "latitude", "longitude", "accuracy")
#: A page may stay open this long; an older start is taken as this.
LONGEST = dt.timedelta(hours=24)


class VisitForm(PlainForm):
    """The visit itself. One field an item is added: `a-A1` the answer, `n-A1` the note."""

    record_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.ModelChoiceField(ChecklistVersion.objects.none(), widget=forms.HiddenInput)
    started_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    latitude = forms.FloatField(
        required=False, min_value=-90, max_value=90, widget=forms.HiddenInput
    )
    longitude = forms.FloatField(
        required=False, min_value=-180, max_value=180, widget=forms.HiddenInput
    )
    accuracy = forms.FloatField(required=False, min_value=0, widget=forms.HiddenInput)
    position_note = forms.CharField(label=_("Where you are"), required=False, max_length=200)
    outcome = forms.ChoiceField(label=_("Visit"), choices=Outcome, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Remarks"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    photos = PhotosField(
        label=_("Photos of the place"), words=_("Photos of the place"), required=False
    )

    def __init__(self, *args: Any, version: ChecklistVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["record_key"].initial = new_id
        self.fields["started_at"].initial = lambda: timezone.now().isoformat()
        self.fields["outcome"].initial = Outcome.DONE
        offer(self, "version", ChecklistVersion.objects.filter(template=version.template_id))
        self.fields["version"].initial = version.pk

    def add_items(self, items: list[ChecklistItem]) -> None:
        """Add the fields of every item."""
        for item in items:
            self.fields[f"a-{item.code}"] = forms.ChoiceField(
                label=item.text, choices=AnswerValue, required=False, widget=forms.RadioSelect
            )
            self.fields[f"n-{item.code}"] = forms.CharField(
                label=_("Remarks"), required=False, max_length=200
            )

    def clean(self) -> dict[str, Any]:
        """Both coordinates or none."""
        super().clean()
        data = self.cleaned_data
        if data.get("latitude") is None or data.get("longitude") is None:
            data["latitude"] = data["longitude"] = data["accuracy"] = None
        return data


class HazardBlock(CleanText, forms.Form):
    """The hazard behind a failed item."""

    description = forms.CharField(
        label=_("What is wrong, and where exactly"), widget=forms.Textarea(attrs={"rows": 2})
    )
    grade = forms.ChoiceField(label=_("Grade"), choices=Grade, widget=forms.RadioSelect)
    photos = PhotosField(
        label=_("Photo of the hazard"), words=_("Photo of the hazard"), required=False
    )
    settle = forms.ChoiceField(
        label=_("Rectification"),
        choices=[(LATER, _("By a deadline")), (ON_SPOT, _("Put right on the spot"))],
        initial=LATER,
        widget=forms.RadioSelect,
    )
    deadline = forms.DateField(label=_("Deadline"), required=False, widget=DateInput())
    photos_after = PhotosField(
        label=_("Photo after putting it right"),
        words=_("Photo after putting it right"),
        required=False,
    )
    advice = forms.CharField(label=_("What is to be done"), required=False, max_length=500)

    def __init__(
        self,
        *args: Any,
        item: ChecklistItem,
        area: Area,
        limits: Callable[[], TimeLimits] = TimeLimits.load,
        **kwargs: Any,
    ) -> None:
        initial = {"description": item.hazard, "grade": item.grade}
        super().__init__(*args, prefix=f"h-{item.code}", initial=initial, **kwargs)
        self.item, self.area, self.limits = item, area, limits

    def clean(self) -> dict[str, Any]:
        """A major hazard needs a deadline; a deadline is not past."""
        super().clean()
        data = self.cleaned_data
        if data.get("settle") == ON_SPOT and data.get("grade") == Grade.MAJOR:
            self.add_error("settle", ValidationError(MAJOR_TAKES_TIME))
        if data.get("settle") == LATER:
            self._clean_deadline(data)
        return data

    def _clean_deadline(self, data: dict[str, Any]) -> None:
        """Left empty, it is reckoned when the hazard is kept, if there is a time limit."""
        if data.get("deadline") is None and not self.errors:
            today = timezone.localdate()
            if self.limits().of(self.item.category_id, data["grade"], today, self.area) is None:
                self.add_error("deadline", ValidationError(_("Give a deadline.")))
        elif data.get("deadline") and data["deadline"] < timezone.localdate():
            self.add_error("deadline", ValidationError(_("The deadline cannot lie in the past.")))

    def found(self) -> FoundHazard:
        """Return what was found."""
        data = self.cleaned_data
        return FoundHazard(
            item=self.item,
            category_id=self.item.category_id,
            grade=data["grade"],
            description=data["description"],
            advice=data["advice"],
            on_spot=data["settle"] == ON_SPOT,
            deadline=data["deadline"],
            photos=data["photos"],
            photos_after=data["photos_after"],
        )


@dataclass
class Row:
    """An item as the page draws it; `number` counts them as they stand, from 1."""

    number: int
    item: ChecklistItem
    answer: BoundField
    note: BoundField
    hazard: HazardBlock


def _drawn(current: ChecklistVersion, data: QueryDict | None) -> ChecklistVersion:
    """Return the version that the page was drawn with, even if a newer one came out meanwhile."""
    sent = data.get("version", "") if data else ""
    known = current.template.versions.filter(pk=sent).first() if sent.isdigit() else None
    return known or current


class InspectionEntry:
    """The whole page: the visit, its items, the hazard blocks of failed items."""

    def __init__(
        self,
        user: User,
        premises: Premises,
        current: ChecklistVersion,
        data: QueryDict | None = None,
        files: MultiValueDict | None = None,
    ) -> None:
        self.user, self.premises = user, premises
        self.version = _drawn(current, data)
        self.items = list(self.version.items.select_related("category"))
        self.visit = VisitForm(data, files, version=self.version)
        self.visit.add_items(self.items)
        self.rows = [
            self._row(number, item, data, files) for number, item in enumerate(self.items, 1)
        ]

    def _row(self, number: int, item: ChecklistItem, data: Any, files: Any) -> Row:
        answer = self.visit[f"a-{item.code}"]
        failed = data is not None and data.get(f"a-{item.code}") == AnswerValue.FAIL
        sent = (data, files) if failed else ()
        block = HazardBlock(*sent, item=item, area=self.premises.area, limits=lambda: self.limits)
        return Row(number, item, answer, self.visit[f"n-{item.code}"], block)

    @cached_property
    def limits(self) -> TimeLimits:
        """The time limits, read once for all hazards."""
        return TimeLimits.load()

    def groups(self) -> Iterator[tuple[str, list[Row]]]:
        """Yield the rows under their headings."""
        for heading, rows in groupby(self.rows, key=lambda row: row.item.heading):
            yield heading, list(rows)

    @cached_property
    def valid(self) -> bool:
        """Whether everything is as it must be; every error stands at its field."""
        valid = self.visit.is_valid()
        if self.visit.cleaned_data.get("outcome") != Outcome.DONE:
            return valid
        for row in self.rows:
            value = self.visit.cleaned_data.get(row.answer.name)
            if not value:
                self.visit.add_error(row.answer.name, _("Answer this item."))
                valid = False
            elif value == AnswerValue.FAIL:
                valid = row.hazard.is_valid() and valid
        return valid

    @property
    def errors(self) -> int:
        """How many fields are marked."""
        blocks = sum(len(row.hazard.errors) for row in self.rows if row.hazard.is_bound)
        return len(self.visit.errors) + blocks

    @cached_property
    def key(self) -> UUID:
        """The key of the inspection that this sending of the page makes."""
        drawn = self.visit.cleaned_data["record_key"] or new_id()
        return key_of_sending(drawn, self.user, self.visit.data, self.visit.files, BY_THE_PHONE)

    def result(self) -> Visit:
        """Return the visit that the form describes."""
        data = self.visit.cleaned_data
        now = timezone.now()
        started = min(max(data["started_at"] or now, now - LONGEST), now)
        names = ("outcome", "latitude", "longitude", "accuracy", "position_note", "note")
        inspection = Inspection(
            pk=self.key,
            premises=self.premises,
            version=self.version,
            started_at=started,
            finished_at=now,
            **{name: data[name] for name in names},
        )
        done = data["outcome"] == Outcome.DONE
        return Visit(
            inspection,
            answers=self._answers() if done else {},
            hazards=[row.hazard.found() for row in self._failed()] if done else [],
            photos=data["photos"],
        )

    def _answers(self) -> dict[ChecklistItem, tuple[str, str]]:
        data = self.visit.cleaned_data
        return {row.item: (data[row.answer.name], data[row.note.name]) for row in self.rows}

    def _failed(self) -> list[Row]:
        data = self.visit.cleaned_data
        return [row for row in self.rows if data[row.answer.name] == AnswerValue.FAIL]
