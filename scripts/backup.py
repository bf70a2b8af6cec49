"""`make backup` and `make restore`: database, uploads and keys in one file, for its owner only.

`python3 -m scripts.backup {backup|restore}`; FILE names the file, DATABASE_URL and
SAFECOMMUNITY_VAR say what is kept where, as for the portal itself. With FORCE=1 a restore
replaces what is there.
"""

import gzip
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import zlib
from contextlib import closing
from pathlib import Path
from time import strftime
from urllib.parse import parse_qsl, unquote, urlsplit

from lib.local_secrets import private_folder
from scripts.layout import PRIVATE, ROOT, VAR, Missing, complain, say
from scripts.run import take_lock

#: Variable of a server, file of one machine.
KEYS = {"SECRET_KEY": "secret-key", "ENCRYPTION_KEYS": "encryption-key"}
DATABASE = "database"


def main(arguments: list[str]) -> int:
    """Do what the first argument says; return the exit code."""
    os.umask(PRIVATE)
    action = {"backup": backup, "restore": restore}[arguments[0]]
    try:
        action()
    except (Missing, OSError, EOFError, zlib.error, tarfile.TarError, sqlite3.Error) as problem:
        complain(str(problem))
        return 1
    return 0


def backup() -> Path:
    """Write everything into a new file; return its path. Running programs may go on.

    The database first: a file without its row is harmless, a row without its file is not.
    """
    given = os.environ.get("FILE")
    name = strftime("safecommunity-%Y%m%d-%H%M%S.tar.gz")
    path = Path(given) if given else private_folder(ROOT / "backups") / name
    if path.exists():
        raise Missing(f"已存在 / There is already a file {path}: nothing was written.")
    with tempfile.TemporaryDirectory(dir=private_folder(VAR), prefix="backup-") as scratch:
        folder = Path(scratch)
        dump(folder / DATABASE)
        write_keys(folder / "keys")
        draft = path.with_name(f"{path.name}.part")
        pack(folder, draft)
        draft.chmod(0o600)
        draft.replace(path)
    say(f"已备份 / Backed up, keys included: {path}")
    return path


def pack(folder: Path, draft: Path) -> None:
    """Write the folder's content and the uploads into `draft`."""
    with tarfile.open(draft, "w:gz", compresslevel=6) as archive:
        for part in sorted(folder.iterdir()):
            archive.add(part, part.name)
        if (VAR / "media").is_dir():
            archive.add(VAR / "media", "media")


def restore() -> None:
    """Put back database, uploads and keys. Raises Missing before anything is touched."""
    path = Path(os.environ.get("FILE") or "")
    if not path.is_file():
        raise Missing("用法 / Say which one: make restore FILE=….tar.gz")
    force = os.environ.get("FORCE") == "1"
    with take_lock(), tempfile.TemporaryDirectory(dir=VAR, prefix="restore-") as scratch:
        folder = Path(scratch)
        with gzip.open(path) as stream, tarfile.open(fileobj=stream) as archive:
            archive.extractall(folder, filter="data")
            while stream.read(2**20):  # to the end, where the checksum stands
                pass
        refuse_wrong(folder)
        if not force and not empty():
            raise Missing("数据库不为空 / The database is not empty. FORCE=1 replaces all of it.")
        load(folder / DATABASE)
        put_back_files(folder)
        (VAR / ".migrated").unlink(missing_ok=True)
    say(f"已恢复 / Restored from {path}. Now `make run`, or on a server `manage.py migrate`.")


def refuse_wrong(folder: Path) -> None:
    """Raise Missing for another kind of database, or keys that do not open its personal data."""
    with (folder / DATABASE).open("rb") as file:
        lite = file.read(6) == b"SQLite"
    if lite == bool(postgres()):
        raise Missing("The backup is of the other kind of database (SQLite or PostgreSQL).")
    if not on_a_server():
        return
    kept = (folder / "keys" / KEYS["ENCRYPTION_KEYS"]).read_text("ascii").strip().split(",")
    if missing := set(kept) - set(server_value("ENCRYPTION_KEYS").split(",")):
        raise Missing(
            f"ENCRYPTION_KEYS lack {len(missing)} of the backup's keys: add those that "
            "`tar -xzOf FILE keys/encryption-key` prints."
        )


def put_back_files(folder: Path) -> None:
    """Put uploads in their place and, on one machine, the keys."""
    media = VAR / "media"
    shutil.rmtree(media, ignore_errors=True)
    if (folder / "media").is_dir():
        (folder / "media").replace(media)
    if not on_a_server():
        for name in KEYS.values():
            (folder / "keys" / name).chmod(0o600)
            (folder / "keys" / name).replace(VAR / name)


# --- Keys ----------------------------------------------------------------------------------------
def on_a_server() -> bool:
    """Tell whether the keys come from the environment, as on a server."""
    return bool(os.environ.get("ENCRYPTION_KEYS") or os.environ.get("ENCRYPTION_KEYS_FILE"))


def server_value(name: str) -> str:
    """Return a variable, or the content of the file that NAME_FILE names."""
    if file := os.environ.get(f"{name}_FILE"):
        return Path(file).read_text(encoding="utf-8").strip()
    return os.environ.get(name, "")


def write_keys(folder: Path) -> None:
    """Write the keys in use into `folder`. Raises Missing when there are none."""
    private_folder(folder)
    for variable, name in KEYS.items():
        if on_a_server():
            (folder / name).write_text(server_value(variable), encoding="ascii")
        elif (VAR / name).exists():
            shutil.copy(VAR / name, folder / name)
        else:
            raise Missing(f"There is no portal in {VAR}: no {name}.")


# --- Databases -----------------------------------------------------------------------------------
def postgres() -> dict[str, str]:
    """Return the environment of PostgreSQL's programs; empty for SQLite.

    So the password stands in no command line, which everybody on the machine can read.
    """
    url = urlsplit(server_value("DATABASE_URL"))
    if not url.scheme.startswith("postgres"):
        return {}
    parts = {
        "PGHOST": url.hostname,
        "PGPORT": url.port,
        "PGUSER": unquote(url.username or ""),
        "PGPASSWORD": unquote(url.password or ""),
        "PGDATABASE": url.path.lstrip("/"),
    }
    options = {f"PG{key.upper()}": value for key, value in parse_qsl(url.query)}
    return {key: str(value) for key, value in parts.items() if value} | options


def sqlite_path() -> Path:
    """Return the file of the SQLite database."""
    url = server_value("DATABASE_URL")
    return Path(unquote(urlsplit(url).path[1:])) if url else VAR / "portal.sqlite3"


def dump(target: Path) -> None:
    """Write a consistent copy of the database, while it is in use."""
    if postgres():
        call("pg_dump", "--format=custom", "--no-owner", f"--file={target}")
        return
    if not sqlite_path().exists():
        raise Missing(f"There is no database {sqlite_path()}.")
    with closing(sqlite3.connect(sqlite_path())) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)


def empty() -> bool:
    """Tell whether the database has no table, or is not there."""
    if postgres():
        return (
            call("psql", "-Atc", "select count(*) from pg_tables where schemaname='public'") == "0"
        )
    if not sqlite_path().exists():
        return True
    with closing(sqlite3.connect(sqlite_path())) as live:
        return live.execute("select count(*) from sqlite_master").fetchone() == (0,)


def load(source: Path) -> None:
    """Replace the database by `source`."""
    if postgres():
        call("psql", "-qc", CLEAR, "-v", "ON_ERROR_STOP=1")
        call(
            "pg_restore",
            "--no-owner",
            "--exit-on-error",
            "--single-transaction",
            f"--dbname={postgres()['PGDATABASE']}",
            str(source),
        )
        return
    with closing(sqlite3.connect(source)) as copy:
        if copy.execute("pragma integrity_check").fetchone() != ("ok",):
            raise Missing("The database in the backup is damaged: nothing was replaced.")
    for ending in ("-wal", "-shm"):
        sqlite_path().with_name(sqlite_path().name + ending).unlink(missing_ok=True)
    shutil.move(source, sqlite_path())


#: The schema anew with PostgreSQL's own owner: another one would be dumped and fail to load.
CLEAR = (
    "drop schema public cascade; create schema public authorization pg_database_owner; "
    "grant usage on schema public to public"
)


def call(program: str, *arguments: str) -> str:
    """Return what a program of PostgreSQL says. Raises Missing when it fails or is not there."""
    if not shutil.which(program):
        raise Missing(f"{program} is needed: install PostgreSQL's client programs.")
    environment = os.environ | postgres()
    done = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise Missing(f"{program} failed: {done.stderr.strip()}")
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
