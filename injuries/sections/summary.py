"""How many, how often, how many died; against the period before and the same of last year."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

import stats
from documents import (
    Callout,
    Change,
    Chart,
    Column,
    KeyFigure,
    KeyFigures,
    Narrative,
    Paragraph,
    Section,
    Table,
)
from documents.charts import Measure, Series, line
from documents.context import ReportContext
from injuries.codes import Outcome
from injuries.statistics import Rate, by_month, counted, listed, rate_of, register_begins
from lib.bilingual import Text, bilingual
from lib.numerals import format_number
from lib.periods import Period
from stats.errors import AllZero
from stats.interval import Estimate

TREND_MONTHS = 36
CASES = _("cases")
INJURIES = pgettext_lazy("count", "Injuries")


@dataclass(frozen=True)
class Comparison:
    """This period against an earlier one."""

    label: str | Promise
    period: Period
    cases: int
    rate: Rate


def summary(context: ReportContext) -> Section:
    """Key figures, rate ratios, the trend of three years."""
    area, period = context.area, context.period
    cases = counted(area, period).count()
    rate = rate_of(area, period)
    earlier = [
        _earlier(area, _("the period before"), period.previous),
        _earlier(area, _("the same period of last year"), period.year_before),
    ]
    blocks: list[Any] = [KeyFigures(tuple(_figures(area, period, cases, rate, earlier)))]
    if rate.reason:
        blocks.append(Callout("info", bilingual(rate.reason)))
    blocks += [Paragraph(_ratio_text(rate, one)) for one in earlier]
    blocks.append(_trend(area, period))
    blocks.append(Narrative("injuries", title=bilingual(_("About the injuries"))))
    return Section("injuries.summary", bilingual(_("Injuries")), tuple(blocks))


def _earlier(area: Any, label: str | Promise, period: Period) -> Comparison:
    return Comparison(label, period, counted(area, period).count(), rate_of(area, period))


def _figures(
    area: Any, period: Period, cases: int, rate: Rate, earlier: list[Comparison]
) -> list[KeyFigure]:
    deaths = counted(area, period).deaths().count()
    figures = [
        KeyFigure(
            bilingual(INJURIES),
            cases,
            bilingual(CASES),
            change=_change(cases, earlier[0]),
            href=listed(area, period),
        ),
        KeyFigure(
            bilingual(_("Injuries, against last year")),
            cases,
            bilingual(CASES),
            change=_change(cases, earlier[1]),
            href=listed(area, period),
        ),
        KeyFigure(
            bilingual(_("Deaths from injury")),
            deaths,
            bilingual(CASES),
            href=listed(area, period, outcome=Outcome.DEATH),
        ),
    ]
    if rate.estimate is not None:
        figures.append(_rate_figure(area, period, rate.estimate))
    return figures


def _rate_figure(area: Any, period: Period, estimate: Estimate) -> KeyFigure:
    return KeyFigure(
        bilingual(_("Injury rate")),
        estimate.value,
        bilingual(_("per 100,000 person-years")),
        kind="decimal",
        digits=1,
        low=estimate.low,
        high=estimate.high,
        href=listed(area, period, rate="true"),
    )


def _change(cases: int, earlier: Comparison) -> Change | None:
    """The relative change; none from nothing, where a percentage has no meaning."""
    if not earlier.cases:
        return None
    share = cases / earlier.cases - 1
    against = bilingual(_("against %(label)s"), label=earlier.label)
    return Change(share, against, "percent", 1, good=None if not share else share < 0)


def _ratio_text(now: Rate, before: Comparison) -> Text:
    """Say the rate ratio with its interval, or why there is none."""
    earlier = before.rate
    label = bilingual(before.label)
    if now.estimate is None or earlier.estimate is None:
        text = _("The rate cannot be compared with %(label)s: one of the two has none.")
        return bilingual(text, label=label)
    try:
        ratio = stats.rate_ratio(now.cases, now.person_years, earlier.cases, earlier.person_years)
    except AllZero:
        text = _("There was no injury in this period nor in %(label)s.")
        return bilingual(text, label=label)
    return bilingual(
        _("Against %(label)s (%(period)s) the rate has changed: %(sentence)s %(verdict)s"),
        label=label,
        period=lambda language: str(before.period),
        sentence=lambda language: ratio.sentence(language),
        verdict=_verdict(ratio),
    )


def _verdict(ratio: Estimate) -> str | Promise:
    if ratio.low is not None and ratio.low > 1:
        return _("That is more than chance explains.")
    if ratio.high is not None and ratio.high < 1:
        return _("That is a decrease beyond chance.")
    return _("Chance alone can explain the difference.")


def _trend(area: Any, period: Period) -> Chart:
    """Monthly injuries of three years up to the end of the period, deaths beside them."""
    months = _known_months(area, period)
    rows = counted(area)
    cases = by_month(rows, months)
    deaths = by_month(rows.deaths(), months)
    injuries = bilingual(INJURIES)
    spec = line([one.start for one in months], [Series(injuries, cases)], measure=_axis())
    table = Table(
        (
            Column(bilingual(_("Month"))),
            Column(injuries, "integer"),
            Column(bilingual(_("Deaths")), "integer"),
        ),
        tuple((_month(m), n, dead) for m, n, dead in zip(months, cases, deaths, strict=True)),
    )
    top = max(range(len(months)), key=cases.__getitem__)
    alt = bilingual(
        _("Injuries by month, %(first)s to %(last)s; most in %(top)s: %(number)s."),
        first=_month(months[0]),
        last=_month(months[-1]),
        top=_month(months[top]),
        number=format_number(cases[top]),
    )
    caption = bilingual(_("Injuries by month, three years"))
    return Chart(spec if sum(cases) else None, caption, alt, table)


def _known_months(area: Any, period: Period) -> list[Period]:
    """The last months up to the period's end, without those before the register begins."""
    months = Period.containing(period.last_day).back(TREND_MONTHS)
    begin = register_begins(area) or period.start
    return [month for month in months if month.end > begin] or months[-1:]


def _axis() -> Measure:
    return Measure(bilingual(CASES))


def _month(period: Period) -> Text:
    """The period's name in both languages."""
    return bilingual("%(name)s", name=lambda language: str(period))
