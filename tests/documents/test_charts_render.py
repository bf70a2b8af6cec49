"""Pictures of charts: Chinese as glyphs, drawn once, never from the network."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path

import pytest
import vl_convert
from django.core.cache import caches
from PIL import Image

from documents import charts
from documents.charts.render import PNG_SCALE, WIDTH, FolderCache, Renderer
from documents.errors import DrawingFailed
from lib.bilingual import Text, localise
from tests.documents.report_sample import BANDS, CASES, CAUSES, MONTHS, RATE

BAR = charts.bar(CAUSES, [1234, 287, 198, 156, 121, 60], measure=CASES)


def svg_words(svg: str) -> list[str]:
    return [text for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg) if text]


def test_a_chart_says_its_words_in_the_language_asked_for() -> None:
    chinese = svg_words(Renderer().svg([BAR], language="zh-hans")[0])
    english = svg_words(Renderer().svg([BAR], language="en")[0])
    assert {"跌倒/坠落", "烧烫伤", "例", "1,234", "60"} <= set(chinese)
    assert {"Fall", "Burn", "cases", "1,234", "60"} <= set(english)
    assert not re.search(r"[\u4e00-\u9fff]", "".join(english))


def test_months_are_written_in_the_language() -> None:
    values = [n % 7 for n in range(36)]
    spec = charts.line(MONTHS, [charts.Series("a", values)], measure=RATE)
    assert "2024年1月" in svg_words(Renderer().svg([spec], language="zh-hans")[0])
    assert "Jan 2024" in svg_words(Renderer().svg([spec], language="en")[0])


@pytest.mark.parametrize("width", [320, 640, 1100, 1600])
@pytest.mark.parametrize("count", [2, 3, 12])
def test_each_month_is_named_once_and_under_its_point(width: int, count: int) -> None:
    """However wide the chart is: no tick stands inside a month."""
    months = [dt.date(2025 + (10 + n) // 12, (10 + n) % 12 + 1, 1) for n in range(count)]
    spec = charts.line(months, [charts.Series("a", range(count))], measure=RATE)
    (svg,) = Renderer().svg([spec | {"width": width}], language="zh-hans")
    named = [word for word in svg_words(svg) if "月" in word]
    assert named and len(set(named)) == len(named)
    assert set(named) <= {f"{day.year}年{day.month}月" for day in months}
    if width > 1000:
        assert len(named) == count


def test_so_many_days_that_ticks_would_touch_have_fewer() -> None:
    days = [dt.date(2026, 1, 1) + dt.timedelta(n) for n in range(120)]
    spec = charts.line(days, [charts.Series("a", range(120))], measure=RATE, step="day")
    (svg,) = Renderer().svg([spec], language="zh-hans")
    named = [word for word in svg_words(svg) if "日" in word]
    assert 2 < len(named) < 30 and len(set(named)) == len(named)


def test_vega_finds_nothing_to_warn_of(capfd: pytest.CaptureFixture[str]) -> None:
    """Lines with and without a band, one and two of them."""
    plain, level = charts.Series("a", [1, 2, 3]), charts.Series("b", [2, 2, 2])
    bounded = charts.Series("a", [1, 2, 3], [0, 1, 2], [2, 3, 4])
    target = charts.Reference(4, Text("目标", "Target"))
    for series in ([plain], [bounded], [plain, level], [bounded, level]):
        spec = charts.line(MONTHS[:3], series, measure=RATE, reference=target)
        version = vl_convert.get_vegalite_versions()[-1]
        vl_convert.vegalite_to_vega(localise(spec, "en"), vl_version=version, show_warnings=True)
    assert "WARN" not in "".join(capfd.readouterr())


def test_a_long_list_of_chinese_bands_is_drawn_with_every_bar() -> None:
    left, right = (charts.Series(Text(x, y), range(1, 19)) for x, y in (("男", "M"), ("女", "F")))
    pyramid = charts.age_pyramid(BANDS, left, right, measure=CASES)
    (svg,) = Renderer().svg([pyramid], language="zh-hans")
    assert {"85+", "0–4", "男", "女"} <= set(svg_words(svg))
    assert svg.count('aria-roledescription="bar"') == 36
    assert "−" not in "".join(svg_words(svg))


def test_the_picture_for_word_is_sharp_and_not_blank() -> None:
    png = Renderer().png([BAR], language="zh-hans")[0]
    with Image.open(io.BytesIO(png)) as picture:
        assert picture.width == WIDTH * PNG_SCALE and picture.height > 300
        assert len(picture.getcolors(maxcolors=100_000)) > 20


def test_chinese_is_drawn_with_glyphs_and_not_with_boxes() -> None:
    """Two different characters give two different pictures; a missing glyph gives the same box."""

    def drawn(label: str) -> bytes:
        spec = charts.bar([label], [1], measure=charts.Axis())
        return Renderer().png([spec], language="en")[0]

    assert drawn("跌") != drawn("坠")


def test_a_picture_is_drawn_once(tmp_path: Path) -> None:
    renderer = Renderer(FolderCache(tmp_path / "pictures"))
    first = renderer.svg([BAR], language="en")[0]
    (file,) = (tmp_path / "pictures").iterdir()
    file.write_bytes(b"<svg>kept</svg>")
    assert renderer.svg([BAR], language="en")[0] == "<svg>kept</svg>"
    assert renderer.svg([BAR], language="zh-hans")[0] != first
    assert len(list((tmp_path / "pictures").iterdir())) == 2


def test_djangos_cache_keeps_pictures_too(settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    renderer = Renderer(caches["default"])
    assert renderer.png([BAR], language="en") == renderer.png([BAR], language="en")


def test_a_chart_never_loads_data_from_an_address() -> None:
    spec = {"data": {"url": "http://127.0.0.1:9/data.json"}, "mark": "bar", "encoding": {}}
    with pytest.raises(DrawingFailed, match="allowed"):
        Renderer().svg([spec], language="en")
