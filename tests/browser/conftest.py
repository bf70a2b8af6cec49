"""A real Chromium before the real portal: hashed static files, the strict CSP, real threads."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings as project
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test import Client, override_settings
from django.test.testcases import QuietWSGIRequestHandler

from accounts.models import User
from tests.browser.doors import Doors
from tests.browser.window import Window
from tests.processes import collect_static

HASHED = {"BACKEND": "safecommunity.staticstorage.PortalStaticFilesStorage"}
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--disable-component-update",
    "--no-first-run",
    "--disable-quic",
    "--lang=zh-CN",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def hashed_static() -> dict[str, object]:
    """Collect and hash the static files; return the settings that serve them."""
    return {
        "STATIC_ROOT": collect_static(),
        "STORAGES": project.STORAGES | {"staticfiles": HASHED},
    }


@pytest.fixture(scope="session")
def doors(hashed_static: dict[str, object]) -> Doors:
    """The portal, closed until a test opens it."""
    with override_settings(**hashed_static):
        return Doors(WSGIHandler())


@pytest.fixture(scope="session")
def server(doors: Doors) -> Iterator[str]:
    """Serve the portal on a free port, a thread a connection; give its address."""
    httpd = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
    httpd.set_app(doors)
    thread = Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    httpd.server_close()
    thread.join(10)


@pytest.fixture
def portal(
    server: str, doors: Doors, hashed_static: dict[str, object], transactional_db: None
) -> Iterator[str]:
    """The address of the portal, whose rows are really committed."""
    with override_settings(**hashed_static), doors.open():
        assert staticfiles_storage.hashed_files, "static files are served under hashed names"
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Chromium."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, in which Django would refuse its database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"), args=list(ARGUMENTS)
        )
        yield chromium
        chromium.close()


@pytest.fixture
def window_of(browser: object, portal: str) -> Iterator[Callable[..., Window]]:
    """Return a window in which the user is signed in (None: signed out).

    The test fails at its end when any page wrote an error to the console, broke the
    Content-Security-Policy, threw in a script or missed one of its files.
    """
    windows: list[Window] = []

    def open_window(user: User | None, width: int = 1440, language: str = "zh-hans") -> Window:
        context = browser.new_context(
            base_url=portal,
            viewport={"width": width, "height": 740 if width < 500 else 900},
            locale="zh-CN" if language == "zh-hans" else "en-GB",
            timezone_id="Asia/Shanghai",
            geolocation={"latitude": 30.6135, "longitude": 114.2075, "accuracy": 8},
            permissions=["geolocation"],
            is_mobile=width < 500,
            has_touch=width < 500,
        )
        cookies = {"language": language}
        if user is not None:
            client = Client()
            client.force_login(user)
            cookies[project.SESSION_COOKIE_NAME] = client.cookies["sessionid"].value
        context.add_cookies(
            [{"name": name, "value": value, "url": portal} for name, value in cookies.items()]
        )
        windows.append(Window(context))
        return windows[-1]

    yield open_window
    problems = [problem for window in windows for problem in window.problems]
    for window in windows:
        window.context.close()
    assert not problems, "\n".join(problems)
