"""How many, how often, how many died; against the same period of last year."""

from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

import stats
from communities.models import Area
from documents import Callout, Chart, Column, Narrative, Paragraph, Section, Table
from documents.charts import Axis, Series, line
from documents.context import ReportContext
from documents.figures import key_figures
from injuries.statistics import Rate, by_month, counted, rates_of, register_begins
from lib.bilingual import Text, bilingual
from lib.indicators import is_small
from lib.numerals import format_number
from lib.periods import Period
from lib.small_cells import HIDDEN, HIDDEN_NOTE, protect_months
from stats.errors import AllZero
from stats.interval import Estimate

TREND_MONTHS = 36
CASES = _("cases")
INJURIES = pgettext_lazy("count", "Injuries")


def summary(context: ReportContext) -> Section:
    """Key figures, the rate ratio, the trend of three years."""
    area, period = context.area, context.period
    so_far = period.so_far(timezone.localdate(context.as_of))
    rate, now, before = rates_of([(area, period), (area, so_far), (area, so_far.year_before)])
    keys = ["injuries.count", "injuries.deaths"]
    if rate.estimate is not None:
        keys.append("injuries.rate")
    blocks: list[Any] = [key_figures(keys, context)]
    if rate.reason:
        blocks.append(Callout("info", bilingual(rate.reason)))
    blocks += _ratio(now, before, so_far)
    blocks.append(_trend(area, period))
    blocks.append(Narrative("injuries", title=bilingual(_("About the injuries"))))
    return Section("injuries.summary", bilingual(_("Injuries")), tuple(blocks))


def _ratio(now: Rate, earlier: Rate, period: Period) -> list[Paragraph]:
    """Say the rate ratio with its interval, or why there is none; nothing of small numbers."""
    words: dict[str, Any] = {"period": lambda _language: str(period.year_before)}
    years, years_before = now.person_years, earlier.person_years
    if now.estimate is None or earlier.estimate is None or not (years and years_before):
        text = _("The rate cannot be compared with %(period)s: one of the two has none.")
        return [Paragraph(bilingual(text, **words))]
    if is_small(now.cases) or is_small(earlier.cases):
        return []  # the interval of a ratio tells the counts behind it
    try:
        ratio = stats.rate_ratio(now.cases, years, earlier.cases, years_before)
    except AllZero:
        text = _("There was no injury in this period nor in %(period)s.")
        return [Paragraph(bilingual(text, **words))]
    text = _("Against %(period)s the rate has changed: %(sentence)s %(verdict)s")
    words |= {"sentence": ratio.sentence, "verdict": _verdict(ratio)}
    return [Paragraph(bilingual(text, **words))]


def _verdict(ratio: Estimate) -> str | Promise:
    if ratio.low is not None and ratio.low > 1:
        return _("That is more than chance explains.")
    if ratio.high is not None and ratio.high < 1:
        return _("That is a decrease beyond chance.")
    return _("Chance alone can explain the difference.")


def _trend(area: Area, period: Period) -> Chart:
    """Monthly injuries of three years up to the end of the period, deaths beside them."""
    months = _known_months(area, period)
    found = by_month(counted(area), months)
    cases = _protected([n for n, _dead in found], months)
    deaths = _protected([dead for _n, dead in found], months)
    injuries = bilingual(INJURIES)
    spec = line([one.start for one in months], [Series(injuries, cases)], measure=_axis())
    table = Table(
        (
            Column(bilingual(_("Month"))),
            Column(injuries, "integer"),
            Column(bilingual(_("Deaths")), "integer"),
        ),
        tuple(
            (_month(m), HIDDEN if n is None else n, HIDDEN if dead is None else dead)
            for m, n, dead in zip(months, cases, deaths, strict=True)
        ),
        note=bilingual(HIDDEN_NOTE) if None in (*cases, *deaths) else "",
    )
    caption = bilingual(_("Injuries by month, three years"))
    return Chart(spec if any(cases) else None, caption, _trend_words(months, cases), table)


def _protected(numbers: list[int], months: list[Period]) -> list[int | None]:
    counts = dict(zip(months, numbers, strict=True))
    return list(protect_months(counts, {month: month.start.year for month in months}).values())


def _trend_words(months: list[Period], cases: list[int | None]) -> Text:
    top = max(range(len(months)), key=lambda place: cases[place] or 0)
    return bilingual(
        _("Injuries by month, %(first)s to %(last)s; most in %(top)s: %(number)s."),
        first=_month(months[0]),
        last=_month(months[-1]),
        top=_month(months[top]),
        number=format_number(cases[top] or 0) if cases[top] is not None else HIDDEN,
    )


def _known_months(area: Area, period: Period) -> list[Period]:
    """The last months up to the period's end, without those before the register begins."""
    months = Period.containing(period.last_day).back(TREND_MONTHS)
    begin = register_begins(area) or period.start
    return [month for month in months if month.end > begin] or months[-1:]


def _axis() -> Axis:
    return Axis(bilingual(CASES))


def _month(period: Period) -> Text:
    """The period's name in both languages."""
    return bilingual("%(name)s", name=lambda language: str(period))
