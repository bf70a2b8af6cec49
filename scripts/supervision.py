"""Running several programs as one: started together, restarted when they die, stopped together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from scripts.layout import PRIVATE, ROOT, complain, say

#: Seconds before a program that died is started again: first, longest.
BACK_OFF = (1, 30)
#: A program that ran this many seconds is taken for healthy: its next death counts as the first.
STEADY = 60
LOG_LIMIT = 5_000_000
PR_SET_PDEATHSIG = 1


@dataclass
class Program:
    """One program. `grace` is the seconds it gets to end after SIGTERM."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    grace: float = 8
    process: subprocess.Popen | None = None
    started: float = 0
    deaths: int = 0
    due: float = field(default=0, repr=False)

    @property
    def alive(self) -> bool:
        """True while the program runs."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start it as the leader of a session of its own, so that Ctrl-C reaches only us."""
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                umask=PRIVATE,
                preexec_fn=die_with_parent(),
            )
        self.started = time.monotonic()

    def signal(self, number: int) -> None:
        """Send a signal to the program alone, which tells its own children."""
        if self.alive:
            self.process.send_signal(number)

    def end(self, until: float) -> None:
        """Wait for the end until `until`, then end it and whatever it left in its session."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, until - time.monotonic()))
        self.sweep()
        self.process.wait()

    def sweep(self) -> None:
        """End whatever is left in its session: a dead parent's children may still hold the port."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def last_words(self, lines: int = 8) -> str:
        """Return the end of its log."""
        text = self.log.read_text(encoding="utf-8", errors="replace")
        return "\n".join(f"   {line}" for line in text.splitlines()[-lines:])


def die_with_parent() -> Callable[[], None] | None:
    """Return what makes a child end when we are killed outright; only Linux can."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Programs in the order of starting; they stop in the opposite order."""

    def __init__(self) -> None:
        self.programs: list[Program] = []
        self.stopping = Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._heard)

    def _heard(self, _number: int, _frame: object) -> None:
        if self.stopping.is_set():
            for program in self.programs:
                program.signal(signal.SIGKILL)
        self.stopping.set()

    def add(self, program: Program) -> Program:
        """Start `program` and watch over it from now on."""
        self.programs.append(program)
        program.start()
        return program

    def wait_for(self, ready: Callable[[], bool], program: Program, seconds: float = 90) -> bool:
        """Watch until `ready()`; False when told to stop, when `program` keeps dying, or late."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and program.deaths < 3:
            if self.stopping.wait(0.1):
                return False
            if ready():
                return True
            self.revive()
        return False

    def watch(self) -> None:
        """Keep everything running until told to stop."""
        while not self.stopping.wait(0.5):
            self.revive()

    def revive(self) -> None:
        """Start what died again, later each time, and say so."""
        now = time.monotonic()
        for program in self.programs:
            if program.alive:
                continue
            if program.due == 0:
                self._mourn(program, now)
            elif now >= program.due:
                program.due = 0
                program.start()

    def _mourn(self, program: Program, now: float) -> None:
        if now - program.started > STEADY:
            program.deaths = 0
        program.deaths += 1
        program.sweep()
        pause = min(BACK_OFF[0] * 2 ** (program.deaths - 1), BACK_OFF[1])
        program.due = now + pause
        complain(
            f"{program.name} 意外停止，{pause} 秒后重启 / {program.name} stopped "
            f"(code {program.process.returncode}), starting again in {pause} s. "
            f"{program.log}:\n{program.last_words()}"
        )

    def stop(self) -> None:
        """Stop everything: those that use the first program (the broker) before it."""
        if not self.programs:
            return
        say("正在停止 / Stopping …")
        first, *others = self.programs
        for group in (others, [first]):
            for program in group:
                program.signal(signal.SIGTERM)
            start = time.monotonic()
            for program in group:
                program.end(start + program.grace)
