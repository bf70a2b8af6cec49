"""Rounding to a base: the alternative to suppression that leaves no holes in a table."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize, sparse

from stats import arrays, checks
from stats.errors import NotConverged
from stats.words import Phrase, Result

METHODS = ("conventional", "random", "controlled")

SAYS = Phrase(
    en="All counts are rounded to multiples of {base} ({method}); {sums}.",
    zh="所有计数均舍入为 {base} 的倍数（{method}）；{sums}。",
)
NAMES = {
    "conventional": Phrase(en="conventional rounding", zh="常规舍入"),
    "random": Phrase(en="random rounding", zh="随机舍入"),
    "controlled": Phrase(en="controlled rounding", zh="受控舍入"),
}
ADDS_UP = Phrase(en="they add up to their totals", zh="各数之和等于合计")
MAY_DIFFER = Phrase(en="they need not add up to their totals", zh="各数之和可能与合计不等")


@dataclass(frozen=True)
class RoundedTable(Result):
    """A rounded table with its totals; ``additive`` says whether the cells add up to them."""

    table: tuple[tuple[int, ...], ...]
    row_totals: tuple[int, ...]
    column_totals: tuple[int, ...]
    total: int
    base: int
    method: str
    additive: bool

    def sentence(self, language: str = "en") -> str:
        """Base, method, and whether sums hold."""
        sums = (ADDS_UP if self.additive else MAY_DIFFER).say(language)
        return SAYS.say(
            language, base=self.base, method=NAMES[self.method].say(language), sums=sums
        )


def _with_totals(grid: np.ndarray) -> np.ndarray:
    """The grid with a row and a column of totals at its end."""
    wide = np.hstack([grid, grid.sum(axis=1, keepdims=True)])
    return np.vstack([wide, wide.sum(axis=0, keepdims=True)])


def _conventional(full: np.ndarray, base: int, seed: int) -> np.ndarray:
    return (2 * full + base) // (2 * base) * base  # halves go up


def _random(full: np.ndarray, base: int, seed: int) -> np.ndarray:
    """Up with probability remainder / base, so that the expectation is the true count.

    The random numbers depend on the seed and on the table alone: publishing the same table again
    gives the same numbers, so nobody can average the noise away.
    """
    start = zlib.crc32(full.astype("<i8").tobytes() + repr(full.shape).encode())
    draws = np.random.default_rng([seed, start]).random(full.shape)
    return full // base * base + base * (draws < (full % base) / base)


def _sums(rows: int, columns: int) -> sparse.csr_array:
    """Total minus parts for each row and column of a (rows, columns) table with its totals."""
    place = np.arange(rows * columns).reshape(rows, columns)
    lines = [*place, *place.T]
    entries = [
        (k, int(cell), -1.0 if cell == line[-1] else 1.0)
        for k, line in enumerate(lines)
        for cell in line
    ]
    at_row, at_column, sign = zip(*entries, strict=True)
    return sparse.csr_array((sign, (at_row, at_column)), shape=(len(lines), rows * columns))


def _controlled(full: np.ndarray, base: int, seed: int) -> np.ndarray:
    """Each number to a neighbouring multiple so that all sums hold, at the least total change.

    Such a rounding exists for every two-way table (Cox 1987); the program below finds the best.
    """
    low, rest = (full // base).ravel(), (full % base).ravel()
    sums = _sums(*full.shape)
    up_cost = (base - 2 * rest).astype(float)  # moving up instead of down changes this much
    bounds = optimize.Bounds(0, (rest > 0).astype(float))
    must = optimize.LinearConstraint(sums, -(sums @ low), -(sums @ low))
    found = optimize.milp(up_cost, constraints=must, bounds=bounds, integrality=np.ones(low.size))
    if found.x is None:
        raise NotConverged("table", model=NAMES["controlled"])
    return (base * (low + np.round(found.x).astype(int))).reshape(full.shape)


ROUNDERS = {"conventional": _conventional, "random": _random, "controlled": _controlled}


def round_table(
    table: Sequence[Sequence[int]],
    *,
    base: int = 5,
    method: str = "controlled",
    seed: int = 1,
) -> RoundedTable:
    """Round a table of counts and its totals to multiples of ``base``.

    Args:
        table: a list of rows of counts, without totals.
        base: the multiple, 2 or more (3, 5 and 10 are usual).
        method: ``conventional`` (nearest multiple, halves up; totals are rounded on their own),
            ``random`` (up or down at random so that no count is biased), ``controlled`` (each to
            one of its two neighbouring multiples so that all sums hold).
        seed: start of the random numbers for ``random``; keep it secret and the same.

    Returns:
        RoundedTable; ``additive`` tells whether cells add up to totals.

    Raises:
        StrataMismatch for rows of other length; OutOfRange, NotWhole, NegativeCount, MissingValue,
        NotNumeric, NotFinite, UnknownChoice, EmptyInput.

    Source:
        Cox, JASA 1987;82:520-524 (controlled rounding); Willenborg, de Waal, Elements of
        Statistical Disclosure Control, 2001.
    """
    grid = arrays.table(table, "table").astype(int)
    base = checks.whole(base, "base", low=2, high=1000)
    seed = checks.whole(seed, "seed", high=2**32 - 1)
    rounder = ROUNDERS[checks.choice(method, METHODS, "method")]
    full = rounder(_with_totals(grid), base, seed).astype(int)
    inner = full[:-1, :-1]
    return RoundedTable(
        tuple(map(tuple, inner.tolist())),
        tuple(full[:-1, -1].tolist()),
        tuple(full[-1, :-1].tolist()),
        int(full[-1, -1]),
        base,
        method,
        additive=bool(np.array_equal(_with_totals(inner), full)),
    )
