"""Every page that 陈静 may open, on a phone, a tablet, a desktop and the meeting room's wall."""

from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.urls import reverse

from tests.access.table import Row, World
from tests.test_access_table import modules

PAGES = [
    pytest.param(module, row, id=row.name)
    for module in modules()
    for row in module.ROWS
    if row.method == "get" and row.statuses["chen"] == 200
]
PHONE, TABLET, DESKTOP, WALL = 360, 768, 1440, 1920


@pytest.fixture(scope="session")
def english() -> set[str]:
    """Return the English source texts that must not be seen on a Chinese page."""
    po = settings.LOCALE_PATHS[0] / "zh_Hans" / "LC_MESSAGES" / "django.po"
    mo = po.with_suffix(".mo")
    assert mo.exists(), "compile the catalogue first: manage.py messages --compile"
    assert mo.stat().st_mtime >= po.stat().st_mtime, "the compiled catalogue is old: compile it"
    with po.open("rb") as file:
        catalog = read_po(file, locale="zh_Hans")
    return {
        message.id
        for message in catalog
        if isinstance(message.id, str) and message.id and message.id != message.string
    }


@pytest.mark.parametrize(("module", "row"), PAGES)
def test_page_is_sound_at_every_width(
    module: Any, row: Row, places, cast, as_user, window_of, english
) -> None:
    """No error, nothing cut off, no barrier, one heading, no English left, no id twice."""
    world = World(places, cast)
    module.build(world)
    path = reverse(row.name, args=row.args(world))
    if not is_page(as_user(cast.chen).get(path)):
        assert row.name not in {"home"}
        return
    found = []
    for width, turned in ((PHONE, None), (DESKTOP, TABLET), (WALL, None)):
        window = window_of(cast.chen, width)
        answer = window.open(path)
        found += [] if answer.status == 200 else [f"status {answer.status}"]
        found += [f"{width} px: {fault}" for fault in faults(window, english)]
        if turned:
            window.resize(turned)
            found += [f"{turned} px: {fault}" for fault in faults(window, english)]
    assert not found, "\n".join(found)


def is_page(response: Any) -> bool:
    """Tell a page from a file or a fragment."""
    if response.streaming or not response["Content-Type"].startswith("text/html"):
        return False
    return b"<html" in response.content


def faults(window: Any, english: set[str]) -> list[str]:
    """Return what is wrong with the page in this window."""
    found = [f"too wide: {text}" for text in window.too_wide()]
    found += [f"cut off: {text}" for text in window.cut_rows()]
    found += [f"id twice: {text}" for text in window.doubled_ids()]
    found += [f"not Chinese: {text}" for text in sorted(english.intersection(window.texts()))]
    found += [f"barrier: {text}" for text in window.barriers()]
    headings = window.page.locator("h1").count()
    return found if headings == 1 else [*found, f"{headings} main headings"]
