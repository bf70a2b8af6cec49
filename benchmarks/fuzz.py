"""Hostile requests: every address × method × values, as several roles; no answer may be a 5xx.

`python -m benchmarks.fuzz --requests 20000` walks through the pages of the demonstration, takes
their links and forms, and sends them with values that nobody should send. Every request is rolled
back. The same `--seed` sends the same requests. Ends with code 1 when there was a server error.
"""

import argparse
import contextlib
import io
import os
import random
import re
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import django
from django.conf import settings
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client

from benchmarks.addresses import Form, Pairs, patterns, walk

ROLES = ("admin", "chen", "liu", "wang", "zhao", "sun", "wu")
PAGES = 220
METHODS = ("get", "post", "head", "put", "delete", "options", "patch")
VALUES = (
    *("", " ", "0", "-1", "1", "2", "99999", "2147483648", "-9223372036854775809", "9" * 400),
    *("1e400", "-1e-400", "NaN", "Infinity", "1_000", "١٢٣", "１２３", "0x10", "1,5", "--", "null"),
    *("0000-00-00", "0001-01-01", "9999-12-31", "2024-02-30", "2026-W01", "2026-13", "0-01"),
    *("9999-12-31T23:59:59.999999", "0001-01-01T00:00", "25:61", "2026-Q5", "2026-00", "9999-12"),
    *("\x00", "a\x00b", "\ud800", "\udfff x", "\u202e", "\ufeff", "𠮷" * 50, "银" * 70_000, "é"),
    *("x" * 3_000, "'", '"', "' OR 1=1 --", "%", "_", "\\", "%00", "%s", "{0}", "{{ 7 }}", "../.."),
    *("not-a-uuid", "00000000-0000-0000-0000-000000000000", "f" * 32, "zzzzzzzz-", "[]", "{}"),
    *('{"type":"Polygon","coordinates":[[[1e999,0],[0,1],[1,1],[1e999,0]]]}', "[" * 5_000, "-name"),
    *(
        "sort",
        "-",
        "name,-name",
        "true",
        "on",
        "__all__",
        "pk",
        "id__in",
        "http://x/",
        "//x",
        "\r\n",
    ),
)
KEYS = ("page", "sort", "q", "after", "before", "format", "area", "year", "month", "period", "next")
CONTENTS = (b"", b"\x00" * 64, b"PK\x03\x04", b"\xff\xd8\xff\xe0", b"%PDF-1.4", b"a;b\n\xff\xfe")
NAMES = ("a.xlsx", "a.csv", "a.jpg", "a.pdf", "x" * 300 + ".xlsx", "..", "\x00.png", "a")


@dataclass
class Fuzzer:
    """Sends requests that a seed decides, and keeps count of the answers."""

    rng: random.Random
    clients: dict[str, Client]
    paths: Sequence[str]
    forms: Sequence[Form]
    routes: Sequence[str]
    answers: Counter[int] = field(default_factory=Counter)
    errors: dict[str, str] = field(default_factory=dict)
    failed: int = 0

    def run(self, requests: int) -> None:
        """Send `requests` requests."""
        with self._listening():
            for _number in range(requests):
                self._once()

    @contextlib.contextmanager
    def _listening(self) -> Iterator[None]:
        got_request_exception.connect(self._keep)
        try:
            yield
        finally:
            got_request_exception.disconnect(self._keep)

    def _keep(self, **signal: Any) -> None:
        """Keep one trace of each error: it is known by its kind and its place."""
        _kind, error, trace = sys.exc_info()
        place = [one for one in traceback.extract_tb(trace) if "site-packages" not in one.filename]
        key = f"{type(error).__name__} {place[-1].filename}:{place[-1].lineno}" if place else "?"
        text = "".join(traceback.format_exception(error)[-6:])
        self.errors.setdefault(key, f"{self._sent}\n{text}")

    def _once(self) -> None:
        who = self.rng.choice(list(self.clients))
        method, path, data = self._request()
        self._sent = f"{who} {method.upper()} {path[:300]} {str(data)[:600]}"
        with transaction.atomic():
            status = self._send(self.clients[who], method, path, data)
            transaction.set_rollback(True)
        self.answers[status] += 1
        if status >= 500:
            self.failed += 1
            self.errors.setdefault(f"{status} {path.split('?')[0]}", self._sent)

    def _send(self, client: Client, method: str, path: str, data: dict[str, Any] | None) -> int:
        headers = {"HX-Request": "true"} if self.rng.random() < 0.2 else {}
        if method == "post":
            return client.post(path, data or {}, headers=headers).status_code
        answer = getattr(client, method)(path, headers=headers)
        if answer.streaming:
            for _part in answer.streaming_content:
                pass
        return answer.status_code

    def _request(self) -> tuple[str, str, dict[str, Any] | None]:
        kind = self.rng.random()
        if kind < 0.55 and self.forms:
            return self._from_form(self.rng.choice(self.forms))
        path = self.rng.choice(self.paths) if kind < 0.85 else self._filled(self.routes)
        query = [(self.rng.choice(KEYS), self._value()) for _n in range(self.rng.randint(0, 3))]
        method = self.rng.choice(METHODS) if self.rng.random() < 0.3 else "get"
        return method, _with_query(path, query), None

    def _from_form(self, form: Form) -> tuple[str, str, dict[str, Any] | None]:
        pairs = self._spoiled(form.fields)
        if form.method != "post":
            return "get", _with_query(form.path, pairs), None
        data: dict[str, Any] = {}
        for name, value in pairs:
            data.setdefault(name, []).append(value.encode("utf-8", "replace").decode())
        for name in form.files:
            if self.rng.random() < 0.7:
                data[name] = upload = io.BytesIO(self.rng.choice(CONTENTS))
                upload.name = self.rng.choice(NAMES)  # Django's own classes would mend it
        return "post", form.path, data

    def _spoiled(self, fields: Pairs) -> Pairs:
        """Return `fields` with some values replaced, left out or sent twice."""
        pairs = list(fields)
        for _n in range(self.rng.randint(0, 4)):
            if not pairs:
                break
            place = self.rng.randrange(len(pairs))
            chance = self.rng.random()
            if chance < 0.75:
                pairs[place] = (pairs[place][0], self._value())
            elif chance < 0.87:
                pairs.append((pairs[place][0], self._value()))
            else:
                del pairs[place]
        return pairs

    def _filled(self, routes: Sequence[str]) -> str:
        """Return an address with hostile values in its places."""

        def value(_match: re.Match[str]) -> str:
            return quote(self._value()[:200].encode("utf-8", "replace"), safe="")

        return re.sub(r"<[^>]+>|\(\?P<[^)]*\)", value, self.rng.choice(routes))

    def _value(self) -> str:
        return self.rng.choice(VALUES)


def _with_query(path: str, pairs: Pairs) -> str:
    if not pairs:
        return path
    text = urlencode([(n, v.encode("utf-8", "surrogatepass")) for n, v in pairs])
    return f"{path}{'&' if '?' in path else '?'}{text}"


def fuzzer(clients: dict[str, Client], seed: int, pages: int = PAGES) -> Fuzzer:
    """Return a fuzzer for what the first of `clients` finds on `pages` pages."""
    paths, forms = walk(next(iter(clients.values())), pages)
    for client in clients.values():
        client.raise_request_exception = False
    return Fuzzer(random.Random(seed), clients, paths, forms, sorted(set(patterns())))


def report(found: Fuzzer, requests: int) -> int:
    """Print what was found; return the exit code."""
    for key, text in sorted(found.errors.items()):
        print(f"\n!! {key}\n{text}")
    print("answers:", dict(sorted(found.answers.items())))
    print(f"{len(found.paths)} addresses, {len(found.forms)} forms, {len(found.routes)} routes")
    print(f"fuzz {requests} requests, {found.failed} server errors")
    return 1 if found.failed else 0


def here(requests: int, seed: int) -> int:
    """Send them to the portal of this process's settings."""
    import logging

    django.setup()
    logging.disable(logging.CRITICAL)
    settings.ALLOWED_HOSTS = ["testserver"]
    from accounts.models import User

    clients = {}
    for name in ROLES:
        clients[name] = Client()
        clients[name].force_login(User.objects.get(username=name))
    found = fuzzer(clients, seed)
    found.run(requests)
    return report(found, requests)


def main() -> int:
    """Read the options; without a prepared portal, prepare one and run there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    if os.environ.get("SAFECOMMUNITY_SCRATCH"):
        return here(options.requests, options.seed)
    from scripts.bench import prepared
    from scripts.layout import PYTHON, ROOT

    with prepared("1") as environment:
        command = [str(PYTHON), "-m", "benchmarks.fuzz", *sys.argv[1:]]
        return subprocess.run(command, cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
