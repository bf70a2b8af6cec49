"""Small cells kept from being read: primary and secondary suppression.

A count from 1 to ``limit`` - 1 is suppressed (primary). Alone that protects nothing, since row,
column and grand totals give it back; so further cells go with it (secondary) until none can be
recovered. All functions here share one model of the attacker: he knows every published number of
every table at once, which numbers are sums of which, that counts are whole and not negative, and
that zeros are published, so that each suppressed cell is at least 1. Show all suppressed cells by
one and the same sign: to mark which are primary would give away that they are below the limit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from stats import checks
from stats.cell_protection import CellSystem, attack, protect
from stats.errors import (
    BadShape,
    CannotProtect,
    StrataMismatch,
    UnknownChoice,
)
from stats.words import Phrase, Result

ZEROS = ("publish", "suppress")
TOTAL_COST = 4  # a total says more than a cell: suppress several cells before one total

SAYS = Phrase(
    en="Of {n} numbers {primary} are too small to publish and {secondary} more are suppressed with"
    " them; none can be recovered from the published totals.",
    zh="共 {n} 个单元格，隐去小数单元格 {primary} 个，另隐去 {secondary} 个；"
    "无法由已公布的合计推算出任何隐去的数。",
)
NOTHING = Phrase(
    en="No number is too small: all {n} are published.",
    zh="没有低于限值的单元格：{n} 个单元格全部公布。",
)

CELL_NAMES = Phrase(en="the names of cells", zh="单元格的名称")
EQUATION_NEEDED = Phrase(
    en='{{"total": name, "parts": [names]}} is needed', zh='需要 {{"total": 名称, "parts": [名称]}}'
)

Equation = Mapping[str, Any]


@dataclass(frozen=True)
class Suppression(Result):
    """``cells``: name → count, or None when suppressed; ``primary`` and ``secondary``: names;
    ``bounds``: for each suppressed cell the [low, high] that an attacker can work out (``high``
    infinite, ``null`` in JSON, when he finds no upper bound). Keep ``primary`` and ``bounds`` to
    yourself: only ``cells`` is for publication.
    """

    cells: dict[str, int | None]
    primary: tuple[str, ...]
    secondary: tuple[str, ...]
    bounds: dict[str, tuple[float, float]]
    limit: int

    def sentence(self, language: str = "en") -> str:
        """How many cells were suppressed, and that none can be recovered."""
        phrase = SAYS if self.primary else NOTHING
        return phrase.say(
            language, n=len(self.cells), primary=len(self.primary), secondary=len(self.secondary)
        )


def _equation(equation: Equation, names: Mapping[str, int], k: int) -> tuple[int, list[int]]:
    where = f"equations[{k}]"
    if not isinstance(equation, Mapping) or not {"total", "parts"} <= set(equation):
        raise BadShape(where, reason=EQUATION_NEEDED)
    for name in checks.labels([equation["total"], *checks.items(equation["parts"], where)], where):
        if name not in names:
            raise UnknownChoice(where, value=name, allowed=CELL_NAMES)
    return names[equation["total"]], [names[name] for name in equation["parts"]]


def _sums(
    values: np.ndarray, equations: Sequence[Equation], names: Mapping[str, int]
) -> sparse.csr_array:
    rows, columns, signs = [], [], []
    for k, equation in enumerate(equations):
        total, parts = _equation(equation, names, k)
        found = int(values[parts].sum())
        if found != values[total]:
            raise StrataMismatch(
                f"equations[{k}]",
                other=str(equation["total"]),
                found=found,
                expected=int(values[total]),
            )
        rows += [k] * (1 + len(parts))
        columns += [total, *parts]
        signs += [1.0] + [-1.0] * len(parts)
    return sparse.csr_array((signs, (rows, columns)), shape=(len(equations), len(values)))


def _empty(chosen: Any) -> bool:
    return isinstance(chosen, (list, tuple)) and not chosen


def _marked(names: Mapping[str, int], chosen: Sequence[str], argument: str) -> np.ndarray:
    mask = np.zeros(len(names), dtype=bool)
    for name in [] if _empty(chosen) else checks.labels(chosen, argument):
        if name not in names:
            raise UnknownChoice(argument, value=name, allowed=CELL_NAMES)
        mask[names[name]] = True
    return mask


def suppress_cells(
    cells: Mapping[str, int],
    equations: Sequence[Equation],
    *,
    limit: int = 5,
    zeros: str = "publish",
    width: int = 1,
    hidden: Sequence[str] = (),
    keep: Sequence[str] = (),
) -> Suppression:
    """Suppress small cells of any set of published numbers with known sums.

    Args:
        cells: name → count, totals included.
        equations: which cell is the sum of which: ``{"total": name, "parts": [names]}``. Give those
            of all tables that are published from the same records, with shared cells once.
        limit: counts from 1 to ``limit`` - 1 are too small to publish.
        zeros: ``publish``, or ``suppress`` to treat 0 as a small count too.
        width: how far apart two values of a suppressed cell must at least be that an attacker
            cannot tell apart (1: no exact value can be recovered).
        hidden: cells that are never published but tie others together (the records behind).
        keep: cells that must be published; a small one among them is refused.

    Returns:
        Suppression.

    Raises:
        CannotProtect when ``keep`` leaves no way; StrataMismatch when an equation does not add up;
        NotWhole, NegativeCount, MissingValue, NotNumeric, NotFinite, OutOfRange, UnknownChoice,
        BadShape, EmptyInput.

    Source:
        Fischetti, Salazar, Management Science 2001;47:1008-1027 (the cell suppression problem);
        Willenborg, de Waal, Elements of Statistical Disclosure Control, 2001.
    """
    names = {name: i for i, name in enumerate(checks.mapping(cells, "cells"))}
    values = np.array([checks.whole_count(v, "cells", position=k) for k, v in cells.items()])
    limit = checks.whole(limit, "limit", low=2, high=1000)
    width = checks.whole(width, "width", low=1, high=1000)
    suppress_zeros = checks.choice(zeros, ZEROS, "zeros") == "suppress"
    given = checks.items(equations, "equations")
    sums = _sums(values, given, names)
    free, fixed = _marked(names, hidden, "hidden"), _marked(names, keep, "keep")
    primary = (values < limit) & ~free & (suppress_zeros | (values > 0))
    # zeros are published, so whoever sees a suppressed cell knows that it is at least 1
    floor = np.where(free | suppress_zeros, 0, 1)
    totals = np.zeros(len(values))
    totals[[names[equation["total"]] for equation in given]] = 1
    cost = (1 + np.log1p(values)) * (1 + (TOTAL_COST - 1) * totals)
    shown_zeros = (values == 0) & ~free & (not suppress_zeros)
    system = CellSystem(values, sums, floor, free, fixed | shown_zeros, cost)
    labels = list(cells)
    for name in keep:
        if primary[names[name]]:
            raise CannotProtect("keep", name=name)
    suppressed = protect(system, primary, width, labels)
    learnt = attack(system, suppressed)
    return Suppression(
        {
            name: None if suppressed[i] else int(values[i])
            for name, i in names.items()
            if not free[i]
        },
        tuple(labels[i] for i in np.flatnonzero(primary)),
        tuple(labels[i] for i in np.flatnonzero(suppressed & ~primary)),
        {labels[i]: ends for i, ends in learnt.items()},
        limit,
    )
