"""Real processes over the test database: broker, worker, web. For what no mock can show.

They use the very command lines of `make run`. The database must be a real server: a worker cannot
see the memory of a test's SQLite.
"""

import fcntl
import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from http.cookiejar import Cookie, CookieJar
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from accounts.models import User
from scripts.brokers import Broker
from scripts.layout import PYTHON, ROOT, tool
from scripts.ports import any_free
from scripts.run import commands
from scripts.supervision import Program

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def wait_until(true: Callable[[], object], seconds: float = 40, what: str = "") -> None:
    """Wait until `true()`; fail the test with `what` after `seconds`."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.1)


def collect_static() -> Path:
    """Collect and hash the static files once for pytest's processes; return their folder."""
    folder = settings.VAR_DIR / "static"
    with (settings.VAR_DIR / "collect.lock").open("w") as place:
        fcntl.flock(place, fcntl.LOCK_EX)
        if not (folder / "staticfiles.json").exists():
            command = [str(PYTHON), "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
            told = {
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "safecommunity.settings",
                "SAFECOMMUNITY_VAR": str(settings.VAR_DIR),
                "STATIC_ROOT": str(folder),
            }
            subprocess.run(command, cwd=ROOT, env=told, check=True)
    return folder


class Machine:
    """A small installation of its own: start and kill its parts one by one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.broker = Broker.at(folder / "broker", any_free())
        self.port = any_free()
        self.running: dict[str, Program] = {}

    @property
    def environment(self) -> dict[str, str]:
        """What the processes are told: the test database, the broker of this machine."""
        own = connection.settings_dict
        login = f"{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}"
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "safecommunity.settings",
            "SAFECOMMUNITY_MODE": "local",
            "SAFECOMMUNITY_VAR": str(settings.VAR_DIR),
            "DATABASE_URL": f"postgres://{login}/{own['NAME']}",
            "REDIS_URL": self.broker.url,
        }

    def start(self, name: str) -> None:
        """Start `broker`, `worker` or `web` and wait until it is ready."""
        lines = {**commands(self.port), "broker": self.broker.command}
        program = Program(name, lines[name], self.environment, self.folder / f"{name}.log")
        self.running[name] = program
        if name == "web":
            collect_static()
        program.start()
        wait_until(lambda: self._ready(name), what=f"{name} is ready")

    def kill(self, name: str) -> None:
        """Kill a part and all its children outright, as a power cut would."""
        program = self.running.pop(name)
        os.killpg(program.process.pid, signal.SIGKILL)
        program.process.wait()

    def hang(self, name: str) -> None:
        """Have a part and all its children stand still, as a machine does that swaps."""
        os.killpg(self.running[name].process.pid, signal.SIGSTOP)

    def go_on(self, name: str) -> None:
        """Let a part that stood still go on where it was."""
        os.killpg(self.running[name].process.pid, signal.SIGCONT)

    def ring(self, task: str) -> None:
        """Send a task as beat does."""
        command = [tool("celery"), "-A", "safecommunity", "call", task]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True)

    def stop(self) -> None:
        """Stop everything."""
        for program in self.running.values():
            program.signal(signal.SIGTERM)
        for program in self.running.values():
            program.end(time.monotonic() + 5)

    def _ready(self, name: str) -> bool:
        assert self.running[name].alive, self.running[name].last_words(30)
        if name == "broker":
            return self.broker.answers()
        if name == "worker":
            return " ready." in self.running[name].log.read_text(errors="replace")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5)
        except urllib.error.HTTPError:
            return True  # it answers that its cache is down, which is what the test wants
        except urllib.error.URLError:
            return False
        return True


class Visitor:
    """A signed-in person before the real web process, without a browser."""

    def __init__(self, machine: Machine, user: User) -> None:
        self.base = f"http://127.0.0.1:{machine.port}"
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        client = Client()
        client.force_login(user)
        self._remember(settings.SESSION_COOKIE_NAME, client.cookies["sessionid"].value)

    def fill(self, path: str, **fields: object) -> tuple[int, str, str]:
        """Open the form at `path`, send it with `fields`; return status, address and page."""
        data = {"csrfmiddlewaretoken": self.token(path), **fields}
        return self._send(path, urllib.parse.urlencode(data).encode(), {})

    def send(self, path: str, token: str, **fields: object) -> tuple[int, str, str]:
        """Send a form with files to `path`; return status, address and page."""
        data = encode_multipart(BOUNDARY, {"csrfmiddlewaretoken": token, **fields})
        return self._send(path, data, {"Content-Type": MULTIPART_CONTENT})

    def token(self, path: str) -> str:
        """Open the page at `path`; return what its forms have to be sent with."""
        return TOKEN.search(self.open(path))[1]

    def open(self, path: str) -> str:
        """Return the page at `path`."""
        return self.opener.open(self.base + path, timeout=30).read().decode()

    def _send(self, path: str, data: bytes, headers: dict[str, str]) -> tuple[int, str, str]:
        address = self.base + path
        request = urllib.request.Request(address, data, {"Referer": address, **headers})
        try:
            answer = self.opener.open(request, timeout=30)
        except urllib.error.HTTPError as refused:
            return refused.code, refused.url, refused.read().decode()
        return answer.status, answer.url, answer.read().decode()

    def _remember(self, name: str, value: str) -> None:
        self.jar.set_cookie(
            Cookie(
                0,
                name,
                value,
                None,
                False,
                "127.0.0.1",
                False,
                False,
                "/",
                True,
                False,
                None,
                False,
                None,
                None,
                {},
            )
        )
