"""Every command line of the containers and of the systemd units can be carried out."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.deploy.files import (
    DEPLOY,
    HELP,
    UNITS,
    compose,
    dockerfile,
    image_command,
    known_options,
    portal_services,
    unit,
    unit_command,
)

HEALTH = portal_services()["worker"]["healthcheck"]["test"][1].split()
LINES = {
    "image": image_command(),
    **{f"compose {n}": s["command"] for n, s in portal_services().items() if "command" in s},
    **{f"systemd {name}": unit_command(name) for name in UNITS},
    "health of the worker": HEALTH,
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_program_module_and_options_exist(line) -> None:
    """The program is installed, the application is there, and no option is misspelt."""
    program = Path(line[0]).name
    assert Path(sys.executable).with_name(program).exists()
    if program == "python":
        assert line[1] == "manage.py"
        assert line[2] in get_commands()
        return
    kind = "granian" if program == "granian" else next(word for word in line if word in HELP)
    options = {word.split("=")[0] for word in line if re.match(r"--?[A-Za-z]", word)}
    assert options <= known_options(kind)
    application = line[-1].split(":")[0] if kind == "granian" else line[line.index("-A") + 1]
    assert importlib.util.find_spec(application)


def test_containers_and_units_run_the_same_three_processes() -> None:
    """All differences: the path of the program, and the address on which web listens."""
    for name in UNITS:
        container = compose()["services"][name].get("command", image_command())
        theirs = [Path(container[0]).name, *container[1:]]
        ours = [Path(unit_command(name)[0]).name, *unit_command(name)[1:]]
        assert [word.replace("0.0.0.0", "127.0.0.1") for word in theirs] == ours


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_finds_what_the_readme_has_laid_down(name) -> None:
    """Checkout, settings, account and state folder have the same names in all three places."""
    text = (DEPLOY / "README.md").read_text(encoding="utf-8")
    service = unit(name)
    assert f"git clone <this repository> {service['WorkingDirectory']} " in text
    assert unit_command(name)[0].startswith(f"{service['WorkingDirectory']}/.venv/bin/")
    assert f"deploy/.env.example {service['EnvironmentFile']} " in text
    state = f"/var/lib/{service['StateDirectory']}"
    assert f"--home-dir {state} --create-home {service['User']}\n" in text
    assert f"\nSAFECOMMUNITY_VAR={state}\n" in (DEPLOY / ".env.example").read_text("utf-8")


def test_the_image_asks_after_its_health_where_it_listens() -> None:
    """The port of the healthcheck, of EXPOSE and of the command are one."""
    instructions = dict(dockerfile())
    port = image_command()[image_command().index("--port") + 1]
    assert instructions["EXPOSE"] == port
    assert f"127.0.0.1:{port}/healthz" in instructions["HEALTHCHECK"]
