"""Forms of drills: the description, a moment of the timeline, the scores."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lib.forms import PlainForm, RecordForm
from lib.merging import Merging
from training.kinds import Aspect
from training.models import Drill, DrillMoment
from training.services.drills import Judgement

FULL_MARKS = Decimal(10)


class DrillForm(RecordForm):
    """The description of a drill."""

    class Meta:
        model = Drill
        fields = ["kind", "scenario", "plan", "roles", "resources", "conclusion"]
        widgets = {
            "scenario": forms.Textarea(attrs={"rows": 4}),
            "roles": forms.Textarea(attrs={"rows": 5}),
            "resources": forms.Textarea(attrs={"rows": 2}),
            "conclusion": forms.Textarea(attrs={"rows": 3}),
        }


class ClockInput(forms.TimeInput):
    """The browser's own field for a time of day with seconds."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M:%S", attrs={"step": 1})


class MomentForm(RecordForm):
    """A moment of a drill: a time of day, set on the day on which the drill was running then."""

    clock = forms.TimeField(label=_("Time"), widget=ClockInput())

    class Meta:
        model = DrillMoment
        fields = ["kind", "note"]

    field_order = ["clock", "kind", "note"]

    def __init__(self, *args: Any, drill: Drill, **kwargs: Any) -> None:
        self.drill = drill
        super().__init__(*args, **kwargs)
        starts, ends = (
            timezone.localtime(at) for at in (drill.event.starts_at, drill.event.ends_at)
        )
        if drill.event.day == timezone.localdate(ends):
            # The browser says it before anything typed is lost.
            self.fields["clock"].widget.attrs |= {"min": f"{starts:%H:%M}", "max": f"{ends:%H:%M}"}

    def clean_clock(self) -> dt.datetime:
        """Return the moment. It lies within the times of the event."""
        event, clock = self.drill.event, self.cleaned_data["clock"]
        at = timezone.make_aware(dt.datetime.combine(event.day, clock))
        if at < event.starts_at and timezone.localdate(event.ends_at) > event.day:
            at += dt.timedelta(days=1)  # the drill went on past midnight
        if not event.starts_at <= at <= event.ends_at:
            raise ValidationError(
                _("The drill ran from %(starts)s to %(ends)s."),
                params={
                    "starts": f"{timezone.localtime(event.starts_at):%H:%M}",
                    "ends": f"{timezone.localtime(event.ends_at):%H:%M}",
                },
            )
        return at


@dataclass(frozen=True)
class ScoreRow:
    """The fields of one aspect."""

    label: str | Promise
    points: BoundField
    out_of: BoundField
    remark: BoundField


class ScoresForm(Merging, PlainForm):
    """Points of a drill by aspect; an aspect without points is not judged."""

    def __init__(self, *args: Any, drill: Drill, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = {score.aspect: score for score in drill.scores.all()}
        for aspect in Aspect:
            score = present.get(aspect)
            self.fields[f"{aspect}.points"] = _points(
                f"{aspect.label} {_('points')}", score.points if score else None, low=0
            )
            self.fields[f"{aspect}.out_of"] = _points(
                f"{aspect.label} {_('out of')}", score.out_of if score else FULL_MARKS, low=1
            )
            self.fields[f"{aspect}.remark"] = forms.CharField(
                label=f"{aspect.label} {_('remark')}",
                required=False,
                max_length=200,
                initial=score.remark if score else "",
                widget=forms.TextInput(attrs={"aria-label": f"{aspect.label} {_('remark')}"}),
            )

        self.carry_revision(drill.pk, drill.revision)

    def rows(self) -> Iterator[ScoreRow]:
        """Yield the fields by aspect."""
        for aspect in Aspect:
            fields = (self[f"{aspect}.{name}"] for name in ("points", "out_of", "remark"))
            yield ScoreRow(aspect.label, *fields)

    def clean(self) -> dict[str, Any]:
        """Check that no aspect has more points than it can have."""
        super().clean()
        data = self.cleaned_data
        self.merge()
        for aspect in Aspect:
            points, out_of = data.get(f"{aspect}.points"), data.get(f"{aspect}.out_of")
            if points is not None and out_of is not None and points > out_of:
                self.add_error(f"{aspect}.points", _("More points than can be had."))
        return data

    def judgements(self) -> dict[str, Judgement]:
        """Return what was judged; the form must be valid."""
        data = self.cleaned_data
        return {
            aspect.value: Judgement(
                data[f"{aspect}.points"],
                data.get(f"{aspect}.out_of") or FULL_MARKS,
                data[f"{aspect}.remark"],
            )
            for aspect in Aspect
            if data[f"{aspect}.points"] is not None
        }


def _points(label: str, value: Decimal | None, *, low: int) -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"aria-label": label, "inputmode": "decimal", "step": "0.5"})
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=low,
        max_value=1000,
        max_digits=5,
        decimal_places=1,
        initial=value,
        widget=widget,
    )
