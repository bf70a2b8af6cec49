"""Checklists as data, and the words in which their findings are graded."""

from checklists.models.categories import HazardCategory
from checklists.models.checklists import ChecklistItem, ChecklistTemplate, ChecklistVersion
from checklists.models.grades import Grade

__all__ = ["ChecklistItem", "ChecklistTemplate", "ChecklistVersion", "Grade", "HazardCategory"]
