"""One look for every chart: colours, type, number and date formats.

Colours are the palette of Okabe and Ito (Color Universal Design, 2008), told apart by people
with any of the common colour deficiencies; lines differ by dash and point shape as well, so a
black-and-white print stays readable.
"""

from __future__ import annotations

from typing import Any

from documents.fonts import CJK_FAMILY
from lib.bilingual import leaf

SCHEMA_URL = "https://vega.github.io/schema/vega-lite/v6.json"

BLUE = "#0072B2"
VERMILION = "#D55E00"
GREEN = "#009E73"
AMBER = "#E69F00"
MAUVE = "#CC79A7"
SKY = "#56B4E9"
INK = "#1f2933"
MUTED = "#5b6672"
RULE = "#c3c9d1"
GRID = "#e8ebef"

SERIES = (BLUE, VERMILION, GREEN, AMBER, MAUVE, SKY)
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [1, 3])
SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross")
RAMP = ("#f1f6fb", "#c6dbef", "#6baed6", "#2171b5", "#08306b")

FONT = f"{CJK_FAMILY}, PingFang SC, Microsoft YaHei, sans-serif"
LABEL_SIZE = 11

NUMBER_LOCALE = {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["¥", ""]}

TIME_LOCALE_EN = {
    "dateTime": "%x, %X",
    "date": "%-d %B %Y",
    "time": "%H:%M:%S",
    "periods": ["AM", "PM"],
    "days": ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
    "shortDays": ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
    "months": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "shortMonths": [
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
    ],
}

TIME_LOCALE_ZH = {
    "dateTime": "%x %X",
    "date": "%Y年%-m月%-d日",
    "time": "%H:%M:%S",
    "periods": ["上午", "下午"],
    "days": [f"星期{day}" for day in "日一二三四五六"],
    "shortDays": [f"周{day}" for day in "日一二三四五六"],
    "months": [f"{month}月" for month in range(1, 13)],
    "shortMonths": [f"{month}月" for month in range(1, 13)],
}

# d3-time-format patterns of a date axis, by the length of one step.
DATE_FORMATS = {
    "day": leaf("%-m月%-d日", "%-d %b"),
    "month": leaf("%Y年%-m月", "%b %Y"),
    "year": leaf("%Y年", "%Y"),
}

CONFIG: dict[str, Any] = {
    "font": FONT,
    "locale": {"number": NUMBER_LOCALE, "time": leaf(TIME_LOCALE_ZH, TIME_LOCALE_EN)},
    "view": {"stroke": None},
    "axis": {
        "labelColor": MUTED,
        "labelFontSize": LABEL_SIZE,
        "titleColor": MUTED,
        "titleFontSize": LABEL_SIZE,
        "titleFontWeight": "normal",
        "titlePadding": 8,
        "domainColor": RULE,
        "tickColor": RULE,
        "tickSize": 4,
        "gridColor": GRID,
        "labelPadding": 4,
    },
    "axisBand": {"ticks": False, "grid": False},
    "legend": {
        "orient": "top",
        "direction": "horizontal",
        "title": None,
        "labelColor": INK,
        "labelFontSize": LABEL_SIZE,
        "symbolSize": 70,
        "offset": 24,
        "columnPadding": 16,
    },
    "text": {"color": INK, "fontSize": LABEL_SIZE},
    "line": {"strokeWidth": 2},
    "rule": {"color": MUTED},
}
