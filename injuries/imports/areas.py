"""Areas by the names and codes that senders write."""

from typing import Any

from communities.models import Area
from injuries.imports.cells import CellProblem, shown, text_of
from injuries.permissions import IMPORT_RUN
from lib.text import bare
from lib.workbooks import Cell

SUFFIXES = ("居民委员会", "村民委员会", "居委会", "村委会")


class AreaNames:
    """Finds, among the areas in which `user` may import, the one that a cell names."""

    def __init__(self, user: Any) -> None:
        self.by_code: dict[str, Area] = {}
        self.by_name: dict[str, list[Area]] = {}
        for area in Area.objects.where_allowed(user, IMPORT_RUN).order_by("path"):
            self.by_code[area.code] = area
            self.by_name.setdefault(_normal(area.name), []).append(area)

    def find(self, cell: Cell) -> Area:
        """Return the area of a code or a name. Raises CellProblem."""
        text = text_of(cell)
        if text in self.by_code:
            return self.by_code[text]
        named = self.by_name.get(_normal(text), [])
        if not named:
            raise CellProblem("unknown-area", value=shown(cell))
        if len(named) > 1:
            raise CellProblem("several-areas", value=shown(cell))
        return named[0]


def _normal(name: str) -> str:
    """Return the name as it is spoken: 东社区居委会 is 东社区."""
    text = bare(name)
    for suffix in SUFFIXES:
        text = text.removesuffix(suffix)
    return text
