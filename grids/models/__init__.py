"""Premises, checklists, inspections, hazards."""

from grids.models.checklists import ChecklistItem, ChecklistTemplate, ChecklistVersion
from grids.models.grades import Grade
from grids.models.hazards import (
    Hazard,
    HazardCategory,
    HazardStep,
    TimeLimit,
)
from grids.models.inspections import Answer, AnswerValue, Inspection, Outcome
from grids.models.premises import CategoryThreshold, Premises, PremisesCategory, Quantity
from grids.workflow import Deed, HazardState

__all__ = [
    "Answer",
    "AnswerValue",
    "CategoryThreshold",
    "ChecklistItem",
    "ChecklistTemplate",
    "ChecklistVersion",
    "Deed",
    "Grade",
    "Hazard",
    "HazardCategory",
    "HazardState",
    "HazardStep",
    "Inspection",
    "Outcome",
    "Premises",
    "PremisesCategory",
    "Quantity",
    "TimeLimit",
]
