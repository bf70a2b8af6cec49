"""How well and how fast the detectors work, on simulated series with injected outbreaks.

::

    python benchmarks/detection.py [--quick]

Part 1: 100 weekly series of ten years (negative binomial counts with season and trend), each with
one outbreak in the last two years and one in the years before, which the detectors must not be
fooled by. Printed per detector, over the last two years:

- sensitivity: share of the outbreaks with an alarm in at least one of their weeks;
- false positives: share of the weeks outside outbreaks with an alarm;
- days to detection: median of the days from the Monday on which a found outbreak begins to the
  end of the week of its first alarm (a week is judged when it is over, so 7 is the least).

Part 2: 5,000 weekly series (area x cause) of ten years, scanned for the latest week.

The seed is fixed: the same program prints the same figures (but for the times).
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

# One thread for linear algebra: the matrices are small, and on a busy machine the threads of
# OpenBLAS wait for each other (measured: 1.3 s become 6 to 36 s). Set before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from stats.detection import (
    cusum,
    ears,
    farrington,
    farrington_flexible,
    scan_latest,
)
from stats.detection.verdicts import Detection

SEED = 20_240_101
WEEKS = 522
MONITORED = 104
START = "2015-W01"

Detector = Callable[[list[float], list[int]], Detection]


def _flexible(method: str) -> Detector:
    def run(counts: list[float], weeks: list[int]) -> Detection:
        return farrington_flexible(counts, start=START, positions=weeks, threshold_method=method)

    return run


def _ears(method: str) -> Detector:
    return lambda counts, weeks: ears(counts, method=method, positions=weeks)


DETECTORS: dict[str, Detector] = {
    "EARS C1 (alpha 0.001)": _ears("C1"),
    "EARS C2 (alpha 0.001)": _ears("C2"),
    "EARS C3 (alpha 0.025)": _ears("C3"),
    "Farrington 1996 (alpha 0.01, two-sided)": lambda counts, weeks: farrington(
        counts, start=START, positions=weeks
    ),
    "Farrington flexible, nbPlugin (0.01)": _flexible("nbPlugin"),
    "Farrington flexible, muan (0.01)": _flexible("muan"),
    "Farrington flexible, delta (0.01)": _flexible("delta"),
    "CUSUM, constant mean, reset": lambda counts, weeks: cusum(counts, first=weeks[0], reset=True),
    "CUSUM, seasonal mean, reset": lambda counts, weeks: cusum(
        counts, first=weeks[0], mean="seasonal", transform="rossi", reset=True
    ),
}


@dataclass(frozen=True)
class Series:
    """Counts, and the first and last week of the outbreak that is to be found."""

    counts: list[float]
    begin: int
    end: int


def simulate(rng: np.random.Generator) -> Series:
    """One series: mean 1 to 20 a week, season, trend within 5 % a year, dispersion 1 to 2."""
    weeks = np.arange(WEEKS)
    level = np.exp(rng.uniform(0, np.log(20)))
    season = rng.uniform(0, 0.5) * np.cos(2 * np.pi * (weeks / 52.18 - rng.uniform()))
    mean = level * np.exp(season + rng.uniform(-0.05, 0.05) * (weeks - WEEKS) / 52)
    dispersion = rng.uniform(1.05, 2)
    counts = rng.negative_binomial(mean / (dispersion - 1), 1 / dispersion)
    _outbreak(rng, counts, mean, dispersion, int(rng.integers(52, WEEKS - MONITORED - 20)))
    begin = int(rng.integers(WEEKS - MONITORED, WEEKS - 12))
    end = _outbreak(rng, counts, mean, dispersion, begin)
    return Series(counts.astype(float).tolist(), begin, end)


def _outbreak(
    rng: np.random.Generator, counts: np.ndarray, mean: np.ndarray, dispersion: float, begin: int
) -> int:
    """Add 8 to 24 standard deviations of cases over 2 to 8 weeks; at least one case a week."""
    length = int(rng.integers(2, 9))
    size = rng.poisson(rng.uniform(8, 24) * np.sqrt(dispersion * mean[begin])) + length
    shape = np.sin(np.pi * (np.arange(length) + 0.5) / length)
    extra = 1 + rng.multinomial(size - length, shape / shape.sum())
    counts[begin : begin + length] += extra
    return begin + length - 1


@dataclass(frozen=True)
class Score:
    sensitivity: float
    false_positives: float
    days: float
    seconds: float


def score(detector: Detector, series: Sequence[Series]) -> Score:
    """The figures of one detector over all series."""
    delays: list[int] = []
    false, quiet = 0, 0
    begun = time.perf_counter()
    for one in series:
        # CUSUM needs no start before the monitored weeks; all see the same weeks.
        weeks = detector(one.counts, list(range(WEEKS - MONITORED, WEEKS))).weeks
        hits = [w.position for w in weeks if w.alarm and one.begin <= w.position <= one.end]
        outside = [w for w in weeks if not one.begin <= w.position <= one.end]
        if hits:
            delays.append(7 * (hits[0] - one.begin + 1))
        false += sum(w.alarm for w in outside)
        quiet += len(outside)
    seconds = time.perf_counter() - begun
    days = float(np.median(delays)) if delays else float("nan")
    return Score(len(delays) / len(series), false / quiet, days, seconds)


def print_quality(number: int) -> None:
    rng = np.random.default_rng(SEED)
    series = [simulate(rng) for _ in range(number)]
    print(f"{number} series of {WEEKS} weeks, the last {MONITORED} judged, one outbreak in each\n")
    print(f"{'detector':<42}{'sensitivity':>12}{'false pos.':>12}{'days':>7}{'seconds':>9}")
    for name, detector in DETECTORS.items():
        s = score(detector, series)
        figures = f"{s.sensitivity:>11.0%} {s.false_positives:>11.2%} {s.days:>6.0f}"
        print(f"{name:<42}{figures}{s.seconds:>9.1f}")


def print_speed(number: int) -> None:
    rng = np.random.default_rng(SEED + 1)
    level = rng.gamma(0.6, 4, size=(number, 1))
    season = 1 + 0.3 * np.cos(2 * np.pi * np.arange(WEEKS) / 52.18)
    matrix = rng.poisson(level * season)
    print(f"\n{number} series of {WEEKS} weeks, the latest week scanned\n")
    print(f"{'method':<42}{'seconds':>9}{'judged':>9}{'alarms':>9}")
    for name, given in (("array", matrix), ("plain lists", matrix.tolist())):
        for method in ("farrington_flexible", "ears_c2"):
            begun = time.perf_counter()
            found = scan_latest(given, start=START, method=method)
            seconds = time.perf_counter() - begun
            judged = sum(v.status == "judged" for v in found.verdicts)
            title = f"{method}, {name}"
            print(f"{title:<42}{seconds:>9.2f}{judged:>9}{len(found.alarms):>9}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Quality and speed of the detectors.")
    parser.add_argument("--quick", action="store_true", help="a tenth of the series")
    quick = parser.parse_args().quick
    print_quality(10 if quick else 100)
    print_speed(500 if quick else 5_000)


if __name__ == "__main__":
    main()
