"""The solver behind :mod:`suppress`: which further cells must go, and what an attacker then knows.

Cells are whole numbers x with known sums A x = 0 (a total minus its parts). An attacker knows every
published cell, every sum, and a floor for the rest. A suppressed cell cannot be recovered when
another whole-number table exists that has the same published cells and another value there. Such a
table is x + d with A d = 0; d is searched by a mixed integer program that pays for every cell that
must be suppressed beyond those that are, so each search protects at the least further cost.
"""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, sparse

from safecommunity.lib.stats.errors import CannotProtect


@dataclass(frozen=True)
class CellSystem:
    """Cells with their sums: ``values`` (n,) of whole numbers; ``sums`` (m, n), A x = 0; ``floor``
    (n,) the least value an attacker allows an unpublished cell; ``free`` (n,) cells that are never
    published anyway; ``fixed`` (n,) cells that must be published; ``cost`` (n,) of suppressing.
    """

    values: np.ndarray
    sums: sparse.csr_array
    floor: np.ndarray
    free: np.ndarray
    fixed: np.ndarray
    cost: np.ndarray


def _alternative(
    system: CellSystem, target: int, suppressed: np.ndarray, width: int
) -> np.ndarray | None:
    """The cheapest d with A d = 0 and d[target] = ±width; None when there is none.

    Variables: d (n, whole), z (n, 0/1: this published cell must go), s (0/1: the sign at target).
    """
    n = len(system.values)
    hidden = suppressed | system.free
    may_go = ~hidden & ~system.fixed
    reach = float(width)
    down = np.minimum(system.values - system.floor, reach)
    low = np.where(hidden | may_go, -np.maximum(down, 0), 0)
    high = np.where(hidden | may_go, reach, 0.0)
    eye = sparse.eye_array(n, format="csr")
    column = sparse.csr_array((n, 1))
    at_target = sparse.csr_array(([1.0], ([0], [target])), shape=(1, n))
    none = sparse.csr_array((1, n))
    opened = sparse.diags_array(np.where(may_go, high, 0.0))
    closed = sparse.diags_array(np.where(may_go, low, 0.0))
    only = sparse.diags_array(may_go.astype(float)) @ eye
    rows = [
        optimize.LinearConstraint(
            sparse.hstack([system.sums, sparse.csr_array((system.sums.shape[0], n + 1))]), 0, 0
        ),
        optimize.LinearConstraint(sparse.hstack([only, -opened, column]), -np.inf, 0),
        optimize.LinearConstraint(sparse.hstack([only, -closed, column]), 0, np.inf),
        optimize.LinearConstraint(
            sparse.hstack([at_target, none, sparse.csr_array([[2 * reach]])]), reach, reach
        ),
    ]
    cost = np.concatenate([np.zeros(n), np.where(may_go, system.cost, 0.0), [1e-6]])
    bounds = optimize.Bounds(
        np.concatenate([low, np.zeros(n + 1)]),
        np.concatenate([high, np.where(may_go, 1.0, 0.0), [1.0]]),
    )
    found = optimize.milp(cost, constraints=rows, bounds=bounds, integrality=np.ones(2 * n + 1))
    return None if found.x is None else np.round(found.x[:n]).astype(int)


def protect(system: CellSystem, primary: np.ndarray, width: int, names: list[str]) -> np.ndarray:
    """Which cells to suppress, shape (n,) of bool: ``primary`` and what must go with them.

    Every suppressed cell then has another value, ``width`` away, in a table that an attacker cannot
    tell from the true one. Greedy over the primary cells, largest first (the least room first), so
    the result is sound but not always the smallest possible. Raises CannotProtect when cells that
    must be published leave no way.
    """
    suppressed, safe = primary.copy(), np.zeros(len(primary), dtype=bool)
    todo = sorted(np.flatnonzero(primary).tolist(), key=lambda i: -system.values[i])
    while todo:
        target = todo.pop(0)
        if safe[target]:
            continue
        d = _alternative(system, target, suppressed, width)
        if d is None:
            raise CannotProtect("cells", name=names[target])
        moved = (d != 0) & ~system.free
        new = moved & ~suppressed
        suppressed |= new
        safe |= np.abs(d) >= width
        exposed = np.flatnonzero(suppressed & ~safe).tolist()
        todo.extend(i for i in exposed if i not in todo)
    return suppressed


def attack(system: CellSystem, suppressed: np.ndarray) -> dict[int, tuple[float, float]]:
    """What an attacker learns about each suppressed cell by linear programming over all published
    cells and sums: the least and the greatest value possible (infinite when unbounded).
    """
    open_cells = np.flatnonzero(suppressed | system.free)
    known = np.flatnonzero(~(suppressed | system.free))
    right = -(system.sums[:, known] @ system.values[known])
    matrix = system.sums[:, open_cells]
    used = np.flatnonzero(np.diff(matrix.tocsr().indptr) > 0)
    matrix, right = matrix.tocsr()[used], right[used]
    bounds = [(float(system.floor[i]), None) for i in open_cells]
    learnt = {}
    for place, cell in enumerate(open_cells):
        if not suppressed[cell]:
            continue
        goal = np.zeros(len(open_cells))
        goal[place] = 1.0
        ends = []
        for sign in (1, -1):
            found = optimize.linprog(sign * goal, A_eq=matrix, b_eq=right, bounds=bounds)
            ends.append(sign * found.fun if found.status == 0 else np.inf)
        learnt[int(cell)] = (float(ends[0]), float(ends[1]))
    return learnt
