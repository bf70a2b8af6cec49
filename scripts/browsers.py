"""A Chromium for the browser tests."""

import os
import shutil
import subprocess

from scripts.layout import PYTHON, Missing

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ASK = """
from playwright.sync_api import sync_playwright
with sync_playwright() as p:
    print(p.chromium.executable_path)
"""


def chromium() -> str:
    """Return a Chromium: of the machine, else Playwright's, fetched now. Raises Missing."""
    if wanted := os.environ.get("CHROMIUM"):
        return wanted
    for name in NAMES:
        if found := shutil.which(name):
            return found
    if not (path := _playwrights()):
        subprocess.run([str(PYTHON), "-m", "playwright", "install", "chromium"], timeout=600)
        path = _playwrights()
    if not path:
        raise Missing("No Chromium: install the package chromium, or set CHROMIUM=/path/to/it.")
    return path


def _playwrights() -> str | None:
    asked = subprocess.run([str(PYTHON), "-c", ASK], capture_output=True, text=True)
    path = asked.stdout.strip()
    return path if asked.returncode == 0 and os.path.exists(path) else None
