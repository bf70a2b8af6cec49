"""Inspections, hazards, time limits."""

from grids.models.hazards import Hazard, HazardStep, TimeLimit
from grids.models.inspections import Answer, AnswerValue, Inspection, Outcome
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
