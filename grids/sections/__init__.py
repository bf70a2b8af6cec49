"""Sections of evaluation reports about grids."""

from grids.sections.hazards import hazards_section
from grids.sections.inspections import inspections_section

__all__ = ["hazards_section", "inspections_section"]
