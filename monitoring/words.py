"""What a change is called, in a sentence that claims no more than the numbers carry."""

from django.utils.translation import gettext as _

from lib.comparison import Compared, Verdict
from lib.numerals import format_number
from monitoring.trends import Trend


def change_in_words(found: Compared) -> str:
    """Say how much more or less it is than a year before; "" where nothing can be compared.

    Percentages differ by points; of small counts only the number is said.
    """
    difference = found.difference
    if difference is None:
        return ""
    digits = found.definition.digits
    size = format_number(abs(difference), digits=digits)
    if float(size.replace(",", "")) == 0:
        return _("as many as a year before") if not digits else _("as a year before")
    if found.definition.is_percent:
        words = _("%(n)s points higher") if difference > 0 else _("%(n)s points lower")
        return words % {"n": size}
    words = _("%(n)s more") if difference > 0 else _("%(n)s fewer")
    said = words % {"n": size}
    if found.percent is None:
        return said
    share = format_number(abs(found.percent), kind="percent", digits=1)
    return _("%(said)s (%(share)s)") % {"said": said, "share": share}


def chance_in_words(found: Compared) -> str:
    """Say whether chance alone explains the change; "" where it has no part in it."""
    if found.verdict is None or not found.difference:
        return ""
    if found.verdict is Verdict.WITHIN:
        return _("the difference may be chance")
    return _("more than chance explains")


def interval_in_words(found: Compared) -> str:
    """Say between what the value probably lies; "" without an interval."""
    now, digits = found.now, found.definition.digits
    if now.value is None or now.low is None or now.high is None:
        return ""
    low, high = format_number(now.low, digits=digits), format_number(now.high, digits=digits)
    return _("probably between %(low)s and %(high)s (95 %% interval)") % {"low": low, "high": high}


def trend_in_words(trend: Trend) -> str:
    """Say what the chart of a trend shows: its last month, and the same one a year before."""
    last = trend.months[-1]
    now, before = (
        "–" if one.value is None else format_number(one.value, digits=trend.definition.digits)
        for one in (last.now, last.before)
    )
    text = _("%(name)s: %(now)s in %(month)s, %(before)s a year before.")
    return text % {
        "name": trend.definition.name,
        "now": now,
        "month": last.period,
        "before": before,
    }
