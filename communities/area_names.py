"""Areas by the names and codes that people write into tables."""

from collections.abc import Iterable

from communities.models import Area
from communities.sight import Viewer
from lib.sheet_cells import text_of
from lib.text import bare
from lib.workbooks import Cell

SUFFIXES = ("居民委员会", "村民委员会", "居委会", "村委会")


class UnknownArea(Exception):
    """No area in sight has this name or code."""


class SeveralAreas(Exception):
    """The name belongs to more than one area."""


class AreaNames:
    """Finds, among the areas in which `user` holds `permission`, the one that a cell names.

    A name that an area bore before counts as long as no area bears it now: registers of an office
    go on with the old name for years. Where several have a name, it counts as the portal writes it
    (with what tells them apart) and with the area it lies in before it: 银杏社区第一网格.
    """

    def __init__(self, user: Viewer, permission: str) -> None:
        self.by_code: dict[str, Area] = {}
        self.by_name: dict[str, list[Area]] = {}
        self.by_former_name: dict[str, list[Area]] = {}
        self.by_label: dict[str, Area] = {}
        for area in Area.objects.where_allowed(user, permission).order_by("path"):
            self.by_code[area.code] = area
            self.by_name.setdefault(spoken(area.name), []).append(area)
            if area.told_apart_by:
                self.by_label[spoken(str(area))] = area
                self.by_label[spoken(area.told_apart_by + area.name)] = area
            for name in area.former_names:
                self.by_former_name.setdefault(spoken(name), []).append(area)

    def find(self, cell: Cell, within: str = "") -> Area:
        """Return the area of a code or a name; `within` names one that it lies in, if given.

        Raises UnknownArea, SeveralAreas.
        """
        text = text_of(cell)
        if text in self.by_code:
            return self.by_code[text]
        name = spoken(text)
        found = self.by_name.get(name) or self.by_former_name.get(name) or []
        if not found and name in self.by_label:
            return self.by_label[name]
        if not found or not name:
            raise UnknownArea
        if len(found) > 1 and within:
            found = [area for area in found if self._lies_in(area, within)]
        if len(found) != 1:
            raise SeveralAreas
        return found[0]

    def knows(self, text: str) -> bool:
        """Tell whether some area bears this code or name, or bore it."""
        try:
            self.find(text)
        except SeveralAreas:
            return True
        except UnknownArea:
            return False
        return True

    def _lies_in(self, area: Area, name: str) -> bool:
        """Tell whether an area above has this name or code; it may be one above all that count."""
        above = Area.objects.filter(path__in=_paths_above(area.path)).values_list("name", "code")
        return any(spoken(name) == spoken(one) or name == code for one, code in above)

    def mentioned_in(self, texts: Iterable[str]) -> Area | None:
        """Return the one area whose name stands in titles such as “银杏社区2025年人口”."""
        said = bare(" ".join(texts))
        named = [name for name in self.by_name if name and name in said]
        longest = [name for name in named if not any(name != one and name in one for one in named)]
        areas = [area for name in longest for area in self.by_name[name]]
        return areas[0] if len(areas) == 1 else None


def _paths_above(path: str) -> list[str]:
    return [path[:end] for end in range(Area.steplen, len(path), Area.steplen)]


def spoken(name: str) -> str:
    """Return the name as it is spoken: 东社区居委会 is 东社区."""
    text = bare(name)
    for suffix in SUFFIXES:
        text = text.removesuffix(suffix)
    return text


def with_former(former: list[str], old: str, new: str) -> list[str]:
    """Return the names that something bore before, after it is called `new` instead of `old`."""
    if bare(old) == bare(new):
        return former
    kept = [name for name in former if bare(name) not in {bare(old), bare(new)}]
    return [*kept, old]
