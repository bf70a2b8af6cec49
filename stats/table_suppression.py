"""Suppression in tables with totals, in linked tables and in cross-tables of records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import numpy as np

from stats import arrays, checks
from stats.errors import MissingValue, OutOfRange, StrataMismatch
from stats.suppress import NOTHING, SAYS, suppress_cells
from stats.words import Phrase, Result

MAXIMUM_CELLS = 20_000  # beyond it the search takes minutes
CELLS_ALLOWED = Phrase(
    en=f"at most {MAXIMUM_CELLS} combinations", zh=f"最多 {MAXIMUM_CELLS} 种组合"
)

SUPPRESSED = Phrase(
    en="{hidden} of {n} cells and totals are suppressed.",
    zh="{n} 个单元格和合计中隐去 {hidden} 个。",
)

Grid = tuple[tuple[int | None, ...], ...]


@dataclass(frozen=True)
class SuppressedTable(Result):
    """A table for publication: None marks what is suppressed."""

    table: Grid
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None

    def sentence(self, language: str = "en") -> str:
        """How many of its cells are suppressed."""
        cells = [x for row in (*self.table, self.row_totals, self.column_totals) for x in row]
        cells.append(self.total)
        hidden = sum(cell is None for cell in cells)
        return (SUPPRESSED if hidden else NOTHING).say(language, n=len(cells), hidden=hidden)


@dataclass(frozen=True)
class SuppressedTables(Result):
    """``tables`` for publication, in the order given; ``primary``, ``secondary`` and ``bounds`` as
    in Suppression, for the office only.
    """

    tables: tuple[SuppressedTable, ...]
    primary: tuple[str, ...]
    secondary: tuple[str, ...]
    bounds: dict[str, tuple[float, float]]
    limit: int

    def sentence(self, language: str = "en") -> str:
        """How many cells of all tables were suppressed, and that none can be recovered."""
        n = sum((len(t.table) + 1) * (len(t.column_totals) + 1) for t in self.tables)
        phrase = SAYS if self.primary else NOTHING
        return phrase.say(language, n=n, primary=len(self.primary), secondary=len(self.secondary))


def _names(k: int, rows: int, columns: int) -> tuple[list[list[str]], list[str]]:
    cells = [[f"tables[{k}][{i}][{j}]" for j in range(columns)] for i in range(rows)]
    return cells, [f"column_totals[{k}][{j}]" for j in range(columns)]


def _check_shared(grids: list[np.ndarray]) -> None:
    for k, grid in enumerate(grids[1:], start=1):
        checks.same_length(**{"tables[0]": grids[0], f"tables[{k}]": grid})
        for i, (found, expected) in enumerate(
            zip(grid.sum(axis=1).tolist(), grids[0].sum(axis=1).tolist(), strict=True)
        ):
            if found != expected:
                raise StrataMismatch(
                    f"tables[{k}]",
                    position=i,
                    other=f"tables[0][{i}]",
                    found=f"{found:g}",
                    expected=f"{expected:g}",
                )


def suppress_tables(
    tables: Sequence[Sequence[Sequence[int]]],
    *,
    limit: int = 5,
    zeros: str = "publish",
    width: int = 1,
) -> SuppressedTables:
    """Suppress small cells of tables that share their rows (area by cause, area by age group).

    Args:
        tables: each a list of rows of counts, without totals. All have the same rows in the same
            order, with the same row totals (they count the same records).
        limit: counts from 1 to ``limit`` - 1 are too small to publish.
        zeros: ``publish``, or ``suppress`` to treat 0 as a small count too.
        width: as in ``suppress_cells``.

    Returns:
        SuppressedTables. Row totals and the grand total are the same in all tables. Names in
        ``primary``, ``secondary``, ``bounds``: ``tables[k][i][j]``, ``row_totals[i]``,
        ``column_totals[k][j]``, ``total``.

    Raises:
        StrataMismatch for rows of other length, or row totals that differ between tables; the
        errors of ``suppress_cells``.

    Source:
        As ``suppress_cells``.
    """
    given = checks.items(tables, "tables")
    grids = [arrays.table(table, f"tables[{k}]") for k, table in enumerate(given)]
    _check_shared(grids)
    row_names = [f"row_totals[{i}]" for i in range(len(grids[0]))]
    cells: dict[str, int] = {}
    equations: list[dict[str, Any]] = [{"total": "total", "parts": row_names}]
    names = [_names(k, *grid.shape) for k, grid in enumerate(grids)]
    for grid, (inner, columns) in zip(grids, names, strict=True):
        whole = grid.astype(int)
        cells |= {
            name: int(v)
            for row, line in zip(inner, whole, strict=True)
            for name, v in zip(row, line, strict=True)
        }
        cells |= dict(zip(columns, whole.sum(axis=0).tolist(), strict=True))
        cells |= dict(zip(row_names, whole.sum(axis=1).tolist(), strict=True))
        equations += [{"total": r, "parts": row} for r, row in zip(row_names, inner, strict=True)]
        equations += [
            {"total": c, "parts": [row[j] for row in inner]} for j, c in enumerate(columns)
        ]
        equations.append({"total": "total", "parts": columns})
    cells["total"] = int(grids[0].sum())
    done = suppress_cells(cells, equations, limit=limit, zeros=zeros, width=width)
    published = tuple(
        SuppressedTable(
            tuple(tuple(done.cells[name] for name in row) for row in inner),
            tuple(done.cells[name] for name in row_names),
            tuple(done.cells[name] for name in columns),
            done.cells["total"],
        )
        for inner, columns in names
    )
    return SuppressedTables(published, done.primary, done.secondary, done.bounds, done.limit)


def suppress_table(
    table: Sequence[Sequence[int]], *, limit: int = 5, zeros: str = "publish", width: int = 1
) -> SuppressedTable:
    """Suppress small cells of one table that is published with its totals.

    Args:
        table: a list of rows of counts, without totals.
        limit: counts from 1 to ``limit`` - 1 are too small to publish.
        zeros: ``publish``, or ``suppress`` to treat 0 as a small count too.
        width: as in ``suppress_cells``.

    Returns:
        SuppressedTable: the table, ``row_totals``, ``column_totals`` and ``total`` with None where
        something is suppressed.

    Raises:
        As ``suppress_tables``.

    Source:
        As ``suppress_cells``.
    """
    arrays.table(table, "table")
    return suppress_tables([table], limit=limit, zeros=zeros, width=width).tables[0]


@dataclass(frozen=True)
class SuppressedMargins(Result):
    """``tables`` for publication: one list of rows per table, each row a dict of its dimensions
    with ``count``; a dimension that is summed over is absent. The rest as in Suppression.
    """

    tables: tuple[tuple[dict[str, Any], ...], ...]
    primary: tuple[str, ...]
    secondary: tuple[str, ...]
    bounds: dict[str, tuple[float, float]]
    limit: int

    def sentence(self, language: str = "en") -> str:
        """How many numbers were suppressed, and that none can be recovered."""
        n = len({_name(row) for table in self.tables for row in table})
        phrase = SAYS if self.primary else NOTHING
        return phrase.say(language, n=n, primary=len(self.primary), secondary=len(self.secondary))


def _name(values: Mapping[str, Any]) -> str:
    parts = [f"{key}={values[key]}" for key in sorted(values) if key != "count"]
    return ", ".join(parts) or "total"


class _Cube:
    """Counts by all dimensions, and the names of every margin of it."""

    def __init__(self, records: Sequence[Mapping[str, Any]]) -> None:
        rows = [
            checks.mapping(record, "records", position=i)
            for i, record in enumerate(checks.items(records, "records"))
        ]
        self.dimensions = sorted(set(rows[0]) - {"count"})
        self.levels: dict[str, list[Any]] = {d: [] for d in self.dimensions}
        self.counts: dict[tuple[Any, ...], int] = {}
        for i, row in enumerate(rows):
            self._add(row, i)
        if self.size(self.dimensions) > MAXIMUM_CELLS:
            raise OutOfRange("records", value=self.size(self.dimensions), allowed=CELLS_ALLOWED)

    def _add(self, record: Mapping[str, Any], position: int) -> None:
        for d in self.dimensions:
            if record.get(d) is None:
                raise MissingValue(f"records[{position}].{d}")
            if record[d] not in self.levels[d]:
                self.levels[d].append(record[d])
        count = checks.whole_count(record.get("count", 1), "records", position=position)
        key = tuple(record[d] for d in self.dimensions)
        self.counts[key] = self.counts.get(key, 0) + count

    def size(self, dimensions: Sequence[str]) -> int:
        """How many cells a table of these dimensions has."""
        return int(np.prod([len(self.levels[d]) for d in dimensions]))

    def cells(self, dimensions: Sequence[str]) -> list[dict[str, Any]]:
        """Every combination of levels, as a dict."""
        combos = product(*(self.levels[d] for d in dimensions))
        return [dict(zip(dimensions, combo, strict=True)) for combo in combos]

    def margin(self, dimensions: Sequence[str]) -> dict[str, int]:
        """Name → count summed over all other dimensions."""
        sums = {_name(cell): 0 for cell in self.cells(dimensions)}
        for key, count in self.counts.items():
            full = dict(zip(self.dimensions, key, strict=True))
            sums[_name({d: full[d] for d in dimensions})] += count
        return sums

    def sums(self, coarse: Sequence[str], fine: Sequence[str]) -> list[dict[str, Any]]:
        """Equations: each cell of ``coarse`` is the sum of its cells of ``fine``."""
        parts: dict[str, list[str]] = {}
        for cell in self.cells(fine):
            parts.setdefault(_name({d: cell[d] for d in coarse}), []).append(_name(cell))
        return [{"total": total, "parts": names} for total, names in parts.items()]


def _margins(tables: Sequence[Sequence[str]], cube: _Cube) -> list[tuple[str, ...]]:
    for k, table in enumerate(tables):
        for d in table:
            checks.choice(d, cube.dimensions, f"tables[{k}]")
    found = {
        m
        for table in tables
        for r in range(len(table) + 1)
        for m in combinations(sorted(set(table)), r)
    }
    return sorted(found, key=lambda m: (len(m), m))


def suppress_margins(
    records: Sequence[Mapping[str, Any]],
    tables: Sequence[Sequence[str]],
    *,
    limit: int = 5,
    zeros: str = "publish",
    width: int = 1,
) -> SuppressedMargins:
    """Suppress small cells of several cross-tables of the same records, all published together.

    Args:
        records: dicts with the same dimensions each, and ``count`` (1 when absent):
            ``{"area": "A", "cause": "fall", "sex": "f", "count": 3}``.
        tables: the cross-tables to publish, each a list of dimensions: ``[["area", "cause"],
            ["area", "sex"]]``. Each is published with all its totals; totals that tables share are
            the same number.
        limit, zeros, width: as in ``suppress_cells``.

    Returns:
        SuppressedMargins. The attacker is also taken to know that all tables come from one set of
        records, which ties tables together beyond their common totals.

    Raises:
        UnknownChoice for a dimension that the records do not have; MissingValue for a record
        without one; OutOfRange above 20,000 combinations; EmptyInput; the errors of
        ``suppress_cells``.

    Source:
        As ``suppress_cells``.
    """
    cube = _Cube(records)
    wanted = [
        checks.labels(table, f"tables[{k}]")
        for k, table in enumerate(checks.items(tables, "tables"))
    ]
    margins = _margins(wanted, cube)
    cells: dict[str, int] = {}
    equations: list[dict[str, Any]] = []
    for margin in margins:
        cells |= cube.margin(margin)
        finer = [m for m in margins if len(m) == len(margin) + 1 and set(margin) < set(m)]
        for other in finer or [tuple(cube.dimensions)]:
            if other != margin:
                equations += cube.sums(margin, other)
    full = tuple(cube.dimensions)
    hidden: list[str] = []
    if full not in margins:
        behind = cube.margin(full)
        cells |= behind
        hidden = list(behind)
    done = suppress_cells(cells, equations, limit=limit, zeros=zeros, width=width, hidden=hidden)
    published = tuple(
        tuple(
            {**cell, "count": done.cells[_name(cell)]}
            for margin in _margins([table], cube)[::-1]
            for cell in cube.cells(margin)
        )
        for table in wanted
    )
    return SuppressedMargins(published, done.primary, done.secondary, done.bounds, done.limit)
