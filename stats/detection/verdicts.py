"""What a detector says about each week, and about the series."""

from dataclasses import dataclass, field
from typing import Any

from stats.words import Phrase, Result, number_text

METHOD_NAMES = {
    "ears_c1": Phrase(en="EARS C1", zh="EARS C1 法"),
    "ears_c2": Phrase(en="EARS C2", zh="EARS C2 法"),
    "ears_c3": Phrase(en="EARS C3", zh="EARS C3 法"),
    "farrington": Phrase(en="Farrington's method", zh="Farrington 法"),
    "farrington_flexible": Phrase(en="Farrington's flexible method", zh="Farrington 改进法"),
    "cusum": Phrase(en="CUSUM", zh="累积和（CUSUM）法"),
}

WEEK = Phrase(en="week {week}", zh="{week} 周")
ROW = Phrase(en="week no. {number} of the series", zh="序列第 {number} 周")

SAID = {
    "alarm": Phrase(
        en="{method}: {week} has {observed} events where about {expected} were expected;"
        " this is unusually many. It is a signal to look into, not proof of an outbreak.",
        zh="{method}：{week}发生 {observed} 例，预期约 {expected} 例，异常偏多。"
        "这是需要核实的信号，并不证明已发生暴发。",
    ),
    "alarm_cusum": Phrase(
        en="{method}: up to {week}, more events than expected (about {expected} a week) have added"
        " up to the limit. It is a signal to look into, not proof of a cause.",
        zh="{method}：截至{week}，高于预期（每周约 {expected} 例）的部分已累积达到控制限。"
        "这是需要核实的信号，并不证明原因。",
    ),
    "quiet_cusum": Phrase(
        en="{method}: up to {week}, no lasting rise above the expected level"
        " (about {expected} a week) has added up to the limit.",
        zh="{method}：截至{week}，未见持续高于预期水平（每周约 {expected} 例）的累积。",
    ),
    "quiet": Phrase(
        en="{method}: {week} has {observed} events where about {expected} were expected;"
        " this is not unusually many.",
        zh="{method}：{week}发生 {observed} 例，预期约 {expected} 例，未见异常偏多。",
    ),
    "too_few_cases": Phrase(
        en="{method}: {week} and the weeks just before it have too few events to raise an alarm.",
        zh="{method}：{week}及之前数周事件太少，不作预警。",
    ),
    "missing": Phrase(
        en="{method}: the count of {week} is not known: no judgement.",
        zh="{method}：{week}的数据缺失，不作判断。",
    ),
    "no_model": Phrase(
        en="{method}: the past weeks give no baseline for {week}: no judgement.",
        zh="{method}：既往数据不足以给出{week}的基线，不作判断。",
    ),
}


@dataclass(frozen=True)
class WeekVerdict(Result):
    """One week of one series.

    ``position`` in the list of counts, from 0; ``week`` its ISO name when the start is known.
    ``observed`` and ``expected`` counts. ``threshold``: the bound that the baseline gives.
    ``upper_bound``: the bound in force, ``None`` where the week cannot raise an alarm (``status``
    is then not "judged"). ``alarm``. ``status``: "judged", "too_few_cases" (limit54), "missing"
    (this week's count is unknown), "no_model" (no usable baseline). ``statistic``: the method's
    own (see the function). ``p_value``: chance of this count or more if nothing has changed.
    ``dispersion``: variance over mean, at least 1. ``trend``: change of the log mean per week,
    ``None`` where the model has no trend.
    """

    position: int
    week: str | None
    observed: float | None
    expected: float | None
    threshold: float | None
    upper_bound: float | None
    alarm: bool
    status: str
    statistic: float | None = None
    p_value: float | None = None
    dispersion: float | None = None
    trend: float | None = None
    method: str = "farrington_flexible"

    def sentence(self, language: str = "en") -> str:
        """The verdict in words; an alarm is called a signal, never an outbreak."""
        key = self.status
        if key == "judged":
            key = "alarm" if self.alarm else "quiet"
            key += "_cusum" if self.method == "cusum" else ""
        week = (
            WEEK.say(language, week=self.week)
            if self.week
            else ROW.say(language, number=self.position + 1)
        )
        return SAID[key].say(
            language,
            method=METHOD_NAMES[self.method].say(language),
            week=week,
            observed=number_text(self.observed, language),
            # An expectation of 1e-12 is none for a reader.
            expected=number_text(
                None if self.expected is None else round(self.expected, 2), language
            ),
        )


@dataclass(frozen=True)
class Detection(Result):
    """One series, judged week by week.

    ``method``; ``parameters`` as they were used; ``weeks``: one :class:`WeekVerdict` per judged
    week, in order of time.
    """

    method: str
    weeks: tuple[WeekVerdict, ...]
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def alarms(self) -> tuple[WeekVerdict, ...]:
        """The weeks that raised an alarm."""
        return tuple(week for week in self.weeks if week.alarm)

    def sentence(self, language: str = "en") -> str:
        """What the method says about the latest week."""
        return self.weeks[-1].sentence(language)
