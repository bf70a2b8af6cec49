"""Counts of persons as they may be published: no cell of 1 to 4, and none that could be worked out.

The total of a table stands in other tables of the same report, so it is kept whenever it is large
enough; cells are hidden behind it until nothing small can be recovered (`stats.suppress_cells`).
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext_lazy as _

import stats
from lib.indicators import (
    PROTECTED,
    SMALL,
    Asked,
    Measured,
    indicators,
    is_small,
    parts_of_all,
    protected,
)
from stats.errors import CannotProtect

#: One sign for every hidden cell: which of them are small must not be told.
HIDDEN = "*"
HIDDEN_NOTE = _("* Numbers below 5, and those from which they could be worked out, are not shown.")

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Protected(Generic[Key]):
    """A column of counts and its total, None where nothing is shown."""

    cells: dict[Key, int | None]
    total: int | None

    @property
    def complete(self) -> bool:
        """Whether nothing had to be hidden."""
        return self.total is not None and None not in self.cells.values()


def protect(counts: Mapping[Key, int]) -> Protected[Key]:
    """Protect a column whose total is published."""
    total = sum(counts.values())
    if not any(is_small(number) for number in counts.values()):
        return Protected(dict(counts), None if is_small(total) else total)
    names = {f"{place}": key for place, key in enumerate(counts)}
    cells = {name: counts[key] for name, key in names.items()} | {"total": total}
    hidden = _hidden(cells, [{"total": "total", "parts": list(names)}])
    shown = {key: None if name in hidden else counts[key] for name, key in names.items()}
    return Protected(shown, None if "total" in hidden else total)


def protect_table(
    rows: Sequence[Sequence[int]],
) -> tuple[list[Protected[int]], Protected[int]]:
    """Protect a table of counts: its rows with their totals, and the line of column totals."""
    cells, equations = _flat(rows)
    hidden = _hidden(cells, equations) if any(map(is_small, cells.values())) else set()

    def shown(name: str) -> int | None:
        return None if name in hidden else cells[name]

    columns = range(len(rows[0]))
    lines = [
        Protected({j: shown(f"{i},{j}") for j in columns}, shown(f"row {i}"))
        for i in range(len(rows))
    ]
    return lines, Protected({j: shown(f"column {j}") for j in columns}, shown("total"))


@dataclass(frozen=True)
class Crossed:
    """Tables of counts that share their rows, as causes by age and by place; None is not shown.

    `cells` by table, row and column; `columns` the totals of each table's columns, `rows` those of
    the rows that all tables share.
    """

    cells: list[list[list[int | None]]]
    columns: list[list[int | None]]
    rows: list[int | None]
    total: int | None

    @property
    def complete(self) -> bool:
        """Whether nothing had to be hidden."""
        inner = [number for table in self.cells for row in table for number in row]
        sums = [number for table in self.columns for number in table]
        return None not in (*inner, *sums, *self.rows, self.total)


def protect_crossed(tables: Sequence[Sequence[Sequence[int]]]) -> Crossed:
    """Protect tables that share their rows: what one hides, no other gives back.

    The totals of the rows stand once among the numbers that are known together.
    """
    cells, equations = _linked(tables)
    hidden = _hidden(cells, equations) if any(map(is_small, cells.values())) else set()

    def shown(name: str) -> int | None:
        return None if name in hidden else cells[name]

    down = range(len(tables[0]))
    widths = [range(len(rows[0])) for rows in tables]
    return Crossed(
        [
            [[shown(f"{t}:{i},{j}") for j in across] for i in down]
            for t, across in enumerate(widths)
        ],
        [[shown(f"{t}:column {j}") for j in across] for t, across in enumerate(widths)],
        [shown(f"row {i}") for i in down],
        shown("total"),
    )


def _linked(
    tables: Sequence[Sequence[Sequence[int]]],
) -> tuple[dict[str, int], list[dict[str, object]]]:
    """The cells of all tables by name, the row totals once, and which is the sum of which."""
    down = range(len(tables[0]))
    cells = {f"row {i}": sum(tables[0][i]) for i in down}
    cells["total"] = sum(cells.values())
    equations: list[dict[str, object]] = [
        {"total": "total", "parts": [f"row {i}" for i in down]},
    ]
    for t, rows in enumerate(tables):
        across = range(len(rows[0]))
        cells |= {f"{t}:{i},{j}": rows[i][j] for i in down for j in across}
        cells |= {f"{t}:column {j}": sum(row[j] for row in rows) for j in across}
        equations += [
            {"total": f"row {i}", "parts": [f"{t}:{i},{j}" for j in across]} for i in down
        ]
        equations += [
            {"total": f"{t}:column {j}", "parts": [f"{t}:{i},{j}" for i in down]} for j in across
        ]
        equations.append({"total": "total", "parts": [f"{t}:column {j}" for j in across]})
    return cells, equations


def published(asked: Sequence[Asked], measured: Sequence[Measured]) -> list[Measured]:
    """Return what was `measured` of all that was asked as it may be published.

    The areas beside each, and the one that holds them all, are published as well: what is small in
    one of them must not be what the others leave of the whole.
    """
    beside = [_above(one) for one in asked]
    wanted = list(dict.fromkeys(one for one in beside if one is not None))
    families = dict(zip(wanted, parts_of_all(wanted), strict=True))
    return [
        protected(indicators[one.key], found)
        if family is None
        else _in_family(one.area, families[family], found)
        for one, family, found in zip(asked, beside, measured, strict=True)
    ]


@dataclass(frozen=True)
class _Above:
    """The area above one: where it lies in the tree is all that its parts are counted by."""

    path: str
    steplen: int


def _above(asked: Asked) -> Asked | None:
    """What must be known of the area above; None where nothing is to be protected by it."""
    path, step = asked.area.path, asked.area.steplen
    if not _has_parts(asked) or len(path) == step:
        return None
    return asked._replace(area=_Above(path[:-step], step))


def _has_parts(asked: Asked) -> bool:
    definition = indicators[asked.key]
    return definition.persons and definition.parts is not None


def _in_family(area: Any, family: Mapping[str, int], measured: Measured) -> Measured:
    return measured if _stands(area, family, measured) else Measured(None, reason=PROTECTED)


def _stands(area: Any, family: Mapping[str, int], measured: Measured) -> bool:
    """Whether the count is neither small nor needed to hide one that is."""
    if is_small(measured.numerator) or area.path not in family:
        return not measured.numerator
    return protect(family).cells[area.path] is not None


def protect_months(counts: Mapping[Key, int], year_of: Mapping[Key, int]) -> dict[Key, int | None]:
    """Protect counts by month whose yearly totals are published."""
    shown: dict[Key, int | None] = {}
    for year in dict.fromkeys(year_of.values()):
        shown |= protect({key: n for key, n in counts.items() if year_of[key] == year}).cells
    return shown


def _flat(rows: Sequence[Sequence[int]]) -> tuple[dict[str, int], list[dict[str, object]]]:
    """The table with its totals as named cells, and which is the sum of which."""
    cells = {f"{i},{j}": n for i, row in enumerate(rows) for j, n in enumerate(row)}
    cells |= {f"row {i}": sum(row) for i, row in enumerate(rows)}
    cells |= {f"column {j}": sum(column) for j, column in enumerate(zip(*rows, strict=True))}
    cells["total"] = sum(map(sum, rows))
    across, down = range(len(rows[0])), range(len(rows))
    equations: list[dict[str, object]] = [
        {"total": f"row {i}", "parts": [f"{i},{j}" for j in across]} for i in down
    ]
    equations += [{"total": f"column {j}", "parts": [f"{i},{j}" for i in down]} for j in across]
    equations.append({"total": "total", "parts": [f"row {i}" for i in down]})
    return cells, equations


def _hidden(cells: dict[str, int], equations: list[dict[str, object]]) -> set[str]:
    """The names of the cells that must be hidden; all of them where less does not help."""
    keep = [] if is_small(cells["total"]) else ["total"]
    try:
        found = stats.suppress_cells(cells, equations, limit=SMALL, keep=keep)
    except CannotProtect:
        return set(cells)
    return {*found.primary, *found.secondary}
