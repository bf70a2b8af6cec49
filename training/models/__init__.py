"""Events with their audience and materials, drills."""

from training.models.audience import AudienceCount
from training.models.drills import Drill, DrillMoment, DrillScore
from training.models.events import Event, EventStep
from training.models.materials import Material, MaterialIssue

__all__ = [
    "AudienceCount",
    "Drill",
    "DrillMoment",
    "DrillScore",
    "Event",
    "EventStep",
    "Material",
    "MaterialIssue",
]
