"""Inspections, hazards, time limits."""

from grids.models.hazards import Hazard, HazardStep
from grids.models.inspections import Answer, AnswerValue, Inspection, Outcome
from grids.models.limits import TimeLimit
from grids.workflow import Action, HazardState

__all__ = [
    "Answer",
    "AnswerValue",
    "Action",
    "Hazard",
    "HazardState",
    "HazardStep",
    "Inspection",
    "Outcome",
    "TimeLimit",
]
