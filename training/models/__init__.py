"""Events with their audience and materials, drills with their findings."""

from training.models.audience import AudienceCount
from training.models.drills import Drill, DrillMoment, DrillScore
from training.models.events import Event, EventStep
from training.models.findings import DrillFinding, FindingStep
from training.models.materials import Material, MaterialIssue

__all__ = [
    "AudienceCount",
    "Drill",
    "DrillFinding",
    "DrillMoment",
    "DrillScore",
    "Event",
    "EventStep",
    "FindingStep",
    "Material",
    "MaterialIssue",
]
