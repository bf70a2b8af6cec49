"""Forms of training."""

from training.forms.audience import AudienceForm
from training.forms.drills import DrillForm, MomentForm, ScoresForm
from training.forms.events import EventForm, ReasonForm
from training.forms.findings import DoneForm, FindingForm, OwnerForm, VerdictForm
from training.forms.materials import IssueForm, MaterialForm
from training.forms.results import ResultForm

__all__ = [
    "AudienceForm",
    "DoneForm",
    "DrillForm",
    "EventForm",
    "FindingForm",
    "IssueForm",
    "MaterialForm",
    "MomentForm",
    "OwnerForm",
    "ReasonForm",
    "ResultForm",
    "ScoresForm",
    "VerdictForm",
]
