"""Every address of the portal with its forms: read from the urls and from the pages themselves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

#: How many pages of one address a walk opens, and from how many it keeps the forms.
PAGES_OF_ONE = 3
#: Would end the session that all later requests need, or begin another language.
LEFT_OUT = re.compile("^(account_logout|set_language|javascript-catalog)$")

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Form:
    """A form as a browser would send it: its address, method, names with values, names of files."""

    path: str
    method: str
    fields: Pairs = field(hash=False)
    files: tuple[str, ...] = ()


class _Reader(HTMLParser):
    """Collects links and forms of a page."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._form: dict[str, Any] | None = None
        self._choices: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take notice of what can be opened or sent."""
        known = {name: value or "" for name, value in attrs}
        self.links += [known[name] for name in ("href", "hx-get") if known.get(name)]
        if tag == "form":
            self._form = {"fields": [], "files": [], **known}
        elif self._form is not None and known.get("name"):
            self._take(tag, known)
        elif tag == "option" and self._choices:
            self._choices[1].append(known.get("value", ""))

    def _take(self, tag: str, known: dict[str, str]) -> None:
        assert self._form is not None
        if tag == "select":
            self._choices = (known["name"], [])
        elif known.get("type") == "file":
            self._form["files"].append(known["name"])
        elif tag in {"input", "textarea", "button"}:
            self._form["fields"].append((known["name"], known.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        if tag == "select" and self._choices and self._form is not None:
            name, choices = self._choices
            self._form["fields"].append((name, choices[-1] if choices else ""))
            self._choices = None
        elif tag == "form" and self._form is not None:
            path = self._form.get("action") or self.path
            method = self._form.get("method", "get").lower()
            self.forms.append(Form(path, method, self._form["fields"], tuple(self._form["files"])))
            self._form = None


def walk(client: Client, most: int) -> tuple[list[str], list[Form]]:
    """Open at most `most` pages from the home page on; return addresses and forms found there."""
    waiting, seen, often = ["/"], {"/"}, dict[str, int]()
    forms: dict[tuple[str, str, tuple[str, ...]], Form] = {}
    opened = 0
    while waiting and opened < most:
        path = waiting.pop(0)
        opened += 1
        for link, found in _look(client, path):
            if found is not None:
                key = (_name(found.path) or "", found.method, tuple(n for n, _v in found.fields))
                forms.setdefault(key, found)
            elif link not in seen and (name := _name(link)):
                seen.add(link)
                often[name] = often.get(name, 0) + 1
                if often[name] <= PAGES_OF_ONE:
                    waiting.append(link)
    return sorted(seen), list(forms.values())


def _look(client: Client, path: str) -> Iterator[tuple[str, Form | None]]:
    answer = client.get(path)
    if answer.streaming or not answer.headers.get("Content-Type", "").startswith("text/html"):
        return
    reader = _Reader(urlsplit(path).path)
    reader.feed(answer.content.decode())
    yield from ((one.path, one) for one in reader.forms if _name(one.path))
    yield from (
        (f"{urlsplit(path).path}{link}" if link.startswith("?") else link.partition("#")[0], None)
        for link in reader.links
        if link.startswith(("/", "?"))
    )


def _name(path: str) -> str | None:
    """Return the name of the address that `path` leads to; None for what is left alone."""
    try:
        name = resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None
    return None if LEFT_OUT.match(name) else name


def patterns(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[str]:
    """Yield the route of every address, with its `<converters>`."""
    for one in (resolver or get_resolver()).url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, route)
        elif isinstance(one, URLPattern) and not LEFT_OUT.match(one.name or ""):
            yield re.sub(r"[\^$]|\\Z", "", route)
