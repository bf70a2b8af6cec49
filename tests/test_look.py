"""The look: one set of tokens, contrast as measured, nothing beside it (docs/interface.md)."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from safecommunity import styleguide
from scripts import icons

SHEETS = sorted((settings.BASE_DIR / "static" / "css").glob("*.css"))
OTHERS = [path for path in SHEETS if path.name != "tokens.css"]
#: A colour written out, or a size of type that is no token.
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\((?!23 37 45|255 255 255|11 110 95)|\bhsl")
TYPE = re.compile(r"font-size:\s*+(?!var\(--(?:text-|swatch)|inherit|\d+pt|clamp|calc)[^;]+;")


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_only_the_tokens_name_colours_and_sizes_of_type(path) -> None:
    text = path.read_text()
    assert COLOUR.findall(text) == []
    assert TYPE.findall(text) == []


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_every_token_that_a_sheet_uses_is_known(path) -> None:
    own = set(re.findall(r"--([\w-]+):", path.read_text()))
    known = set(re.findall(r"--([\w-]+):", styleguide.TOKENS.read_text()))
    used = {n for n in re.findall(r"var\(--([\w-]+)", path.read_text()) if not n.startswith("bs-")}
    assert used - known - own == set()


@pytest.mark.parametrize("pair", styleguide.pairs(), ids=lambda p: f"{p.ink} on {p.ground}")
def test_what_is_read_stands_out_from_its_ground(pair) -> None:
    assert pair.ratio >= pair.least


def test_the_ratio_is_that_of_the_standard() -> None:
    assert styleguide.contrast("#000", "#fff") == pytest.approx(21)
    assert styleguide.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_every_sheet_is_loaded_by_the_frame_and_no_other() -> None:
    base = (settings.BASE_DIR / "templates" / "base.html").read_text()
    loaded = set(re.findall(r"css/([\w-]+\.css)' %", base))
    assert loaded == {path.name for path in SHEETS} - {"styleguide.css"}


def test_the_style_guide_shows_every_token(cast, as_user) -> None:
    page = as_user(cast.wang).get(reverse("styleguide")).content.decode()
    sheet = (settings.BASE_DIR / "static" / "css" / "styleguide.css").read_text()
    shown = [n for n, v in styleguide.tokens().items() if v.startswith("#") or "text-" in n]
    for name in shown:
        assert f"token-{name}" in page
        assert f".token-{name} {{" in sheet


def test_a_server_has_no_style_guide(cast, as_user, settings) -> None:
    settings.LOCAL = False
    assert as_user(cast.wang).get(reverse("styleguide")).status_code == 404


def test_every_icon_that_is_used_is_in_the_file_of_symbols() -> None:
    """`python -m scripts.icons` writes it anew."""
    assert icons.SPRITE.read_text("utf-8") == icons.sprite()
    assert len(icons.used()) > 60


def test_a_page_is_compressed_and_a_photograph_is_not(cast, as_user) -> None:
    client = as_user(cast.chen)
    packed = client.get("/", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/")
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 3
    assert "Content-Encoding" not in plain
