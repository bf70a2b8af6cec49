"""Forms of training."""

from training.forms.audience import AudienceForm
from training.forms.drills import DrillForm, MomentForm, ScoresForm
from training.forms.events import EventForm, ReasonForm
from training.forms.materials import IssueForm, MaterialForm
from training.forms.results import ResultForm

__all__ = [
    "AudienceForm",
    "DrillForm",
    "EventForm",
    "IssueForm",
    "MaterialForm",
    "MomentForm",
    "ReasonForm",
    "ResultForm",
    "ScoresForm",
]
