"""What can be wrong with the numbers that are handed to ``stats``.

::

    StatsError (a ValueError)
    ├── BadValue            one value is not what its argument needs
    │   ├── MissingValue        None or an absent cell
    │   ├── NotNumeric          text, true/false
    │   ├── NotFinite           NaN or infinity
    │   ├── NegativeCount       below zero where only 0 and more make sense
    │   ├── NotWhole            2.5 where only whole numbers make sense
    │   ├── OutOfRange          outside the bounds that are named (also: huge)
    │   └── UnknownChoice       a method or table name that does not exist
    ├── BadShape            the values do not fit together
    │   ├── EmptyInput          no value at all
    │   └── StrataMismatch      lists that must pair up have other lengths or labels
    └── NoAnswer            the values are sound, but cannot carry the statement
        ├── ZeroPopulation      nobody under observation: no rate exists
        ├── AllZero             not one event: no trend, no ratio exists
        ├── TooShort            too little history
        ├── NotConverged        the model found no solution
        └── CannotProtect       a small cell stays recoverable whatever is suppressed

Every error carries ``argument`` (the name of the argument at fault), ``position`` (its index, or
None), ``code`` (stable, for programs), ``details``, and a message that says what to do, in
English as ``str(error)`` and in both languages by ``error.sentence(language)``. Where only a part
of the argument is at fault (the counts before the change), ``part`` says which, in words.
"""

import math
from typing import Any, ClassVar

from stats.words import Phrase, is_chinese

WHERE_PART = Phrase(en="{name} ({part})", zh="“{name}”（{part}）")


def json_detail(value: Any) -> int | float | str:
    """A detail of an error as JSON knows it: finite numbers as they are, a Phrase in English,
    anything else (also NaN and infinity, which JSON lacks) as text.
    """
    if isinstance(value, (int, float)) and math.isfinite(value):
        return value
    return value.en if isinstance(value, Phrase) else str(value)


class StatsError(ValueError):
    """A statistic cannot be computed from what was given. Catch this at the edge."""

    code: ClassVar[str] = "stats_error"
    phrase: ClassVar[Phrase] = Phrase(
        en="{where} cannot be used. Check it and try again.",
        zh="{where}无法使用，请检查后重试。",
    )

    def __init__(
        self, argument: str, *, position: Any = None, part: Phrase | None = None, **details: Any
    ) -> None:
        self.argument = argument
        self.position = position
        self.part = part
        self.details = details
        super().__init__(self.sentence("en"))

    @property
    def where(self) -> str:
        """The argument with its index, as a programmer writes it: ``cases[3]``."""
        return self.argument if self.position is None else f"{self.argument}[{self.position}]"

    def sentence(self, language: str = "en") -> str:
        """What is wrong and what to do, in ``language``."""
        details = {
            key: value.say(language) if isinstance(value, Phrase) else value
            for key, value in self.details.items()
        }
        return self.phrase.say(language, where=self._spoken_where(language), **details)

    def _spoken_where(self, language: str) -> str:
        """The argument in a sentence; in Chinese its English name stands in quotes."""
        if self.part is not None:
            return WHERE_PART.say(language, name=self.where, part=self.part.say(language))
        return f"“{self.where}”" if is_chinese(language) else self.where

    def as_dict(self) -> dict[str, Any]:
        """For JSON: error, code, argument, position, message, message_zh, and the details."""
        return {
            "error": type(self).__name__,
            "code": self.code,
            "argument": self.argument,
            "position": self.position,
            "message": self.sentence("en"),
            "message_zh": self.sentence("zh-hans"),
            "details": {key: json_detail(value) for key, value in self.details.items()},
        }


class BadValue(StatsError):
    """One value is not what its argument needs."""

    code = "bad_value"


class MissingValue(BadValue):
    """``MissingValue(argument, position=)``: None where a number is needed."""

    code = "missing_value"
    phrase = Phrase(
        en="{where} is missing. Give a number; a count of nothing is 0.",
        zh="缺少{where}。请填写数字；确实没有发生的，计数填 0。",
    )


class NotNumeric(BadValue):
    """``NotNumeric(argument, position=, value=)``: text or true/false where a number is needed."""

    code = "not_numeric"
    phrase = Phrase(
        en="{where} is {value!r}, which is not a number. Give a number.",
        zh="{where}为 {value!r}，不是数字。请填写数字。",
    )


class NotFinite(BadValue):
    """``NotFinite(argument, position=, value=)``: NaN or infinity."""

    code = "not_finite"
    phrase = Phrase(
        en="{where} is {value}. Give a finite number; leave out what is not known.",
        zh="{where}为 {value}，不是有限的数值。请填写确定的数字；未知的数据请不要填入。",
    )


class NegativeCount(BadValue):
    """``NegativeCount(argument, position=, value=)``: a count below zero."""

    code = "negative_count"
    phrase = Phrase(
        en="{where} is {value}; a count cannot be negative. Give 0 or more.",
        zh="{where}为 {value}，计数不能为负。请填 0 或正数。",
    )


class NotWhole(BadValue):
    """``NotWhole(argument, position=, value=)``: a fraction where only whole numbers count."""

    code = "not_whole"
    phrase = Phrase(
        en="{where} is {value}; only whole numbers make sense here. Round it or correct it.",
        zh="{where}为 {value}，此处只能是整数。请取整或更正。",
    )


class OutOfRange(BadValue):
    """``OutOfRange(argument, position=, value=, allowed=)``: outside the named bounds."""

    code = "out_of_range"
    phrase = Phrase(
        en="{where} is {value}; allowed is {allowed}. Correct the value or its unit.",
        zh="{where}为 {value}，允许范围：{allowed}。请更正数值或单位。",
    )


class UnknownChoice(BadValue):
    """``UnknownChoice(argument, value=, allowed=)``: no such method or table."""

    code = "unknown_choice"
    phrase = Phrase(
        en="{where} is {value!r}, which does not exist. Choose one of: {allowed}.",
        zh="{where}为 {value!r}，没有这一选项。请从以下选择：{allowed}。",
    )


class BadShape(StatsError):
    """``BadShape(argument, reason=)``: the values do not fit together; ``reason`` is a Phrase."""

    code = "bad_shape"
    phrase = Phrase(
        en="{where} has the wrong shape: {reason}.",
        zh="{where}的格式不对：{reason}。",
    )


class EmptyInput(BadShape):
    """``EmptyInput(argument)``: no value at all."""

    code = "empty_input"
    phrase = Phrase(
        en="{where} is empty. Give at least one value.",
        zh="{where}为空。请至少给出一个值。",
    )


class StrataMismatch(BadShape):
    """``StrataMismatch(argument, other=, found=, expected=)``: lists that do not pair up."""

    code = "strata_mismatch"
    phrase = Phrase(
        en="{where} and {other} do not match: {found} against {expected}."
        " Give one value per stratum, in the same order.",
        zh="{where}与“{other}”不一致：前者为 {found}，后者为 {expected}。"
        "请按相同顺序，每层各给出一个值。",
    )


class NoAnswer(StatsError):
    """The values are sound but cannot carry the statement."""

    code = "no_answer"


class ZeroPopulation(NoAnswer):
    """``ZeroPopulation(argument, position=)``: nobody under observation."""

    code = "zero_population"
    phrase = Phrase(
        en="{where} is 0: without people under observation no rate exists."
        " Give the population, or leave this group out.",
        zh="{where}为 0：没有观察人口，无法计算率。请填写人口数，或去掉该组。",
    )


class AllZero(NoAnswer):
    """``AllZero(argument)``: not one event in the whole series or table."""

    code = "all_zero"
    phrase = Phrase(
        en="{where} has no event at all: nothing can be estimated from it."
        " Choose a longer period or a larger area.",
        zh="{where}中没有任何事件，无法估计。请选择更长的时间或更大的区域。",
    )


class TooShort(NoAnswer):
    """``TooShort(argument, found=, needed=, unit=)``: too little history."""

    code = "too_short"
    phrase = Phrase(
        en="{where} has {found} values, at least {needed} are needed: no judgement."
        " Wait for more data, or choose a simpler method.",
        zh="{where}只有 {found} 个值，至少需要 {needed} 个，不作判断。"
        "请等待更多数据，或选用更简单的方法。",
    )


class NotConverged(NoAnswer):
    """``NotConverged(argument, model=)``: the model found no solution."""

    code = "not_converged"
    phrase = Phrase(
        en="The {model} fitted to {where} found no solution (values that never vary have none)."
        " Use fewer terms, or more data.",
        zh="用{where}拟合的{model}没有得到解（数值完全不变时也无解）。请减少模型项，或增加数据。",
    )


class CannotProtect(NoAnswer):
    """``CannotProtect(argument, name=)``: cells that must be published give a small cell away."""

    code = "cannot_protect"
    phrase = Phrase(
        en="In {where} the cell {name} stays recoverable whatever else is suppressed."
        " Publish fewer totals, or merge groups.",
        zh="{where}中的单元格 {name}，无论另外隐去哪些单元格都可被推算。"
        "请减少公布的合计，或合并分组。",
    )
