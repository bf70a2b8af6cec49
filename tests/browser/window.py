"""A browser window that remembers what went wrong, and the questions that every page is asked."""

import time
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

#: Milliseconds without a request after which a page counts as ready, and the seconds it may take.
QUIET, PATIENCE = 100, 30

WIDE_ELEMENTS = """() => {
  const limit = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= limit) return [];
  const scrolls = (e) => { for (e = e.parentElement; e; e = e.parentElement) {
    if (["auto", "scroll", "hidden"].includes(getComputedStyle(e).overflowX)) return true; }
    return false; };
  const wide = [...document.body.querySelectorAll("*")].filter(
    (e) => e.getBoundingClientRect().right > limit + 1 && !scrolls(e));
  return [`page ${document.documentElement.scrollWidth} px in ${limit} px`,
    ...wide.slice(0, 5).map((e) => `${e.tagName}.${e.className}`)];
}"""
CUT_ROWS = """() => {
  const found = new Set();
  const seen = (e) => e.getClientRects().length && getComputedStyle(e).position !== "absolute";
  for (const row of document.querySelectorAll("table.records tbody tr")) {
    const foot = row.getBoundingClientRect().bottom;
    if (row.scrollHeight > row.clientHeight + 1) found.add(`row: ${row.innerText.slice(0, 60)}`);
    for (const cell of [...row.cells].filter(seen)) {
      const name = cell.dataset.label || cell.className;
      if (cell.getBoundingClientRect().bottom > foot + 1) found.add(`below its row: ${name}`);
      const cut = cell.scrollWidth > cell.clientWidth + 1;
      if (cut && cell.querySelector(".num, .badge, .text-nowrap")) found.add(`cut: ${name}`);
    }
  }
  return [...found].slice(0, 5);
}"""
DOUBLED_IDS = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  return [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))];
}"""
VISIBLE_TEXTS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = new Set();
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim().replace(/\\s+/g, " ");
    if (text && !parent.closest("script, style, template, [lang=en]")) texts.add(text);
  }
  for (const name of ["title", "aria-label", "placeholder", "alt"])
    document.querySelectorAll(`[${name}]`).forEach((e) => texts.add(e.getAttribute(name).trim()));
  return [...texts];
}"""
AXE = """() => axe.run(document, {resultTypes: ["violations"]}).then((r) => r.violations
  .map((v) => `${v.id}: ${v.help}: ` + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 140))))"""


@cache
def axe_source() -> str:
    """Return the text of axe-core, pinned in package.json."""
    path = Path(settings.NODE_MODULES) / "axe-core" / "axe.min.js"
    return path.read_text(encoding="utf-8")


class Window:
    """One window. `problems` grows by itself; the fixture fails the test when it is not empty."""

    def __init__(self, context: Any) -> None:
        self.context = context
        self.page = context.new_page()
        self.problems: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self._note(f"script: {error}"))
        self.page.on("requestfailed", self._request_failed)
        self.page.on("response", self._response)
        self._busy: set[Any] = set()
        self.page.on("request", lambda request: self._busy.add(request))
        self.page.on("requestfinished", lambda request: self._busy.discard(request))
        self.page.on("requestfailed", lambda request: self._busy.discard(request))

    def open(self, path: str) -> Any:
        """Go to a page and wait until its scripts have run."""
        response = self.page.goto(path)
        self.settle()
        return response

    def resize(self, width: int) -> None:
        """Make the window `width` pixels wide, as a user does who turns a tablet."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.settle()

    def settle(self) -> None:
        """Wait until nothing has been asked for during QUIET ms; five times sooner than Playwright.

        What a page asks for late, it asks for when its scripts have run or something is scrolled
        into sight: both within a few frames.
        """
        quiet_since = began = time.monotonic()
        while time.monotonic() - quiet_since < QUIET / 1000 and time.monotonic() - began < PATIENCE:
            self.page.wait_for_timeout(QUIET / 4)
            if self._busy:
                quiet_since = time.monotonic()

    def too_wide(self) -> list[str]:
        """Return what makes the page scroll sideways; empty when nothing does."""
        return self.page.evaluate(WIDE_ELEMENTS)

    def cut_rows(self) -> list[str]:
        """Return what of a table's rows is cut off: long words may end in dots, figures may not."""
        return self.page.evaluate(CUT_ROWS)

    def doubled_ids(self) -> list[str]:
        """Return ids that occur more than once."""
        return self.page.evaluate(DOUBLED_IDS)

    def texts(self) -> list[str]:
        """Return every text that a reader sees or hears."""
        return self.page.evaluate(VISIBLE_TEXTS)

    def barriers(self) -> list[str]:
        """Return what axe finds (WCAG 2.2 AA and good practice), also what it calls minor."""
        self.page.evaluate(axe_source())
        return self.page.evaluate(AXE)

    def _note(self, text: str) -> None:
        self.problems.append(f"{self.page.url}: {text}")

    def _console(self, message: Any) -> None:
        # A refused form or page is the portal's answer; missing files are noted by `_response`.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self._note(f"console: {message.text}")

    def _request_failed(self, request: Any) -> None:
        # Chromium says "aborted" for downloads and for what a new page cuts off.
        if "ERR_ABORTED" not in (request.failure or ""):
            self._note(f"request: {request.url} {request.failure}")

    def _response(self, response: Any) -> None:
        if response.status >= 500 or (response.status == 404 and "/static/" in response.url):
            self._note(f"answer: {response.status} {response.url}")
