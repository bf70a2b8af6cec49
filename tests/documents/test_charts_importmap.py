"""The page finds Vega without a bundler: the import map names files that are served."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from documents.fonts import cjk_font_dirs


def import_map(nonce: str) -> str:
    return render_to_string(
        "includes/importmap.html", {"request": SimpleNamespace(csp_nonce=nonce)}
    )


def test_every_library_of_the_map_is_a_file_that_is_served(settings) -> None:
    html = import_map("abc")
    names = json.loads(re.search(r">\s*(\{.*\})\s*</script>", html, re.S)[1])["imports"]
    for address in names.values():
        assert finders.find(address.removeprefix(settings.STATIC_URL)), address


def test_the_module_asks_for_no_library_that_the_map_lacks() -> None:
    with open(finders.find("charts/charts.js"), encoding="utf-8") as module:
        wanted = re.search(r"LIBRARIES = \[(.*?)\]", module.read())[1]
    for name in re.findall(r'"([^"]+)"', wanted):
        assert f'"{name}":' in import_map("abc")


def test_the_map_carries_the_nonce_that_the_policy_names(client, db) -> None:
    response = client.get("/accounts/login/")
    nonce = re.search(r'<script type="importmap" nonce="([^"]+)">', response.text)[1]
    assert f"'nonce-{nonce}'" in response["Content-Security-Policy"]


def test_the_font_is_installed_with_both_weights() -> None:
    assert [folder.name for folder in cjk_font_dirs()] == ["400Regular", "700Bold"]
