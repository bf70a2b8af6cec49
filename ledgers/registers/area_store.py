"""Areas looked up by code or name and hung into the tree, chunk by chunk.

Each goes through the services of `communities.services.areas`: a street has some hundred areas, and
the tree, the names that are told apart and the trail are theirs to keep.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import audit
from communities.area_names import AreaNames, SeveralAreas, UnknownArea, spoken
from communities.boundaries import read_boundaries
from communities.boundary_words import sentence
from communities.models import Area, AreaKind
from communities.permissions import AREA_CHANGE
from communities.services.areas import add_area, change_area
from ledgers.declaration import CONFLICT, Addition, Change, Order, Stored, Undone, Values
from ledgers.problems import Problem, by_rule
from ledgers.standing import stood_on
from lib.errors import BadUpload, DomainError, Outdated

#: Columns that a row may change; where an area lies is changed by its own page.
COLUMNS = ("name", "households", "surface", "latitude", "longitude")
#: What the end of a name says about the level.
ENDINGS = (
    (AreaKind.GRID, re.compile(r"网格.{0,4}$")),
    (AreaKind.COMMUNITY, re.compile(r"(社区|村|居委会|村委会|居民区)$")),
    (AreaKind.STREET, re.compile(r"(街道|镇|乡|街道办|办事处)$")),
    (AreaKind.DISTRICT, re.compile(r"(区|县)$")),
    (AreaKind.CITY, re.compile(r"(市|州|盟)$")),
    (AreaKind.BUILDING, re.compile(r"(楼|栋|幢|号楼|座|单元)$")),
)
#: Digits that the local number of an area has behind the code of the area that it lies in.
LOCAL_DIGITS = 3


def kind_of(values: Values, parent: Area | None = None) -> str:
    """Return the level of an area: the one given, the one its name says, the next below."""
    if kind := values.get("kind"):
        return str(kind)
    name = str(values.get("name") or "")
    for kind, ending in ENDINGS:
        if ending.search(name):
            return kind.value
    below = [kind for kind in AreaKind if parent and parent.may_hold(kind)]
    return below[0].value if below else ""


@dataclass
class Tree:
    """The areas that somebody may change, found by code and name; new ones are added to it."""

    names: AreaNames

    def parent_of(self, values: Values, order: Order) -> Area:
        """Return the area in which a row lies. Raises UnknownArea, SeveralAreas.

        That is the one it names, else the one whose division code begins its own, else the batch's.
        """
        if named := values.get("parent"):
            return self.names.find(named)
        code = str(values.get("code") or "")
        above = [one for one in self.names.by_code if code.startswith(one) and code != one]
        return self.names.by_code[max(above, key=len)] if above else order.area

    def add(self, area: Area) -> None:
        """Let the rows below name it."""
        self.names.by_code[area.code] = area
        self.names.by_name.setdefault(spoken(area.name), []).append(area)

    def next_code(self, parent: Area) -> str:
        """Return the next local number behind the code of `parent`."""
        size = len(parent.code) + LOCAL_DIGITS
        used = {
            int(code[-LOCAL_DIGITS:])
            for code in Area.objects.filter(code__startswith=parent.code).values_list(
                "code", flat=True
            )
            if len(code) == size and code[-LOCAL_DIGITS:].isdigit()
        }
        return f"{parent.code}{max(used, default=0) + 1:0{LOCAL_DIGITS}d}"


class AreaStore:
    """The areas of a street, from Excel."""

    # --- looking up -------------------------------------------------------------------------------
    def find(self, order: Order, rows: Sequence[Values]) -> Sequence[Sequence[Stored]]:
        """Return the area of the code; without a code those of the name, in its parent if named."""
        names = AreaNames(order.actor, AREA_CHANGE)
        return [[_stored(area, row) for area in _meant(names, row)] for row in rows]

    # --- writing ----------------------------------------------------------------------------------
    def add(self, order: Order, rows: Sequence[Addition]) -> Mapping[int, Problem]:
        """Hang new areas into the tree, the larger ones first."""
        tree = Tree(AreaNames(order.actor, AREA_CHANGE))
        drawn, refused = _drawn({row.number: row.values for row in rows})
        waiting = [row for row in rows if row.number not in refused]
        named = {spoken(str(row.values["name"])) for row in rows}
        while waiting:
            left: list[Addition] = []
            for row in waiting:
                try:
                    self._add(order, tree, row, drawn.get(row.number))
                except UnknownArea:
                    left.append(row)  # its parent may come further down
                except (DomainError, ValidationError, SeveralAreas) as error:
                    refused[row.number] = _refusal(error)
            if len(left) == len(waiting) and not _add_above(order, tree, left, named):
                break
            waiting = left
        for row in waiting:
            value = str(row.values.get("parent"))
            refused[row.number] = Problem("parent", "unknown-area", {"value": value})
        return refused

    def _add(
        self, order: Order, tree: Tree, row: Addition, boundary: dict[str, Any] | None
    ) -> None:
        parent = tree.parent_of(row.values, order)
        fields = {name: row.values[name] for name in COLUMNS if row.values.get(name) is not None}
        with transaction.atomic():
            area = add_area(
                actor=order.actor,
                parent=parent,
                id=row.key,
                kind=kind_of(row.values, parent),
                code=row.values.get("code") or tree.next_code(parent),
                boundary=boundary,
                **fields,
            )
        tree.add(area)

    def change(self, order: Order, rows: Sequence[Change]) -> Mapping[int, Problem]:
        """Change what a row says otherwise of an area."""
        there = _held(order, [row.key for row in rows])
        drawn, refused = _drawn({row.number: row.values for row in rows})
        for row in rows:
            area = there.get(row.key)
            if row.number in refused:
                continue
            if area is None or area.revision != row.revision:
                refused[row.number] = Problem("", CONFLICT)
                continue
            values = {name: row.values[name] for name in COLUMNS if name in row.values}
            if row.number in drawn:
                values["boundary"] = drawn[row.number]
            try:
                _change(order, area, values)
            except (DomainError, ValidationError) as error:
                refused[row.number] = _refusal(error)
        return refused

    # --- undoing ----------------------------------------------------------------------------------
    def undo(self, order: Order, rows: Sequence[Undone]) -> Mapping[UUID, str]:
        """Take out areas on which nothing stands; put back what nobody has changed since."""
        there = _held(order, [row.key for row in rows])
        stayed: dict[UUID, str] = {}
        taken = stood_on(Area, [row.key for row in rows if row.before is None])
        for row in rows:
            area = there.get(row.key)
            if area is None:
                continue
            if area.revision != row.revision:
                stayed[row.key] = _("%s: changed by hand since") % area
            elif row.before is not None:
                _change(order, area, _back(row.before))
            elif row.key in taken or _has_parts(area):
                stayed[row.key] = _("%s: something stands on it by now") % area
            else:
                above = Area.objects.get_parent(area)
                _take_out(order, area)
                if _made_by(above, order) and not (_has_parts(above) or stood_on(Area, [above.pk])):
                    _take_out(order, above)
        return stayed


def may_be_made(name: str, order: Order) -> bool:
    """Tell whether an area of this name, which is not there, is made with a row that lies in it.

    That is the case for the level directly below the batch's area: the community of a grid in a
    list of a street's grids. A code is no name.
    """
    kind = kind_of({"name": name}, order.area)
    return bool(kind) and order.area.may_hold(kind) and not name.isdigit()


def _add_above(order: Order, tree: Tree, rows: Sequence[Addition], named: set[str]) -> int:
    """Add the areas in which `rows` lie and which no row of the file is; return how many."""
    parents = {spoken(name): name for row in rows if (name := str(row.values.get("parent") or ""))}
    added = 0
    for key, name in parents.items():
        if key in named or key in tree.names.by_name or not may_be_made(name, order):
            continue
        try:
            with transaction.atomic():
                area = add_area(
                    actor=order.actor,
                    parent=order.area,
                    id=_key_above(order, name),
                    kind=kind_of({"name": name}, order.area),
                    code=tree.next_code(order.area),
                    name=name,
                )
        except ValidationError:
            continue  # too long a name: the rows that lie in it are refused
        tree.add(area)
        added += 1
    return added


def _key_above(order: Order, name: str) -> UUID:
    """Return the key of an area that a batch adds without a row: undoing knows it by that."""
    return uuid5(order.batch or order.area.pk, spoken(name))


def _made_by(area: Area | None, order: Order) -> TypeGuard[Area]:
    return area is not None and area.pk == _key_above(order, area.name)


def _meant(names: AreaNames, row: Values) -> Iterable[Area]:
    code = str(row.get("code") or "")
    if code:
        return [names.by_code[code]] if code in names.by_code else []
    same = names.by_name.get(spoken(str(row.get("name") or "")), [])
    parent = str(row.get("parent") or "")
    if not parent:
        return same
    return [one for one in same if _lies_in(one, parent)]


def _lies_in(area: Area, parent: str) -> bool:
    """Tell whether the area directly above has this code or name."""
    above = Area.objects.filter(path=area.path[: -Area.steplen])
    return above.filter(Q(code=parent) | Q(name=parent)).exists()


def _has_parts(area: Area) -> bool:
    return Area.objects.subtree(area).exclude(pk=area.pk).exists()


def _stored(area: Area, row: Values) -> Stored:
    values: dict[str, Any] = {name: getattr(area, name) for name in COLUMNS}
    values |= {"code": area.code, "kind": area.kind, "boundary": _text(area.boundary)}
    said = row.get("boundary")
    if said and area.boundary and _geometry(str(said)) == area.boundary:
        values["boundary"] = said
    return Stored(key=area.pk, revision=area.revision, title=str(area), values=values)


def _held(order: Order, keys: Sequence[UUID]) -> dict[UUID, Area]:
    rows = Area.objects.where_allowed(order.actor, AREA_CHANGE).filter(pk__in=keys)
    return {area.pk: area for area in rows.select_for_update()}


def _change(order: Order, area: Area, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(area, name, value)
    with transaction.atomic():
        change_area(actor=order.actor, record=area, code="communities.area")


def _back(before: Values) -> dict[str, Any]:
    values = dict(before)
    if "boundary" in values:
        values["boundary"] = json.loads(values["boundary"]) if values["boundary"] else None
    return values


def _take_out(order: Order, area: Area) -> None:
    gone = audit.last_values(area)
    entry = audit.entry(
        actor=order.actor, code="communities.record.deleted", target=area, changes=gone
    )
    Area.objects.get(pk=area.pk).delete()
    audit.keep([entry])


def _refusal(error: Exception) -> Problem:
    if isinstance(error, Outdated):
        return Problem("", CONFLICT)
    if isinstance(error, SeveralAreas):
        return Problem("parent", "several-areas", {"value": ""})
    words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    return by_rule("", words)


def _text(boundary: dict[str, Any] | None) -> str:
    return json.dumps(boundary, ensure_ascii=False) if boundary else ""


def _geometry(text: str) -> dict[str, Any] | None:
    """Return the geometry in a text of GeoJSON, None when it is none."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    if isinstance(found, dict) and found.get("type") == "Feature":
        found = found.get("geometry")
    return found if isinstance(found, dict) else None


def _drawn(
    rows: Mapping[int, Values],
) -> tuple[dict[int, dict[str, Any]], dict[int, Problem]]:
    """Return the boundaries of the rows that have one, and what is wrong with others.

    All are looked at in one process, which may die of them.
    """
    given = {number: str(row["boundary"]) for number, row in rows.items() if row.get("boundary")}
    found: dict[int, dict[str, Any]] = {}
    refused: dict[int, Problem] = {}
    shapes = {number: _geometry(text) for number, text in given.items()}
    for number in [number for number, shape in shapes.items() if shape is None]:
        refused[number] = _bad_boundary(_("The boundary is no GeoJSON."))
        del shapes[number]
    if not shapes:
        return found, refused
    features = [{"type": "Feature", "properties": {}, "geometry": one} for one in shapes.values()]
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    try:
        drawn = read_boundaries(data)
    except BadUpload as error:
        return found, refused | {number: _bad_boundary(str(error)) for number in shapes}
    for number, one in zip(shapes, drawn, strict=True):
        if one.geometry is None:
            refused[number] = _bad_boundary(sentence(*one.fault) if one.fault else "")
        else:
            found[number] = one.geometry
    return found, refused


def _bad_boundary(words: str) -> Problem:
    return by_rule("boundary", words)
