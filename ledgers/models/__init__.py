"""The records of this room."""

from ledgers.models.batches import Batch, BatchQuerySet, BatchStep
from ledgers.models.origins import Origin
from ledgers.models.rows import Row, RowQuerySet

__all__ = ["Batch", "BatchQuerySet", "BatchStep", "Origin", "Row", "RowQuerySet"]
