"""The drill: what is backed up comes back whole, and a restore destroys nothing by mistake."""

import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from scripts import backup

#: A row, and what reads it.
MAKE = "create table injuries (name text); insert into injuries values ('encrypted')"
READ = "select name from injuries"


def make(action: str, var: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run `make ACTION` for the portal in `var`."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "scripts.backup", action],
        cwd=settings.BASE_DIR,
        env=kept | {"SAFECOMMUNITY_VAR": str(var)} | changes,
        capture_output=True,
        text=True,
    )


def rows(var: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(var / "portal.sqlite3")) as database:
        return database.execute(READ).fetchall()


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """Return the folder of a portal with a row, an upload and its keys."""
    folder = tmp_path / "var"
    (folder / "media" / "photos").mkdir(parents=True)
    (folder / "media" / "photos" / "a.jpg").write_bytes(b"photo")
    for name in backup.KEYS.values():
        (folder / name).write_text(f"{name} of the office", encoding="ascii")
    with closing(sqlite3.connect(folder / "portal.sqlite3")) as database:
        database.execute("pragma journal_mode=wal")
        database.executescript(MAKE)
    return folder


@pytest.fixture
def file(var: Path, tmp_path: Path) -> Path:
    """Return a backup of it."""
    path = tmp_path / "office.tar.gz"
    done = make("backup", var, FILE=str(path))
    assert done.returncode == 0, done.stderr
    return path


def test_a_lost_portal_comes_back_whole(var: Path, file: Path) -> None:
    """Rows, uploads and keys, on a machine that has nothing."""
    shutil.rmtree(var)
    done = make("restore", var, FILE=str(file))
    assert done.returncode == 0, done.stderr
    assert rows(var) == [("encrypted",)]
    assert (var / "media" / "photos" / "a.jpg").read_bytes() == b"photo"
    assert (var / "encryption-key").read_text() == "encryption-key of the office"
    assert {p.stat().st_mode & 0o077 for p in (var, var / "encryption-key")} == {0}


def test_only_its_owner_reads_the_file(file: Path) -> None:
    """It holds the keys beside what they open."""
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_database_with_tables_is_replaced_only_by_force(var: Path, file: Path) -> None:
    """And a refused restore has touched neither rows nor uploads."""
    with closing(sqlite3.connect(var / "portal.sqlite3")) as database:
        database.executescript("update injuries set name = 'newer'")
    (var / "media" / "new.jpg").write_bytes(b"new")
    done = make("restore", var, FILE=str(file))
    assert done.returncode == 1
    assert "FORCE=1" in done.stderr
    assert rows(var) == [("newer",)]
    assert (var / "media" / "new.jpg").exists()
    assert make("restore", var, FILE=str(file), FORCE="1").returncode == 0
    assert rows(var) == [("encrypted",)]
    assert not (var / "media" / "new.jpg").exists()


def test_a_file_cut_off_on_the_way_replaces_nothing(var: Path, file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-20])
    done = make("restore", var, FILE=str(file), FORCE="1")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert rows(var) == [("encrypted",)]


def test_a_backup_overwrites_no_other(var: Path, file: Path) -> None:
    before = file.read_bytes()
    assert make("backup", var, FILE=str(file)).returncode == 1
    assert file.read_bytes() == before


def test_a_server_with_other_keys_is_told_before_anything_happens(var: Path, file: Path) -> None:
    """Rows whose personal data nobody can read are no restore."""
    (var / "portal.sqlite3").unlink()
    done = make("restore", var, FILE=str(file), ENCRYPTION_KEYS="another key")
    assert done.returncode == 1
    assert "ENCRYPTION_KEYS" in done.stderr
    assert not (var / "portal.sqlite3").exists()


@pytest.fixture
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the address of an empty database on the PostgreSQL server of the tests."""
    if connection.vendor != "postgresql" or not shutil.which("pg_dump"):
        pytest.skip("needs PostgreSQL and its programs")
    server = os.environ["DATABASE_URL"]
    name = f"drill_{secrets.token_hex(4)}"
    run = {**os.environ, **backup.postgres()}
    subprocess.run(["psql", "-qc", f"create database {name}"], env=run, check=True)
    yield f"{server.rpartition('/')[0]}/{name}"
    subprocess.run(["psql", "-qc", f"drop database {name}"], env=run, check=True)


@pytest.mark.postgres
def test_postgresql_comes_back_twice(var: Path, tmp_path: Path, url: str) -> None:
    """The second time from a backup of what was restored, over what is there."""

    def sql(text: str) -> str:
        return subprocess.run(
            ["psql", url, "-Atqc", text], capture_output=True, text=True, check=True
        ).stdout.strip()

    sql(MAKE)
    for number in range(2):
        file = tmp_path / f"{number}.tar.gz"
        done = make("backup", var, DATABASE_URL=url, FILE=str(file))
        assert done.returncode == 0, done.stderr
        sql("update injuries set name = 'newer'")
        assert make("restore", var, DATABASE_URL=url, FILE=str(file)).returncode == 1
        assert sql(READ) == "newer"
        done = make("restore", var, DATABASE_URL=url, FILE=str(file), FORCE="1")
        assert done.returncode == 0, done.stderr
        assert sql(READ) == "encrypted"
    with tarfile.open(file) as archive:
        assert {"database", "keys/encryption-key", "media/photos/a.jpg"} <= set(archive.getnames())
