"""The records of this room."""

from ledgers.models.batches import Batch, BatchStep, WorkbookQuerySet
from ledgers.models.origins import Origin
from ledgers.models.rows import Row, RowQuerySet

__all__ = ["Batch", "WorkbookQuerySet", "BatchStep", "Origin", "Row", "RowQuerySet"]
