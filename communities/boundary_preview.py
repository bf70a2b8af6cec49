"""A file of boundaries beside the areas: which is meant, what would change, what is odd."""

import pickle
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.area_names import AreaNames, SeveralAreas, UnknownArea, spoken
from communities.boundaries import Drawn, ask_polygon_reader, text_in
from communities.boundary_words import sentence
from communities.models import Area, BoundaryDraft
from communities.permissions import AREA_CHANGE
from lib import children

#: The words under which programs and offices keep codes, names and the area above.
CODES = (
    *("code", "adcode", "区划代码", "行政区划代码", "统计用区划代码", "代码", "编码", "编号"),
    *("gb", "pac", "xzqdm", "area_code", "id"),
)
NAMES = (
    *("name", "名称", "区域名称", "行政区名称", "网格名称", "社区名称", "街道名称", "fullname"),
    *("xzqmc", "mc", "city", "area", "区域", "网格", "社区", "街道"),
)
PARENTS = ("parent", "上级", "上级名称", "上级区域", "所属区域", "所属社区", "所属街道", "lies in")
#: Codes of the bureau of statistics have 12 digits; shorter ones are filled up with zeros.
FILLED, LEVELS = 12, (9, 6, 4, 2)
#: A boundary that mending changes by more is shown, but nobody takes it without saying so.
SAFE_PERCENT = 5.0
#: Percent by which something must be worse to be asked about: what is said has one decimal.
NOTICED = 0.05

STATUS: dict[str, str | Promise] = {
    "new": _("Matched"),
    "replaced": _("Replaces a boundary"),
    "same": _("Unchanged"),
    "unknown": _("Not matched"),
    "several": _("Ambiguous"),
    "twice": _("Ambiguous"),
    "refused": _("Cannot be taken"),
}
#: Whose boundary can be kept.
TAKEN = {"new", "replaced"}


@dataclass
class Line:
    """One area of the file on the preview, in words."""

    drawn: Drawn
    called: str
    area: Area | None = None
    status: str = "unknown"
    said: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        """What would happen with it, in a word."""
        return str(STATUS[self.status])

    @property
    def may_be_kept(self) -> bool:
        """True when its boundary can be kept."""
        return self.status in TAKEN

    @property
    def chosen(self) -> bool:
        """True when it is kept unless somebody says otherwise."""
        return self.may_be_kept and all(
            params.get("percent", 0) <= SAFE_PERCENT
            for code, params in self.drawn.notes
            if code == "mended"
        )

    @property
    def token(self) -> str:
        """What is read with it: its place in the file, the area, and that area's revision."""
        return f"{self.drawn.number}:{self.area.pk}:{self.area.revision}" if self.area else ""


def as_json(found: Iterable[Drawn]) -> list[dict[str, Any]]:
    """Return what was read, as a draft keeps it."""
    return [asdict(one) for one in found]


def lines_of(draft: BoundaryDraft, user: User, *, compared: bool = True) -> list[Line]:
    """Return the file's areas beside those that `user` may change, `compared` with neighbours."""
    names = AreaNames(user, AREA_CHANGE)
    lines = [_line(Drawn(**one), names) for one in draft.features]
    often = Counter(line.area.pk for line in lines if line.area)
    for line in lines:
        if line.area and often[line.area.pk] > 1 and line.status != "refused":
            line.status = "twice"
            line.said.append(str(_("The file has this area more than once.")))
    if compared:
        _compare(lines, user)
    return lines


def _line(drawn: Drawn, names: AreaNames) -> Line:
    code, name = text_in(drawn, CODES), text_in(drawn, NAMES)
    line = Line(drawn, " ".join(filter(None, (name, code))))
    line.said = [sentence(*note) for note in drawn.notes]
    try:
        line.area = _area_of(drawn, code, name, names)
    except UnknownArea:
        line.said.append(str(_("No area that you may change has this code or name.")))
    except SeveralAreas:
        line.status = "several"
        line.said.append(str(_("Several areas have this name: give the code or “parent”.")))
    else:
        same = line.area.boundary == drawn.geometry
        line.status = "same" if same else "replaced" if line.area.boundary else "new"
        if name and spoken(name) not in _names_of(line.area):
            line.said.append(sentence("name-differs", {"name": name}))
    if drawn.fault:
        line.status = "refused"
        line.said = [sentence(*drawn.fault)]
    return line


def _names_of(area: Area) -> set[str]:
    return {spoken(one) for one in (area.name, str(area), *area.former_names)}


def _area_of(drawn: Drawn, code: str, name: str, names: AreaNames) -> Area:
    """Return the area by its code, else by its name and the area it lies in."""
    for one in _codes(code):
        if one in names.by_code:
            return names.by_code[one]
    return names.find(name, within=text_in(drawn, PARENTS))


def _codes(code: str) -> Iterable[str]:
    """Yield the code, and what it is without the zeros with which it was filled up."""
    yield code
    if len(code) == FILLED and code.isdecimal():
        yield from (code[:end] for end in LEVELS if set(code[end:]) == {"0"})


def on_map(lines: list[Line]) -> dict[str, Any]:
    """Return the boundaries of a file, and those that they would replace, as GeoJSON."""
    found = []
    for line in lines:
        now = line.area.boundary if line.area else None
        if now and line.status == "replaced":
            found.append(_feature(now, "", "now"))
        if line.drawn.geometry:
            found.append(_feature(line.drawn.geometry, str(line.area or line.called), line.status))
    return {"type": "FeatureCollection", "features": found}


def _feature(geometry: dict[str, Any], name: str, role: str) -> dict[str, Any]:
    properties = {"name": name, "role": role}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def said_of(area: Area, drawn: Drawn, user: User) -> list[str]:
    """Say what is odd about a boundary drawn for `area`: in itself, and beside its neighbours."""
    if drawn.fault:
        return [sentence(*drawn.fault)]
    line = Line(drawn, str(area), area=area, status="new")
    line.said = [sentence(*note) for note in drawn.notes]
    _compare([line], user, gaps=True)
    return line.said


def worsened(area: Area, boundary: dict[str, Any], user: User) -> list[str]:
    """Say what `boundary` makes worse than the stored one of `area`: what lies outside or on a
    neighbour, and a gap that it opens. What remains of the parent at a first drawing is none.
    """
    was = _shares(area, area.boundary, user) if area.boundary else {}
    found = []
    for (code, other), share in _shares(area, boundary, user).items():
        if code == "gap" and not area.boundary:
            continue
        if share >= was.get((code, other), 0) + NOTICED:
            found.append(sentence(code, _params(code, other, share)))
    return found


def _shares(area: Area, boundary: dict[str, Any], user: User) -> dict[tuple[str, Area], float]:
    """Return the percentages of `_odd` for one boundary; none when they cannot be reckoned."""
    try:
        odd = _odd({str(area.pk): boundary}, user, gaps=True)
    except children.ReaderError:
        return {}
    return {(code, other): share for _key, code, other, share in odd}


def _compare(lines: list[Line], user: User, *, gaps: bool = False) -> None:
    """Say of which areas the boundary would lie outside of the parent's or on a sibling's.

    With `gaps` also how much of the parent lies in no area; in a file of a few it mostly would.
    """
    taken = {str(one.area.pk): one for one in lines if one.area and one.may_be_kept}
    drawn = {key: line.drawn.geometry for key, line in taken.items() if line.drawn.geometry}
    if not drawn:
        return
    try:
        odd = _odd(drawn, user, gaps=gaps)
    except children.ReaderError:
        for line in taken.values():
            line.said.append(sentence("not-compared", {}))
        return
    for key, code, other, share in odd:
        taken[key].said.append(sentence(code, _params(code, other, share)))


def _params(code: str, other: Area, share: float) -> dict[str, Any]:
    name = "sibling" if code == "on-sibling" else "parent"
    return {"percent": _percent(share), name: other}


def _odd(
    drawn: dict[str, dict[str, Any]], user: User, *, gaps: bool
) -> list[tuple[str, str, Area, float]]:
    """Return (key of a drawn area, what is odd, the area it is odd with, percent).

    Raises ReaderError when the boundaries cannot be compared.
    """
    areas = {str(one.pk): one for one in Area.objects.visible_to(user).valid_on()}
    by_path = {one.path: key for key, one in areas.items()}
    geometries = {key: one.boundary for key, one in areas.items() if one.boundary}
    geometries |= drawn
    told: dict[str, Any] = {
        "geometries": geometries,
        "parents": {
            key: by_path[one.path[: -Area.steplen]]
            for key, one in areas.items()
            if one.path[: -Area.steplen] in by_path
        },
        "asked": [key for key in drawn if key in areas],
    }
    answer = ask_polygon_reader("compare", pickle.dumps(told))
    found = [
        (key, "outside-parent", areas[told["parents"][key]], share)
        for key, share in answer["outside"]
    ]
    for one, other, share in answer["on_each_other"]:
        pairs = ((one, other), (other, one))
        found += [(key, "on-sibling", areas[beside], share) for key, beside in pairs]
    if gaps:
        found += [
            (key, "gap", areas[parent], share)
            for parent, share in answer["uncovered"]
            for key in drawn
        ]
    return [one for one in found if one[0] in drawn]


def _percent(share: float) -> str:
    return f"{share:.1f}" if share < 10 else f"{share:.0f}"
