"""Forms of the parts of a plan."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models import User
from communities.models import Area, Organisation
from lib.form_layout import section
from lib.forms import (
    ActionForm,
    DateInput,
    PlainForm,
    RecordForm,
    UploadField,
    offer,
    offer_words,
)
from lib.workflow import Move
from programmes.forms.indicators import IndicatorFields, registry_field
from programmes.models import (
    BudgetLine,
    Expense,
    Indicator,
    Measure,
    MeasureProgress,
    Objective,
    PilotSite,
)


class ObjectiveForm(RecordForm):
    """An objective."""

    repeats = ("due",)

    class Meta:
        model = Objective
        fields = ["text", "due"]
        widgets = {"due": DateInput()}


class IndicatorForm(IndicatorFields, RecordForm):
    """An indicator: chosen from those that the portal computes, or named and entered by hand."""

    repeats = ("objective", "place", "frequency", "due")

    registry_key = registry_field()

    sections = (
        section(
            _("What is measured"),
            "registry_key",
            ("name", "kind"),
            ("objective", "place"),
            "definition",
        ),
        section(_("How it is read"), ("frequency", "direction", "unit"), "is_share"),
        section(
            _("From where to where"),
            ("baseline_value", "baseline_period"),
            ("target_value", "due"),
            "data_source",
        ),
    )

    class Meta:
        model = Indicator
        fields = [
            "registry_key",
            "name",
            "kind",
            "objective",
            "place",
            "frequency",
            "direction",
            "unit",
            "is_share",
            "definition",
            "baseline_value",
            "baseline_period",
            "target_value",
            "due",
            "data_source",
        ]
        widgets = {"due": DateInput(), "definition": forms.Textarea(attrs={"rows": 2})}

    def limit_choices(self) -> None:
        """Offer registered indicators, areas in sight and objectives of the same project."""
        self.offer_registered()
        project = self.instance.project
        offer(self, "place", Area.objects.to_name(self.user, self.instance.place_id))
        offer(self, "objective", project.objectives.all())
        if self.instance._state.adding:
            self.initial["place"] = self.initial.get("place") or project.area_id
            self.initial["due"] = self.initial.get("due") or project.end


class MeasureForm(RecordForm):
    """A measure."""

    repeats = ("kind", "owner", "partner", "start", "end", "unit")
    sections = (
        section(_("What is done"), ("title", "kind"), ("planned_quantity", "unit"), "note"),
        section(_("Who does it"), ("owner", "owner_name"), "partner"),
        section(_("When"), ("start", "end")),
    )

    class Meta:
        model = Measure
        fields = [
            "title",
            "kind",
            "owner",
            "owner_name",
            "partner",
            "start",
            "end",
            "planned_quantity",
            "unit",
            "note",
        ]
        widgets = {
            "start": DateInput(),
            "end": DateInput(),
            "note": forms.Textarea(attrs={"rows": 2}),
        }

    def limit_choices(self) -> None:
        """Offer organisations in sight."""
        organisations = Organisation.objects.visible_to(self.user)
        offer(self, "owner", organisations)
        offer(self, "partner", organisations)
        self.fields["unit"].help_text = _("Sessions, households, devices, documents …")


class ResponsibleForm(PlainForm):
    """Who is responsible for some measures."""

    owner = forms.ModelChoiceField(Organisation.objects.none(), label=_("responsible unit"))
    owner_name = forms.CharField(label=_("responsible person"), required=False, max_length=60)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", Organisation.objects.visible_to(user))


class ProgressForm(RecordForm):
    """What was done of a measure."""

    evidence = UploadField(
        label=_("Photo or file as evidence"),
        required=False,
        help_text=_("More files can be attached later."),
    )

    class Meta:
        model = MeasureProgress
        fields = ["day", "quantity", "note"]
        widgets = {"day": DateInput(), "note": forms.Textarea(attrs={"rows": 2})}

    def limit_choices(self) -> None:
        """Begin with today."""
        self.initial["day"] = timezone.localdate()


class BudgetLineForm(RecordForm):
    """A budget line."""

    repeats = ("source",)

    class Meta:
        model = BudgetLine
        fields = ["item", "source", "planned", "in_kind"]


class ExpenseForm(RecordForm):
    """An expense."""

    class Meta:
        model = Expense
        fields = ["day", "amount", "note"]
        widgets = {"day": DateInput()}

    def limit_choices(self) -> None:
        """Begin with today."""
        self.initial["day"] = timezone.localdate()


class SiteForm(RecordForm):
    """A pilot or comparison site."""

    repeats = ("role", "since")

    class Meta:
        model = PilotSite
        fields = ["place", "role", "since", "note"]
        widgets = {"since": DateInput()}

    def limit_choices(self) -> None:
        """Offer areas in sight: a comparison may lie outside the project."""
        offer(self, "place", Area.objects.to_name(self.user, self.instance.place_id))


class MoveForm(ActionForm):
    """A move of a project, with its reason."""

    to = forms.ChoiceField(label=pgettext_lazy("stage", "To"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stands in the history: the decision, the meeting, what was found."),
    )

    confirmed = forms.BooleanField(
        label=_("What is marked as missing was looked at; the plan is approved all the same"),
        required=False,
    )

    def __init__(
        self, *args: Any, moves: list[Move], doubtful: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_words(self, "to", [(move.target, move.label) for move in moves])
        if not doubtful:
            del self.fields["confirmed"]
        if len(moves) == 1:
            self.fields["to"].initial = moves[0].target


class ReasonForm(PlainForm):
    """The reason for which all ticked projects are moved."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stands in the history: the decision, the meeting, what was found."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class DropForm(ActionForm):
    """Why a measure is given up."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
