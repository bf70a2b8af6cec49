"""Numbers written in Chinese characters: 二〇二三, 十二, 一百二十, 三千五, 两万, 廿三.

Two ways of writing stand beside each other: digit by digit (years, telephones) and with units of
ten (counts). A run of characters with a unit in it is the second. Figures that banks write (壹贰叁)
mean the same.
"""

import re

#: What stands for the digits 0 to 9, plain and as banks write them.
_DIGITS = {
    **dict(zip("〇一二三四五六七八九", range(10), strict=True)),
    **dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    "○": 0,
    "两": 2,
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
#: Tens of one character, as calendars write them.
_TENS = {"廿": "二十", "卅": "三十"}
_RUN = re.compile(f"[{''.join([*_DIGITS, *_SMALL, *_TENS])}万亿]+")


def number_of(text: str) -> int | None:
    """Return the number that `text` is from end to end; None when it is none.

    三千五 is 3500 and 一万二 is 12000: a last digit behind a unit counts tenths of that unit.
    """
    for short, long in _TENS.items():
        text = text.replace(short, long)
    if not text or not _RUN.fullmatch(text) or text[0] in _LARGE:
        return None
    if all(letter in _DIGITS for letter in text):
        return int("".join(str(_DIGITS[letter]) for letter in text))
    return _with_units(text)


def _with_units(text: str) -> int | None:
    """Add up digits and units; None when two digits follow each other or units grow (三二百)."""
    total = section = 0
    digit: int | None = None
    unit = 0  # of the place before the digit, for a last digit without a unit of its own
    for letter in text:
        if letter in _DIGITS:
            if digit:
                return None
            digit, unit = _DIGITS[letter], 0 if digit == 0 or not _DIGITS[letter] else unit
            continue
        if letter in _SMALL:
            section += (1 if digit is None else digit) * _SMALL[letter]
            unit = _SMALL[letter]
        else:
            total, section = (total + section + (digit or 0)) * _LARGE[letter], 0
            unit = _LARGE[letter]
        digit = None
    return total + section + (digit or 0) * (unit // 10 if unit > 10 else 1)


def arabic(text: str) -> str:
    """Return `text` with its runs of Chinese figures in Arabic ones: 二〇二三年六月 is 2023年6月.

    A run that is no number stays, and so does 万 or 亿 behind an Arabic figure.
    """

    def written(match: re.Match[str]) -> str:
        found = number_of(match[0])
        return match[0] if found is None else str(found)

    return _RUN.sub(written, text)
