"""A row of a workbook with what was read from it."""

from collections.abc import Sequence
from dataclasses import dataclass

from injuries.checks import Problem
from injuries.imports.rows import RowResult
from lib.workbooks import Cell


@dataclass(slots=True)
class ReadRow:
    """A row with what was read from it."""

    number: int
    cells: Sequence[Cell]
    result: RowResult
    corrected: bool = False
    duplicate: bool = False
    unchanged: bool = False

    @property
    def is_new(self) -> bool:
        """True when it becomes a record."""
        return self.result.good and not self.unchanged

    @property
    def is_told(self) -> bool:
        """True when there is something to say about it."""
        return self.corrected or bool(self.result.warnings) or not self.result.good

    def mark_duplicate(self) -> None:
        """Say that it looks like an earlier or a stored record."""
        self.duplicate = True
        self.result.warnings.append(Problem("", "duplicate"))

    def mark_unchanged(self) -> None:
        """Say that the register has it as it is; nothing else about it matters then."""
        self.duplicate = self.unchanged = True
        self.result.warnings[:] = [Problem("", "unchanged")]
