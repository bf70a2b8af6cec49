"""Walks through all that somebody can open, as a browser would, and reads it as a person would."""

import html
import io
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit
from zipfile import ZipFile

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from tests.documents.reading import pdf_text

#: Ends the session, or begins another language.
LEFT_OUT = {"account_logout", "set_language", "javascript-catalog"}
#: What is drawn anew each time and tells nothing: tokens, keys of new records, moments.
DRAWN_ANEW = re.compile(
    r'name="(csrfmiddlewaretoken|record_key|key)" value="[^"]*"|nonce="[^"]*"'
    r'|"X-CSRFToken": ?"[^"]*"|\d\d:\d\d(:\d\d)?(\.\d+)?'
)


class _Links(HTMLParser):
    """Addresses that a page leads to: links, fragments, pictures, exports, choices of a filter."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.links: list[str] = []
        self._form = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take notice of an address, or of a form that only asks."""
        known = {name: value or "" for name, value in attrs}
        for name, value in known.items():
            if name in ("href", "src", "hx-get") or name.startswith("data-"):
                self._take(value)
        if tag == "form" and known.get("method", "get").lower() == "get":
            self._form = known.get("action") or self.path
        elif tag == "select" and self._form:
            self._select = known.get("name", "")
        elif tag == "option" and self._select and known.get("value"):
            self._take(f"{self._form}?{urlencode({self._select: known['value']})}")

    def _take(self, link: str) -> None:
        if link.startswith("?"):
            link = self.path + link
        if link.startswith("/") and not link.startswith("//"):
            self.links.append(link.partition("#")[0])

    def handle_endtag(self, tag: str) -> None:
        """Leave a form or a choice."""
        if tag == "form":
            self._form = ""
        elif tag == "select":
            self._select = ""


def crawl(client: Client, starts: list[str], of_one: int) -> Iterator[tuple[str, str]]:
    """Yield (address, what is read there) of all that opens from `starts` on.

    At most `of_one` addresses of one name are opened, and all of `starts`.
    """
    waiting, seen, often = ["/", *starts], {"/", *starts}, Counter[str]()
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = _read(answer, content)
        yield address, text
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        links = _Links(urlsplit(address).path)
        links.feed(text)
        for link in links.links:
            name = _name(link)
            if name is None or link in seen or often[name] >= of_one:
                continue
            seen.add(link)
            often[name] += 1
            waiting.append(link)


def _name(address: str) -> str | None:
    """The name of an address and of what it asks for; None for what is left alone."""
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return None
    if match.view_name in LEFT_OUT:
        return None
    export = re.search(r"(export|language)=\w+|$", urlsplit(address).query)
    return f"{match.view_name} {export[0]}"


def _read(answer: HttpResponse, content: bytes) -> str:
    """What a person reads in an answer, whatever its kind."""
    kind = answer.headers.get("Content-Type", "")
    if content[:4] == b"PK\x03\x04":
        parts = ZipFile(io.BytesIO(content))
        names = [name for name in parts.namelist() if name.endswith(".xml")]
        text = "\n".join(parts.read(name).decode() for name in names if "docProps" not in name)
    elif content[:5] == b"%PDF-":
        text = pdf_text(content)
    elif kind.startswith(("text/", "application/json", "image/svg")):
        text = content.decode("utf-8-sig")
    else:
        return ""
    return html.unescape(text) if not kind.startswith("text/html") else text


def told(text: str) -> str:
    """`text` without what is drawn anew each time."""
    return DRAWN_ANEW.sub("", text)
