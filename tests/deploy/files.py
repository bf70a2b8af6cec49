"""What stands in `deploy/`, read as the tools read it."""

import configparser
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DEPLOY = ROOT / "deploy"
UNITS = ("web", "worker", "beat")
#: Programs of the image's virtual environment; their subcommands say which options there are.
HELP = {"granian": [], "worker": ["worker"], "beat": ["beat"], "inspect": ["inspect"]}


@cache
def compose() -> dict[str, Any]:
    """Return compose.yaml with its anchors and merges resolved."""
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def portal_services() -> dict[str, Any]:
    """Return the services that run our own image."""
    return {name: one for name, one in compose()["services"].items() if "build" in one}


@cache
def dockerfile() -> list[tuple[str, str]]:
    """Return the Dockerfile as (instruction, rest of the line), continued lines joined."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    return [(kind, rest) for kind, rest in re.findall(r"^([A-Z]+)\s+(.+)$", text, re.MULTILINE)]


def image_command() -> list[str]:
    """Return what the image runs unless told otherwise."""
    return yaml.safe_load([rest for kind, rest in dockerfile() if kind == "CMD"][-1])


def unit(name: str) -> configparser.SectionProxy:
    """Return the [Service] section of a systemd unit."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)  # a line may repeat
    parser.optionxform = str
    path = DEPLOY / "systemd" / f"safecommunity-{name}.service"
    parser.read_string(path.read_text(encoding="utf-8"))
    return parser["Service"]


def unit_command(name: str) -> list[str]:
    """Return the command line of a systemd unit."""
    return shlex.split(unit(name)["ExecStart"])


def settings_names() -> set[str]:
    """Return the names of variables that the settings read."""
    source = (ROOT / "safecommunity" / "settings.py").read_text(encoding="utf-8")
    return set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))


@cache
def known_options(kind: str) -> set[str]:
    """Return the options that a program says it has; `kind` is a key of HELP."""
    program = "granian" if kind == "granian" else "celery"
    command = [str(Path(sys.executable).with_name(program)), *HELP[kind], "--help"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return set(re.findall(r"(?<![\w-])--?[A-Za-z][\w-]*", said.stdout)) | {"-A"}
