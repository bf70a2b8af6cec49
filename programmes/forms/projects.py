"""The form of a project: one long form in sections, in the order in which a plan is thought out."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.models import Area, AreaKind, Membership, Organisation
from lib.forms import DateInput, RecordForm, offer, plain_helper
from programmes.models import DiagnosisSource, Project, RiskFocus
from programmes.permissions import PROJECT_CHANGE

LEVELS = (AreaKind.STREET, AreaKind.COMMUNITY, AreaKind.GRID)


class ProjectForm(RecordForm):
    """A project."""

    diagnosis_sources = forms.MultipleChoiceField(
        label=_("Sources of the diagnosis"),
        choices=DiagnosisSource,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    risk_focus = forms.MultipleChoiceField(
        label=_("Chosen as"),
        choices=RiskFocus,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Project
        fields = [
            "title",
            "code",
            "domain",
            "sub_domain",
            "area",
            "covered_areas",
            "rollout",
            "start",
            "end",
            "problem",
            "diagnosis_sources",
            "baseline",
            "target_group",
            "risk_focus",
            "target_sex",
            "age_from",
            "age_to",
            "target_size",
            "restricted",
            "places",
            "place_count",
            "goal",
            "lead_unit",
            "leader",
            "leader_name",
            "partners",
            "sustained_mechanism",
            "improvement",
        ]
        widgets = {
            "start": DateInput(),
            "end": DateInput(),
            "covered_areas": forms.SelectMultiple(attrs={"size": 6}),
            "partners": forms.SelectMultiple(attrs={"size": 6}),
            **{
                name: forms.Textarea(attrs={"rows": 3})
                for name in ("problem", "baseline", "goal", "sustained_mechanism", "improvement")
            },
        }

    def limit_choices(self) -> None:
        """Offer areas where the user may change projects, and organisations and people in sight."""
        areas = Area.objects.where_allowed(self.user, PROJECT_CHANGE)
        areas = areas.of_kind(*LEVELS).valid_on().order_by("path")
        offer(self, "area", areas)
        offer(self, "covered_areas", areas)
        self.fields["covered_areas"].help_text = _(
            "Inside the main area. None chosen: the whole main area."
        )
        organisations = Organisation.objects.visible_to(self.user)
        offer(self, "lead_unit", organisations)
        offer(self, "partners", organisations)
        members = Membership.objects.visible_to(self.user).active_on()
        people = User.objects.filter(is_active=True, memberships__in=members).distinct()
        offer(self, "leader", people)

    def clean(self) -> dict[str, Any]:
        """Check that what is covered lies in the main area."""
        super().clean()
        data = self.cleaned_data
        area = data.get("area")
        outside = [one for one in data.get("covered_areas", []) if area and not area.contains(one)]
        if outside:
            message = _("“%(place)s” does not lie in the main area.")
            self.add_error("covered_areas", ValidationError(message, params={"place": outside[0]}))
        return data

    @property
    def helper(self) -> FormHelper:
        """The sections of the form."""
        helper = plain_helper()
        helper.layout = Layout(
            Fieldset(
                _("What and where"),
                "title",
                _row("domain", "sub_domain"),
                _row("area", "covered_areas"),
                _row("rollout", "code"),
                _row("start", "end"),
            ),
            Fieldset(_("Basis"), "problem", "diagnosis_sources", "baseline"),
            Fieldset(
                _("For whom"),
                "target_group",
                "risk_focus",
                _row("target_sex", "age_from", "age_to", "target_size"),
                _row("places", "place_count"),
                "restricted",
            ),
            Fieldset(_("Goal"), "goal"),
            Fieldset(
                _("People"),
                _row("lead_unit", "leader", "leader_name"),
                "partners",
            ),
            Fieldset(_("Afterwards"), "sustained_mechanism", "improvement"),
        )
        return helper


def _row(*names: str) -> Row:
    return Row(*(Column(name, css_class="col-md") for name in names))
