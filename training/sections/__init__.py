"""Sections of evaluation reports about training: events, drills."""

from training.sections.drills import DRILLS, DRILLS_TITLE, drills_section
from training.sections.events import EVENTS, EVENTS_TITLE, events_section

__all__ = ["DRILLS", "DRILLS_TITLE", "EVENTS", "EVENTS_TITLE", "drills_section", "events_section"]
