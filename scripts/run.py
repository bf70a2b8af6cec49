"""`make run`: install, prepare, then web, worker, beat and broker until Ctrl-C."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TextIO

from lib.local_secrets import private_folder
from scripts.brokers import Broker
from scripts.layout import (
    PRIVATE,
    PYTHON,
    ROOT,
    VAR,
    Missing,
    complain,
    digest_of,
    digest_of_tree,
    say,
    tool,
)
from scripts.packages import RUNTIME, ensure_npm_packages, ensure_python_packages
from scripts.ports import any_free, first_free, is_free
from scripts.supervision import Program, Supervisor

#: Where a running portal says how to reach it (with the broker's password, so for its owner only).
STATE = VAR / "run.json"
ACCOUNTS = VAR / "demo-accounts.txt"
SEEDED = VAR / ".demonstration-data"


def main() -> int:
    """Run the portal; return the exit code."""
    started = time.monotonic()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with take_lock():
            ensure_python_packages(RUNTIME)
            ensure_npm_packages(development=False)
            prepare()
            return serve(started)
    except Missing as problem:
        complain(str(problem))
        return 1
    except KeyboardInterrupt:
        return 130


def take_lock() -> TextIO:
    """Hold the folder: two workers' beats over one database would do everything twice."""
    private_folder(VAR)
    lock = (VAR / "run.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        address = json.loads(STATE.read_text())["address"] if STATE.exists() else "?"
        raise Missing(f"已在运行 / The portal already runs here: {address}") from None
    return lock


def local_environment() -> dict[str, str]:
    """Return our environment with the mode of one machine."""
    return {
        **os.environ,
        "SAFECOMMUNITY_MODE": "local",
        "SAFECOMMUNITY_VAR": str(VAR),
        "PYTHONUNBUFFERED": "1",
    }


def manage(*arguments: str) -> None:
    """Run a command of manage.py. Raises Missing when it fails."""
    result = subprocess.run(
        [str(PYTHON), "manage.py", *arguments], cwd=ROOT, env=local_environment(), umask=PRIVATE
    )
    if result.returncode != 0:
        raise Missing(f"`manage.py {' '.join(arguments)}` failed; its own words stand above.")


def prepare() -> None:
    """Bring messages, database and static files up to date; begin with demonstration data.

    With DEMO=0 it begins with an administrator alone.
    """
    compile_messages()
    migrate()
    collect_static()
    if os.environ.get("DEMO") == "0":
        manage("first_administrator")
        SEEDED.touch()  # an office's own portal never gets the demonstration later
    elif not SEEDED.exists() or os.environ.get("DATABASE_URL"):
        say("载入演示数据，最多一分钟 / Loading the demonstration data, up to a minute …")
        manage("seed_demo", "--if-empty")
        SEEDED.touch()


def migrate() -> None:
    """Migrate when any of our Python files changed: roles and templates follow them as well.

    Asking Django costs the seconds in which the portal could be up already.
    """
    stamp = VAR / ".migrated"
    apps = [path.parent for path in ROOT.glob("*/apps.py")]
    files = [file for app in apps for file in app.rglob("*.py")] + [ROOT / "requirements.txt"]
    times = "".join(f"{file} {file.stat().st_mtime_ns}\n" for file in sorted(files))
    wanted = digest_of(extra=times + os.environ.get("DATABASE_URL", ""))
    there = "DATABASE_URL" not in os.environ and (VAR / "portal.sqlite3").exists()
    if there and stamp.exists() and stamp.read_text() == wanted:
        return
    say("准备数据库 / Preparing the database …")
    manage("migrate", "--verbosity=0")
    stamp.write_text(wanted)


def compile_messages() -> None:
    """Compile the Chinese catalogue when it is newer than the compiled one."""
    po = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    mo = po.with_suffix(".mo")
    if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
        manage("messages", "--compile")


def collect_static() -> None:
    """Collect and hash static files when one of them, a package or a setting changed."""
    stamp = VAR / ".collected"
    files = [ROOT / "safecommunity" / name for name in ("settings.py", "staticstorage.py")]
    locks = [ROOT / "package-lock.json", ROOT / "requirements.txt"]
    folders = [ROOT / "static", *ROOT.glob("*/static")]
    extra = "".join(f"{file.stat().st_mtime_ns} " for file in [*files, *locks])
    digest = digest_of_tree(*folders, extra=extra)
    if stamp.exists() and stamp.read_text() == digest and (VAR / "static").is_dir():
        return
    manage("collectstatic", "--noinput", "--clear", "--verbosity=0")
    stamp.write_text(digest)


def serve(started: float) -> int:
    """Run everything until told to stop; return the exit code."""
    port = web_port()
    supervisor = Supervisor()
    try:
        return 0 if start_all(supervisor, port, started) else 1
    finally:
        STATE.unlink(missing_ok=True)
        supervisor.stop()


def web_port() -> int:
    """Return PORT when given, else 8000 or the next free one."""
    wanted = os.environ.get("PORT")
    if not wanted:
        return first_free(8000)
    if not wanted.isdigit() or not is_free(int(wanted)):
        raise Missing(f"端口被占用 / PORT={wanted} is taken or no port: choose another one.")
    return int(wanted)


def start_all(supervisor: Supervisor, port: int, started: float) -> bool:
    """Start broker, web, worker and beat, then watch; False when they did not come up."""
    address = f"http://127.0.0.1:{port}/"
    environment = {"PORTAL_URL": address, **local_environment()}
    logs = VAR / "log"
    private_folder(logs)
    if not environment.get("REDIS_URL"):
        broker = Broker.at(VAR / "broker", any_free())
        program = Program("broker", broker.command, environment, logs / "broker.log", grace=5)
        if not supervisor.wait_for(broker.answers, supervisor.add(program), seconds=30):
            return supervisor.stopping.is_set()
        environment["REDIS_URL"] = broker.url
    programs = {
        name: supervisor.add(Program(name, command, environment, logs / f"{name}.log"))
        for name, command in commands(port).items()
    }
    if not supervisor.wait_for(lambda: healthy(address), programs["web"]):
        return supervisor.stopping.is_set()
    write_state({"address": address, "REDIS_URL": environment["REDIS_URL"]})
    welcome(address, logs, time.monotonic() - started)
    supervisor.watch()
    return True


def commands(port: int) -> dict[str, list[str]]:
    """Return the command lines of web, worker and beat, sized for a laptop."""
    celery = [tool("celery"), "-A", "safecommunity"]
    return {
        "web": [
            tool("granian"),
            "--interface",
            "wsgi",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--workers",
            "1",
            "--blocking-threads",
            "4",
            "--workers-kill-timeout",
            "3",
            "--no-access-log",
            "safecommunity.wsgi:application",
        ],
        "worker": [
            *celery,
            "worker",
            "--concurrency=2",
            "--loglevel=INFO",
            "--without-gossip",
            "--without-mingle",
        ],
        "beat": [
            *celery,
            "beat",
            "--loglevel=INFO",
            f"--schedule={VAR / 'beat-schedule'}",
            "--pidfile=",
        ],
    }


def healthy(address: str) -> bool:
    """Tell whether the portal answers that all is well."""
    try:
        with urllib.request.urlopen(f"{address}healthz", timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def write_state(state: dict[str, str]) -> None:
    """Write down how to reach the running portal, for `make shell` and the like."""
    STATE.touch(mode=0o600)
    STATE.write_text(json.dumps(state))


def welcome(address: str, logs: Path, seconds: float) -> None:
    """Say where the portal is and how to get in."""
    say(f"\n  安全社区门户已就绪 / The portal is ready ({seconds:.1f} s)\n\n      {address}\n")
    if ACCOUNTS.exists():
        say(ACCOUNTS.read_text(encoding="utf-8"))
    say(f"  停止 Ctrl-C / Ctrl-C stops it.   日志 / Logs: {logs}\n")


if __name__ == "__main__":
    sys.exit(main())
