"""The benchmark of the detectors runs and judges every one of them."""

import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).parents[2] / "benchmarks" / "detection.py"


def test_the_quick_benchmark_prints_a_line_for_every_detector():
    done = subprocess.run(
        [sys.executable, str(PROGRAM), "--quick"], capture_output=True, text=True, check=True
    )
    lines = [line for line in done.stdout.splitlines() if "%" in line]
    assert len(lines) == 9
    shares = [float(line.split("%")[0].split()[-1]) for line in lines]
    assert min(shares) > 50  # outbreaks of 8 to 24 standard deviations are no riddle
