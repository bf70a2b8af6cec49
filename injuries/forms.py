"""Forms of this app: they turn strings into domain types and do not act."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from communities.models import Area, AreaKind, Organisation
from communities.pickers import people_in_sight
from injuries.checks import Problem, errors_of, warnings_of
from injuries.identity import told_by
from injuries.models import InjuryRecord, ReportingSite
from injuries.permissions import RECORD_ADD, RECORD_CHANGE, SITE_CHANGE
from injuries.wording import words_of
from lib.form_layout import section
from lib.forms import ActionForm, DateInput, RecordForm, offer

PERSONAL = ("name", "id_number", "phone", "address")
#: What the card asks of everybody (domain facts 5.2 [S32], marked “*”), as far as whoever enters
#: it can know: a community has no diagnosis and no ID number of somebody hurt on its ground.
REQUIRED = (
    "sex",
    "visited_on",
    "cause",
    "place",
    "activity",
    "intent",
    "nature",
    "body_site",
    "severity",
    "outcome",
)
#: What js/identity.js says below the number.
IDENTITY_WORDS = {
    "data-identity": "",
    "data-right": _("Born {day}, {sex}, {age} {unit}"),
    "data-wrong": _("The check digit does not fit: please look at the number again."),
}
#: What deletes a personal datum on the form of an existing card; an empty field keeps it.
DELETE = "-"


class InjuryForm(RecordForm):
    """The card, in its own sections.

    Errors stand at their fields. Warnings are shown once, with a button that sends their codes back
    as `confirmed`; the card is taken when nothing new has come up.

    On an existing card personal fields are empty: they are never sent to the screen without a
    reveal, and what is left empty stays as it is.
    """

    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)

    repeats = (
        "reporting_site",
        "area",
        "occurred_on",
        "visited_on",
        "reported_on",
    )
    sections = (
        section(_("Head of the card"), ("reporting_site", "card_number")),
        section(
            _("I Patient"),
            ("area", "resident"),
            ("name", "sex", "age_value", "age_unit"),
            ("id_number", "phone", "registration"),
            ("education", "occupation"),
            "address",
        ),
        section(
            _("II Event"),
            ("occurred_on", "occurred_hour", "visited_on", "visited_hour"),
            ("cause", "place", "activity"),
            ("intent", "alcohol", "occurred_area"),
            "narrative",
        ),
        section(
            _("III Clinical information"),
            ("nature", "body_site", "severity"),
            ("diagnosis", "diagnosis_code"),
            ("outcome", "system"),
        ),
        section(
            _("IV Products involved"),
            ("product1_name", "product1_brand", "product1_class"),
            ("product2_name", "product2_brand", "product2_class"),
            ("product_relation", "typical_case"),
        ),
        section(_("Foot of the card"), ("reporter_name", "reported_on")),
    )

    class Meta:
        model = InjuryRecord
        fields = [
            "reporting_site",
            "card_number",
            "area",
            "resident",
            "name",
            "sex",
            "age_value",
            "age_unit",
            "id_number",
            "phone",
            "registration",
            "education",
            "occupation",
            "address",
            "occurred_on",
            "occurred_hour",
            "visited_on",
            "visited_hour",
            "occurred_area",
            "cause",
            "place",
            "activity",
            "intent",
            "alcohol",
            "narrative",
            "nature",
            "body_site",
            "system",
            "severity",
            "diagnosis",
            "diagnosis_code",
            "outcome",
            "product1_name",
            "product1_brand",
            "product1_class",
            "product2_name",
            "product2_brand",
            "product2_class",
            "product_relation",
            "typical_case",
            "reporter_name",
            "reported_on",
        ]
        widgets = {
            "occurred_on": DateInput(),
            "visited_on": DateInput(),
            "reported_on": DateInput(),
            "narrative": forms.Textarea(attrs={"rows": 3}),
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
            "id_number": forms.TextInput(attrs={"autocomplete": "off", **IDENTITY_WORDS}),
            "phone": forms.TextInput(attrs={"autocomplete": "off"}),
            "address": forms.TextInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings: list[Problem] = []
        for name in REQUIRED:
            self.fields[name].required = True
        for name in ("occurred_hour", "visited_hour"):
            self.fields[name].widget.attrs |= {"min": 0, "max": 23}
        if not self.instance._state.adding:
            self._hide_personal()

    def stored_value(self, name: str) -> Any:
        """Return what is stored, also of the personal data that are not on the screen."""
        if name in PERSONAL:
            return getattr(self.instance, name)
        return super().stored_value(name)

    def kept_as_is(self, name: str) -> bool:
        """A personal field that was left empty means what is stored."""
        return name in PERSONAL and not self.cleaned_data[name]

    def in_words(self, name: str, value: Any) -> str:
        """Return personal data that somebody else typed masked."""
        if name in PERSONAL and value == getattr(self.instance, name):
            return getattr(self.instance, f"masked_{name}") or "—"
        return super().in_words(name, value)

    def limit_choices(self) -> None:
        """Offer areas in which the user may add (or change) cards, and the sites of their sight."""
        permission = RECORD_ADD if self.instance._state.adding else RECORD_CHANGE
        areas = Area.objects.where_allowed(self.user, permission).order_by("path")
        kinds = (AreaKind.STREET, AreaKind.COMMUNITY, AreaKind.GRID)
        offer(self, "area", areas.of_kind(*kinds))
        offer(self, "occurred_area", areas.of_kind(*kinds))
        sites = ReportingSite.objects.visible_to(self.user)
        own = sites.filter(pk=self.instance.reporting_site_id)
        offer(self, "reporting_site", sites.active() | own)

    def _hide_personal(self) -> None:
        for name in PERSONAL:
            masked = getattr(self.instance, f"masked_{name}")
            field = self.fields[name]
            self.initial[name] = ""
            field.widget.attrs["placeholder"] = masked
            if masked:
                field.help_text = _("Empty keeps what is stored; “-” deletes it.")

    def clean(self) -> dict[str, Any]:
        """Keep personal data that were left empty, check the card as a whole."""
        super().clean()
        data = self.cleaned_data
        if not self.instance._state.adding:
            self._keep_personal(data)
        self._read_identity(data)
        today = timezone.localdate()
        for problem in errors_of(data, today):
            self.add_error(problem.field, words_of(problem))
        self.warnings = [] if self.errors else warnings_of(data, today)
        return data

    def _read_identity(self, data: dict[str, Any]) -> None:
        """Take sex and age, where they were left empty, from an identity number that is right."""
        for name, value in told_by(data).items():
            data[name] = value
            self.errors.pop(name, None)

    def _keep_personal(self, data: dict[str, Any]) -> None:
        stored = InjuryRecord.objects.only(*PERSONAL).get(pk=self.instance.pk)
        for name in PERSONAL:
            typed = data.get(name, "")
            data[name] = "" if typed == DELETE else typed or getattr(stored, name)

    @property
    def warning_codes(self) -> str:
        """The warnings as the hidden field carries them."""
        return " ".join(f"{problem.field}:{problem.code}" for problem in self.warnings)

    def needs_confirmation(self) -> bool:
        """Tell whether there are warnings that have not been on the screen yet."""
        seen = set((self.cleaned_data.get("confirmed") or "").split())
        return not set(self.warning_codes.split()) <= seen

    def warning_sentences(self) -> list[tuple[str, str]]:
        """Return (label of the field, sentence) of each warning."""
        return [(str(self.fields[p.field].label), words_of(p)) for p in self.warnings]

    @property
    def helper(self) -> FormHelper:
        """The card's sections; `confirmed` is what a button says."""
        helper = super().helper
        helper.render_hidden_fields = False
        hidden = [name for name in ("record_key", "revision", "drawn") if name in self.fields]
        helper.layout.fields[:0] = hidden
        return helper


class WithdrawForm(ActionForm):
    """Why a card is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=200)

    def clean_reason(self) -> str:
        """Refuse a reason that says nothing."""
        reason = self.cleaned_data["reason"].strip()
        if len(reason) < 2:
            raise forms.ValidationError(gettext("Say why, for those who look it up later."))
        return reason


class SiteForm(RecordForm):
    """A reporting site."""

    repeats = ("area", "kind")

    class Meta:
        model = ReportingSite
        fields = ["area", "name", "code", "kind", "organisation", "reporters", "sentinel", "active"]

    def limit_choices(self) -> None:
        """Offer areas in which the user may change sites, and organisations in sight."""
        own = self.instance.area_id
        offer(self, "area", Area.objects.to_choose(self.user, SITE_CHANGE, own))
        offer(self, "organisation", Organisation.objects.visible_to(self.user))
        offer(self, "reporters", people_in_sight(self.user))

    def together(self) -> dict[str, Any]:
        """Return who reports for it."""
        return {"reporters": self.cleaned_data["reporters"]}
