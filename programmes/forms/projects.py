"""The form of a project: one long form in sections, in the order in which a plan is thought out."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.models import Area, AreaKind, Organisation
from communities.pickers import people_in_sight
from lib.form_layout import section
from lib.forms import DateInput, RecordForm, offer
from programmes.models import DiagnosisSource, Project, RiskFocus
from programmes.permissions import PROJECT_CHANGE

LEVELS = (AreaKind.STREET, AreaKind.COMMUNITY, AreaKind.GRID)


class ProjectForm(RecordForm):
    """A project."""

    sections = (
        section(
            _("What and where"),
            "title",
            ("domain", "sub_domain"),
            ("area", "covered_areas"),
            ("rollout", "code"),
            ("start", "end"),
        ),
        section(_("Basis"), "problem", "diagnosis_sources", "baseline"),
        section(
            _("For whom"),
            "target_group",
            "risk_focus",
            ("target_sex", "age_from", "age_to", "target_size"),
            ("places", "place_count"),
            "restricted",
        ),
        section(_("Goal"), "goal"),
        section(_("People"), ("lead_unit", "leader", "leader_name"), "partners"),
        section(_("Afterwards"), "sustained_mechanism", "improvement"),
    )

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
        areas = Area.objects.to_choose(self.user, PROJECT_CHANGE, self.instance.area_id)
        areas = areas.of_kind(*LEVELS)
        offer(self, "area", areas)
        kept = Project.covered_areas.through.objects.filter(project=self.instance.pk)
        covered = areas | Area.objects.filter(pk__in=kept.values("area"))
        offer(self, "covered_areas", covered)
        self.fields["covered_areas"].help_text = _(
            "Inside the main area. None chosen: the whole main area."
        )
        organisations = Organisation.objects.visible_to(self.user)
        offer(self, "lead_unit", organisations)
        offer(self, "partners", organisations)
        offer(self, "leader", people_in_sight(self.user))

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
