"""A real Chromium on the live server, as large as a phone."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from accounts.models import User
from communities.roles import sync_roles
from grids.reference import sync_reference
from tests.cast import Cast, Places, make_cast, make_places

PHONE = {"width": 360, "height": 740}
# The browser stays on this machine: no updates, no look-ups of its own.
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic",
]  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def _async_is_ours() -> Iterator[None]:
    """Playwright runs an event loop in this thread; Django must not mistake it for async views."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the one that CHROMIUM names, else the system's."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def places(transactional_db: None) -> Places:
    """The area tree, in a database that the live server sees too."""
    sync_roles()
    sync_reference()
    return make_places()


@pytest.fixture
def cast(places: Places) -> Cast:
    """The people."""
    return make_cast(places)


@pytest.fixture
def phone(browser: Browser, live_server: Any) -> Iterator[Callable[[User], Page]]:
    """Return a page of 360 × 740 px at a known position, signed in as the user.

    Whatever the page writes to the console as an error, or throws, fails the test at its end.
    """
    contexts, errors = [], []

    def open_phone(user: User) -> Page:
        context = browser.new_context(
            viewport=PHONE, has_touch=True, is_mobile=True, locale="zh-CN",
            base_url=live_server.url, geolocation={"latitude": 30.66, "longitude": 104.05},
            permissions=["geolocation"],
        )  # fmt: skip
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_phone
    for context in contexts:
        context.close()
    assert not [text for text in errors if "status of 422" not in text]


@pytest.fixture
def photo_file(tmp_path: Path) -> Path:
    """A photo on the phone."""
    from PIL import Image

    path = tmp_path / "exit.jpg"
    Image.new("RGB", (640, 480), "brown").save(path)
    return path
