"""The citizen's identity number: 18 characters with birth date, sex and a check digit.

Source: GB 11643-1999 (citizen identification number), whose check character follows ISO 7064,
MOD 11-2: characters 7–14 are the birth date, the 17th is odd for men and even for women.
"""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from injuries.codes import AgeUnit

FORM = re.compile(r"\d{17}[\dXx]")
WEIGHTS = [pow(2, 17 - place, 11) for place in range(17)]
CHECK_CHARACTERS = "10X98765432"


def check_digit_fits(number: str) -> bool:
    """Tell whether `number` has 18 characters, a birth date and the right check character."""
    if not FORM.fullmatch(number) or birth_date_of(number) is None:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return CHECK_CHARACTERS[total % 11] == number[17].upper()


def birth_date_of(number: str) -> dt.date | None:
    """Return the birth date in `number`, None when its digits are no date."""
    if not FORM.fullmatch(number):
        return None
    try:
        return dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex_of(number: str) -> str:
    """Return 1 (male) or 2 (female), the codes of communities.Sex."""
    return "1" if int(number[16]) % 2 else "2"


def age_on(born: dt.date, day: dt.date) -> tuple[int, str]:
    """Return the age on `day` as the card has it, with its unit: infants in months or days."""
    months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)
    if months >= 12:
        return months // 12, AgeUnit.YEARS.value
    if months >= 1:
        return months, AgeUnit.MONTHS.value
    return (day - born).days, AgeUnit.DAYS.value


def told_by(card: Mapping[str, Any]) -> dict[str, Any]:
    """Return sex and age of a card that has neither, as far as its identity number tells them.

    The age is that on the day of the injury, else of the visit.
    """
    number = card.get("id_number") or ""
    if not check_digit_fits(number):
        return {}
    told: dict[str, Any] = {}
    if not card.get("sex"):
        told["sex"] = sex_of(number)
    born, day = birth_date_of(number), card.get("occurred_on") or card.get("visited_on")
    if card.get("age_value") is None and born and day and born <= day:
        told["age_value"], told["age_unit"] = age_on(born, day)
    return told
