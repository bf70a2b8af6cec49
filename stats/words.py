"""Words: every result and every error says itself in one plain sentence, in both languages.

``stats`` knows no Django, so the two languages of a sentence stand side by side in one
:class:`Phrase` instead of in a message catalogue: a statistician reads both at once, and a
sentence cannot be translated away from what the number carries.
"""

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from enum import Enum
from typing import Any

LANGUAGES = ("en", "zh-hans")


def is_chinese(language: str) -> bool:
    """True for ``zh``, ``zh-hans``, ``zh_Hans``, ``zh-cn``; any other language reads English."""
    return language.lower().replace("_", "-").split("-")[0] == "zh"


@dataclass(frozen=True)
class Phrase:
    """One sentence pattern in both languages, with ``str.format`` fields of the same names."""

    en: str
    zh: str

    def say(self, language: str = "en", /, **values: Any) -> str:
        """The sentence in ``language`` with ``values`` filled in."""
        return (self.zh if is_chinese(language) else self.en).format(**values)


NOT_AVAILABLE = Phrase(en="not available", zh="无法给出")
UNBOUNDED = Phrase(en="unbounded", zh="无上限")
NO_INTERVAL = Phrase(en="no {level} CI", zh="无 {level} 置信区间")
INTERVAL = Phrase(en="{level} CI {low} to {high}", zh="{level} 置信区间 {low}~{high}")


def number_text(value: float | None, language: str = "en", digits: int = 3) -> str:
    """A number for a sentence: ``digits`` significant digits, whole numbers from 1,000 up whole.

    >>> number_text(0.123456), number_text(1234.56), number_text(12.0)
    ('0.123', '1,235', '12')
    """
    if value is None or math.isnan(value):
        return NOT_AVAILABLE.say(language)
    if math.isinf(value):
        return UNBOUNDED.say(language)
    if abs(value) < 1e-12:  # a zero that arithmetic has blurred
        return "0"
    if float(value).is_integer() or abs(value) >= 1000:
        return f"{value:,.0f}"
    if abs(value) < 1e-4:
        return f"{value:.{digits - 1}e}"
    decimals = max(digits - 1 - math.floor(math.log10(abs(value))), 0)
    return f"{value:,.{decimals}f}"


def percent_text(value: float | None, language: str = "en", decimals: int = 1) -> str:
    """A fraction (0.123) as a percentage ("12.3%")."""
    if value is None or math.isnan(value):
        return NOT_AVAILABLE.say(language)
    if math.isinf(value):
        return UNBOUNDED.say(language)
    return f"{100 * value:,.{decimals}f}%"


def level_text(level: float) -> str:
    """A confidence level (0.998) as people write it ("99.8%")."""
    return f"{100 * level:.6g}%"


def p_text(p_value: float | None, language: str = "en") -> str:
    """A p-value with three decimals, or "p < 0.001"."""
    if p_value is None or math.isnan(p_value):
        return "p " + NOT_AVAILABLE.say(language)
    return "p < 0.001" if p_value < 0.0005 else f"p = {p_value:.3f}"


def interval_text(
    low: float | None,
    high: float | None,
    level: float,
    language: str = "en",
    *,
    percent: bool = False,
) -> str:
    """An interval for a sentence: ``95% CI 1.03 to 3.35`` / ``95% 置信区间 1.03~3.35``; with
    ``percent`` the limits are fractions and read as percentages.
    """
    if low is None and high is None:
        return NO_INTERVAL.say(language, level=level_text(level))
    text = percent_text if percent else number_text
    return INTERVAL.say(
        language, level=level_text(level), low=text(low, language), high=text(high, language)
    )


def plain(value: Any) -> Any:
    """``value`` as JSON knows it: arrays become lists, results become dicts.

    JSON has no infinity and no NaN, so both become ``None``; a result that has an open limit also
    says so in its ``flags``.
    """
    if isinstance(value, Result):
        return value.as_dict()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if hasattr(value, "tolist"):  # numpy arrays and numpy scalars
        return plain(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value


class Result:
    """Base of every result: a frozen dataclass that turns into JSON and says itself."""

    def as_dict(self) -> dict[str, Any]:
        """All fields by name, as JSON knows them (full precision; see :func:`plain`)."""
        return {name: plain(getattr(self, name)) for name in self.field_names()}

    @classmethod
    def field_names(cls) -> list[str]:
        """The names of the fields, in their order."""
        return [field.name for field in dataclasses.fields(cls)] if is_dataclass(cls) else []

    def sentence(self, language: str = "en") -> str:
        """One plain sentence in ``language`` (``en`` or ``zh-hans``) that claims no more than
        the data carry.
        """
        raise NotImplementedError
