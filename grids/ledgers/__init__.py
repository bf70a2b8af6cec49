"""The registers of this room that come from Excel: hazards and inspections of earlier years."""

from grids.ledgers.hazards import HAZARDS
from grids.ledgers.inspections import INSPECTIONS

__all__ = ["HAZARDS", "INSPECTIONS"]
