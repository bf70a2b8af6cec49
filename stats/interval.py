"""The estimate with its interval: what most functions of ``stats`` return."""

from dataclasses import dataclass

from stats.words import (
    Phrase,
    Result,
    interval_text,
    number_text,
    p_text,
    percent_text,
)

ESTIMATE = Phrase(en="{name} {value} ({interval})", zh="{name}：{value}（{interval}）")
PER = Phrase(en="{name} per {per:,.0f}", zh="{name}（每 {per:,.0f}）")
WITH_P = Phrase(en="{text}, {p}", zh="{text}，{p}")
STOP = Phrase(en="{text}.", zh="{text}。")

# measure -> its name in a sentence. Keys are stable: they appear in JSON.
MEASURES = {
    "estimate": Phrase(en="Estimate", zh="估计值"),
    "count": Phrase(en="Count", zh="计数"),
    "proportion": Phrase(en="Proportion", zh="比例"),
    "rate": Phrase(en="Rate", zh="率"),
    "rate_ratio": Phrase(en="Rate ratio", zh="率比"),
    "rate_difference": Phrase(en="Rate difference", zh="率差"),
    "odds_ratio": Phrase(en="Odds ratio", zh="比值比"),
    "difference": Phrase(en="Difference", zh="差值"),
    "standardised_rate": Phrase(en="Age-standardised rate", zh="年龄标化率"),
    "standardised_ratio": Phrase(en="Standardised ratio", zh="标化比"),
    "percent_change": Phrase(en="Percent change", zh="变化百分比"),
    "mean": Phrase(en="Mean", zh="均值"),
    "life_years": Phrase(en="Years of life lost", zh="寿命损失年"),
}

# flag -> the warning it adds to the sentence. Keys are stable: they appear in JSON.
FLAGS = {
    "small_numbers": Phrase(
        en="Few events: read the interval, not the value.",
        zh="事件数少：请看区间，勿只看数值。",
    ),
    "low_undefined": Phrase(
        en="The method gives no lower limit for so few events.",
        zh="事件太少，该方法无法给出下限。",
    ),
    "high_unbounded": Phrase(en="The data set no upper limit.", zh="数据不足以给出上限。"),
    "interval_undefined": Phrase(
        en="The method gives no interval when a count is 0; use an exact one.",
        zh="计数为 0 时该方法给不出区间，请改用精确法。",
    ),
    "no_value": Phrase(en="Too few events to give a value.", zh="事件太少，不给出数值。"),
}


@dataclass(frozen=True)
class Estimate(Result):
    """A value with its confidence interval.

    ``value``, ``low``, ``high`` are in the unit that the function names; ``None`` means that the
    method defines no such number, infinity that the data set no bound (``null`` in JSON, with the
    flag ``high_unbounded``). ``level`` is the confidence level (0.95), ``method`` how the interval
    was made, ``measure`` a key of :data:`MEASURES`, ``per`` the multiplier of a rate, ``numerator``
    and ``denominator`` what was counted, ``p_value`` that of the test of no effect where there is
    one, ``flags`` keys of :data:`FLAGS`.
    """

    value: float | None
    low: float | None
    high: float | None
    level: float
    method: str
    measure: str = "estimate"
    per: float = 1.0
    numerator: float | None = None
    denominator: float | None = None
    p_value: float | None = None
    flags: tuple[str, ...] = ()

    def name(self, language: str = "en") -> str:
        """What the value is, with its multiplier: "Rate per 100,000"."""
        measure = MEASURES[self.measure].say(language)
        return PER.say(language, name=measure, per=self.per) if self.per != 1 else measure

    def sentence(self, language: str = "en") -> str:
        """ "Rate per 100,000 12.3 (95% CI 10.1 to 14.8)." and the warnings of its flags."""
        percent = self.measure == "proportion"
        text = ESTIMATE.say(
            language,
            name=self.name(language),
            value=(percent_text if percent else number_text)(self.value, language),
            interval=interval_text(self.low, self.high, self.level, language, percent=percent),
        )
        if self.p_value is not None:
            text = WITH_P.say(language, text=text, p=p_text(self.p_value, language))
        parts = [STOP.say(language, text=text), *(FLAGS[f].say(language) for f in self.flags)]
        return ("" if language.startswith("zh") else " ").join(parts)
