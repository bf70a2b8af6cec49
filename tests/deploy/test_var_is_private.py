"""Nobody else on the machine reads what the portal keeps."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.local_secrets import local_secret
from scripts import run
from scripts.brokers import Broker
from scripts.supervision import Program
from tests.deploy.files import UNITS, unit


@pytest.fixture(autouse=True)
def _usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_the_folder_is_closed_even_if_it_stood_open(tmp_path: Path, monkeypatch) -> None:
    """As `make run` of an earlier version left it."""
    folder = tmp_path / "var"
    folder.mkdir(mode=0o755)
    monkeypatch.setattr(run, "VAR", folder)
    run.take_lock().close()
    assert mode(folder) == 0o700


def test_a_key_made_by_any_command_is_its_owners(tmp_path: Path) -> None:
    """The folder as well, when `manage.py` makes it."""
    folder = tmp_path / "var"
    local_secret(folder, "encryption-key")
    assert (mode(folder), mode(folder / "encryption-key")) == (0o700, 0o600)


def test_what_the_programs_write_is_their_owners(tmp_path: Path) -> None:
    """Whatever the umask of the shell."""
    made = tmp_path / "made"
    command = [sys.executable, "-c", f"open({str(made)!r}, 'w').close()"]
    program = Program("writer", command, dict(os.environ), tmp_path / "writer.log")
    program.start()
    program.process.wait(20)
    assert mode(made) == 0o600


def test_the_brokers_folder_and_password_are_its_owners(tmp_path: Path) -> None:
    broker = Broker.at(tmp_path / "broker", 6380)
    assert (mode(broker.folder), mode(broker.config)) == (0o700, 0o600)


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_keeps_its_folder_to_itself(name: str) -> None:
    assert unit(name)["StateDirectoryMode"] == "0700"
    assert unit(name)["UMask"] == "0077"


def test_no_place_makes_the_folder_in_another_way() -> None:
    """Every folder below var/ is made by `private_folder`."""
    root = Path(run.ROOT)
    files = [
        *root.glob("scripts/*.py"),
        *root.glob("lib/*.py"),
        *root.glob("safecommunity/**/*.py"),
    ]
    found = [p.name for p in files if re.search(r"VAR(_DIR)?\.mkdir", p.read_text("utf-8"))]
    assert found == []
