"""Numbers as offices write them into sheets: 1,200 平方米, 85㎡, 约50人, 3000余份, 1.2万元, 三层.

And numbers that only name something (identity, telephone), which Excel shortens for good.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from lib.chinese_numbers import arabic
from lib.sheet_cells import text_of
from lib.text import half_width
from lib.workbooks import Cell

#: Excel keeps 15 digits of a number; a longer one has lost its end.
EXACT_DIGITS = 15
#: How Excel writes a long number into a csv.
SCIENTIFIC = re.compile(r"[-+]?\d(?:\.\d+)?E\+?\d{1,3}", re.IGNORECASE)
_ABOUT = "约|大约|约计|近|将近|≈|~|≥|≤|>|<|共|计"
FIGURE = re.compile(
    rf"(?P<about>{_ABOUT})?\s*[¥￥]?\s*"
    r"(?P<number>[-−+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?)\s*"
    r"(?P<more>余|多|左右|以上|\+)?\s*(?P<scale>[十百千万亿])?\s*(?P<later>余|多)?\s*"
    r"(?P<unit>(?:[^\W\d_]|%)[^\d,/\-]{0,9}?[23]?)?\s*(?P<end>左右|以上|以内)?"
)
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
#: Units that are one unit. What is not here is itself.
UNITS = {
    "m2": {"m2", "㎡", "平方米", "平米", "平方", "平", "m²", "sqm", "方"},
    "亩": {"亩"},
    "ha": {"公顷", "ha"},
    "km2": {"平方公里", "平方千米", "km2", "km²"},
    "人": {"人", "名", "位", "个人", "人次", "员"},
    "层": {"层", "楼", "f", "层楼"},
    "户": {"户", "家庭"},
    "元": {"元", "圆", "元整", "rmb"},
    "份": {"份", "张", "册", "本", "套", "件", "个", "家", "处", "只", "具", "次", "台", "条"},
    "%": {"%", "百分比"},
}
_UNIT = {spelling: unit for unit, spellings in UNITS.items() for spelling in spellings}
#: How many of the key unit one of the other is (mu after GB 3100: 10,000 m² are 15 mu).
FACTORS = {
    ("亩", "m2"): Decimal(10_000) / 15,
    ("ha", "m2"): Decimal(10_000),
    ("km2", "m2"): Decimal(1_000_000),
    ("m2", "km2"): Decimal(1) / 1_000_000,
    ("ha", "km2"): Decimal(1) / 100,
    ("亩", "km2"): Decimal(1) / 1500,
}


class NoNumber(ValueError):
    """The cell holds no number."""


class CutNumber(ValueError):
    """Excel has kept fewer digits than were typed: the number is lost."""


class OtherUnit(ValueError):
    """The cell counts in a unit that is not the column's: `unit` and `wanted`."""

    def __init__(self, unit: str, wanted: str) -> None:
        super().__init__(unit)
        self.unit, self.wanted = unit, wanted


@dataclass(frozen=True)
class Figure:
    """A number with its unit ("" without one); `about` says that the writer did not count it."""

    value: Decimal
    unit: str = ""
    about: bool = False


def read_figure(cell: Cell) -> Figure:
    """Read a number with what stands around it. Raises NoNumber.

    A comma that parts no thousands may be a decimal one, and “1/6” two numbers: nobody guesses.
    """
    if isinstance(cell, bool):
        raise NoNumber(str(cell))
    if isinstance(cell, int | float):
        return Figure(_decimal(text_of(cell), cell))
    text = half_width(text_of(cell))
    match = _figure(text) or _figure(arabic(text))
    if match is None:
        raise NoNumber(text)
    value = _decimal(match["number"].replace(",", "").replace("−", "-"), cell)
    unit = (match["unit"] or "").strip().casefold()
    about = any(match[part] for part in ("about", "more", "later", "end"))
    return Figure(value * _SCALES.get(match["scale"] or "", 1), _UNIT.get(unit, unit), about)


def _figure(text: str) -> re.Match[str] | None:
    match = FIGURE.fullmatch(text)
    return match if match and match["number"].strip("+-−") else None


def _decimal(text: str, cell: Cell) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise NoNumber(text_of(cell)) from None
    if not value.is_finite():
        raise NoNumber(text_of(cell))
    return value


def read_quantity(cell: Cell, unit: str = "") -> Decimal:
    """Return how many of `unit` a cell says; a cell without a unit means it.

    Raises NoNumber; OtherUnit for a unit that cannot be turned into it.
    """
    figure = read_figure(cell)
    if figure.unit in ("", unit) or not unit:
        return figure.value
    factor = FACTORS.get((figure.unit, unit))
    if factor is None:
        raise OtherUnit(figure.unit, unit)
    return figure.value * factor


def read_count(cell: Cell, unit: str = "") -> int:
    """Return a whole number that is not negative: 65, “约800”, “3000余份”. Raises as above."""
    value = read_quantity(cell, unit)
    if value != value.to_integral_value() or value < 0:
        raise NoNumber(text_of(cell))
    return int(value)


def read_angle(cell: Cell) -> float:
    """Return degrees of a coordinate: 121.401, 121°24′05″, 121度24分5秒. Raises NoNumber."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    text = half_width(text_of(cell))
    match = ANGLE.fullmatch(text)
    if match is None:
        raise NoNumber(text)
    minutes, seconds = float(match["minutes"] or 0), float(match["seconds"] or 0)
    if minutes >= 60 or seconds >= 60:
        raise NoNumber(text)
    sign = -1 if match["side"] in ("S", "W", "s", "w", "南纬", "西经") or match["minus"] else 1
    if match["later"] and match["later"].upper() in "SW":
        sign = -1
    return sign * (float(match["degrees"]) + minutes / 60 + seconds / 3600)


ANGLE = re.compile(
    r"(?P<side>[NSEWnsew]|北纬|南纬|东经|西经)?\s*[:：]?\s*(?P<minus>-)?"
    r"(?P<degrees>\d{1,3}(?:\.\d+)?)\s*[°度º]?\s*"
    r"(?:(?P<minutes>\d{1,2}(?:\.\d+)?)\s*['′’分]\s*)?"
    r"(?:(?P<seconds>\d{1,2}(?:\.\d+)?)\s*(?:\"|″|”|''|′′|’’|秒)\s*)?"
    r"(?P<later>[NSEWnsew])?"
)


def is_cut(cell: Cell, text: str) -> bool:
    """Tell whether the cell has lost digits: more than Excel keeps, or written as 3.30106E+17."""
    if (
        isinstance(cell, int | float)
        and not isinstance(cell, bool)
        and abs(cell) >= 10**EXACT_DIGITS
    ):
        return True
    return bool(SCIENTIFIC.fullmatch(text))


def read_name(cell: Cell) -> str:
    """Return a number that names something (a card, a household, a licence), its zeros kept.

    Spaces and Excel's marks go. Raises CutNumber.
    """
    text = "".join(half_width(text_of(cell)).split())
    if is_cut(cell, text):
        raise CutNumber(text)
    return text
