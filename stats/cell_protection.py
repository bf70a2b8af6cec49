"""The solver behind :mod:`suppress`: which further cells must go, and what an attacker then knows.

Cells are whole numbers x with known sums A x = 0 (a total minus its parts). An attacker knows every
published cell, every sum, and a floor for the rest. A suppressed cell cannot be recovered when
another whole-number table exists that has the same published cells and another value there. Such a
table is x + d with A d = 0; d is searched by a mixed integer program that pays for every cell that
must be suppressed beyond those that are, so each search protects at the least further cost.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy import optimize, sparse

from stats.errors import CannotProtect

PRUNING_EFFORT = 20_000  # pairs of cells up to which needless suppressions are looked for
SWEEPS = 8  # rounds of pushing at random before cells are looked at one by one


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


def _reach(system: CellSystem, cells: np.ndarray, width: int) -> optimize.Bounds:
    """How far each of ``cells`` may move without passing its floor, ``width`` at most."""
    down = np.clip(system.values[cells] - system.floor[cells], 0, width)
    return optimize.Bounds(-down.astype(float), np.full(len(cells), float(width)))


def _sums_of(system: CellSystem, cells: np.ndarray) -> sparse.csr_array:
    """The sums that touch ``cells``, with the columns of ``cells`` only."""
    matrix = system.sums[:, cells].tocsr()
    return matrix[np.flatnonzero(np.diff(matrix.indptr))]


def _alternative(
    system: CellSystem, target: int, suppressed: np.ndarray, width: int
) -> np.ndarray | None:
    """The cheapest d with A d = 0 and d[target] = ±width; None when there is none.

    Variables: d (whole) for every cell that may move, z (0/1: this published cell must go) for
    those among them that are still published, s (0/1: the sign at target).
    """
    hidden = suppressed | system.free
    cells = np.flatnonzero(hidden | ~system.fixed)
    going = np.flatnonzero(~hidden[cells])
    n, k = len(cells), len(going)
    reach, sums = _reach(system, cells, width), _sums_of(system, cells)
    pick = sparse.csr_array((np.ones(k), (np.arange(k), going)), shape=(k, n))
    to_z = sparse.diags_array(reach.ub[going]) if k else sparse.csr_array((0, 0))
    to_low = sparse.diags_array(reach.lb[going]) if k else sparse.csr_array((0, 0))
    side = sparse.csr_array((k, 1))
    at = sparse.csr_array(([1.0], ([0], [int(np.searchsorted(cells, target))])), shape=(1, n))
    sign = sparse.hstack([at, sparse.csr_array((1, k)), sparse.csr_array([[2.0 * width]])])
    rest = sparse.csr_array((sums.shape[0], k + 1))
    rules = [
        optimize.LinearConstraint(sparse.hstack([sums, rest]), 0, 0),
        optimize.LinearConstraint(sign, width, width),
    ]
    if k:
        rules += [
            optimize.LinearConstraint(sparse.hstack([pick, -to_z, side]), -np.inf, 0),
            optimize.LinearConstraint(sparse.hstack([pick, -to_low, side]), 0, np.inf),
        ]
    found = optimize.milp(
        np.concatenate([np.zeros(n), system.cost[cells[going]], [1e-6]]),
        constraints=rules,
        bounds=optimize.Bounds(
            np.append(reach.lb, np.zeros(k + 1)), np.append(reach.ub, np.ones(k + 1))
        ),
        integrality=np.ones(n + k + 1),
    )
    if found.x is None:
        return None
    d = np.zeros(len(system.values), dtype=int)
    d[cells] = np.round(found.x[:n])
    return d


def _sweep(system: CellSystem, suppressed: np.ndarray, width: int) -> np.ndarray:
    """Suppressed cells that are safe as things stand, shape (n,) of bool, many found at a time.

    Each round pushes the cells not yet known to be safe in random directions as far as all sums
    allow; what moves by ``width`` is safe. What is left over is not proved unsafe.
    """
    cells = np.flatnonzero(suppressed | system.free)
    generator = np.random.default_rng(1)
    safe = np.zeros(len(suppressed), dtype=bool)
    if not len(cells):
        return safe
    rule = optimize.LinearConstraint(_sums_of(system, cells), 0, 0)
    reach = _reach(system, cells, width)
    for _ in range(SWEEPS):
        wanted = (suppressed & ~safe)[cells]
        if not wanted.any():
            break
        push = generator.normal(size=len(cells)) * wanted
        found = optimize.milp(push, constraints=rule, bounds=reach, integrality=np.ones(len(cells)))
        if found.x is not None:
            safe[cells] |= np.abs(np.round(found.x)) >= width
    return safe & suppressed


def _holds(system: CellSystem, suppressed: np.ndarray, width: int) -> bool:
    """Whether every suppressed cell is safe as things stand, without suppressing any more."""
    sealed = replace(system, fixed=np.ones(len(suppressed), dtype=bool))
    safe = _sweep(system, suppressed, width)
    for cell in np.flatnonzero(suppressed & ~safe).tolist():
        if not safe[cell]:
            d = _alternative(sealed, cell, suppressed, width)
            if d is None:
                return False
            safe |= np.abs(d) >= width
    return True


def _pruned(
    system: CellSystem, primary: np.ndarray, suppressed: np.ndarray, width: int
) -> np.ndarray:
    """Publish again, the dearest first, what later choices have made needless to suppress."""
    extra = np.flatnonzero(suppressed & ~primary)
    if len(extra) * int(suppressed.sum()) > PRUNING_EFFORT:
        return suppressed
    for cell in extra[np.argsort(-system.cost[extra])].tolist():
        trial = suppressed.copy()
        trial[cell] = False
        if _holds(system, trial, width):
            suppressed = trial
    return suppressed


def protect(system: CellSystem, primary: np.ndarray, width: int, names: list[str]) -> np.ndarray:
    """Which cells to suppress, shape (n,) of bool: ``primary`` and what must go with them.

    Every suppressed cell then has another value, ``width`` away, in a table that an attacker cannot
    tell from the true one. Greedy over the primary cells, largest first, then pruned: the result is
    sound but not always the smallest possible. Raises CannotProtect when cells that
    must be published leave no way.
    """
    suppressed, safe = primary.copy(), _sweep(system, primary, width)
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
    return _pruned(system, primary, suppressed, width)


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
