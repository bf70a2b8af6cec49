"""Sections of evaluation reports about promotion projects (domain facts 8.2, items 2 and 3)."""

from documents import SectionKind, sections
from programmes.sections.goals import GOALS, GOALS_TITLE, goals_section
from programmes.sections.projects import PROJECTS, PROJECTS_TITLE, projects_section

__all__ = ["goals_section", "projects_section", "register"]


def register() -> None:
    """Register the sections."""
    sections.register(
        SectionKind(key=GOALS, title=GOALS_TITLE, builder=goals_section),
        SectionKind(key=PROJECTS, title=PROJECTS_TITLE, builder=projects_section),
    )
