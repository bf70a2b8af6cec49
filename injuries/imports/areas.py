"""Areas by the names and codes that senders write."""

from communities.area_names import AreaNames as Names, SeveralAreas, UnknownArea
from communities.models import Area
from communities.sight import Viewer
from injuries.imports.cells import CellProblem, shown
from injuries.permissions import IMPORT_RUN
from lib.workbooks import Cell


class AreaNames:
    """Finds, among the areas in which `user` may import, the one that a cell names."""

    def __init__(self, user: Viewer) -> None:
        self.names = Names(user, IMPORT_RUN)
        self.by_key = {str(area.pk): area for area in self.names.by_code.values()}

    def of_key(self, key: str, cell: Cell) -> Area:
        """Return the area that somebody said `cell` means. Raises CellProblem outside his areas."""
        if key not in self.by_key:
            raise CellProblem("unknown-area", value=shown(cell))
        return self.by_key[key]

    def find(self, cell: Cell) -> Area:
        """Return the area of a code or a name. Raises CellProblem."""
        try:
            return self.names.find(cell)
        except UnknownArea:
            raise CellProblem("unknown-area", value=shown(cell)) from None
        except SeveralAreas:
            raise CellProblem("several-areas", value=shown(cell)) from None
