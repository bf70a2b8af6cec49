"""What caused the injuries, and where they happened."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from communities.models import Area
from documents import Cell, Chart, Column, Paragraph, Section, Table
from documents.charts import Axis, bar
from documents.context import ReportContext
from injuries.codes import Cause, Place
from injuries.filters import BLANK
from injuries.statistics import by_code, counted, listed
from lib.bilingual import bilingual
from lib.numerals import format_number
from lib.periods import Period
from lib.small_cells import HIDDEN, HIDDEN_NOTE, Protected, protect

NOT_FILLED_IN = _("Not filled in")


def causes(context: ReportContext) -> Section | None:
    """Tables by cause and by place against the year before, and a chart of causes."""
    area = context.area
    period = context.period.so_far(timezone.localdate(context.as_of))
    counts = by_code(counted(area, period), "cause")
    if not counts:
        return None
    shown = protect(counts)
    blocks = (
        Paragraph(_leading(shown)),
        code_table(area, period, "cause", Cause, _("Cause")),
        _chart(shown),
        code_table(area, period, "place", Place, _("Place")),
    )
    return Section("injuries.causes", bilingual(_("Injuries by cause and place")), blocks)


def code_table(
    area: Area, period: Period, field: str, choices: type[models.TextChoices], title: str | Promise
) -> Table:
    """Return a table of counts by a code list, by falling size, against the year before."""
    counts, earlier = (by_code(counted(area, one), field) for one in (period, period.year_before))
    codes = sorted({*counts, *earlier})
    now, before = (protect({c: column.get(c, 0) for c in codes}) for column in (counts, earlier))
    codes.sort(key=lambda code: _rank(now.cells[code]))
    return Table(
        _columns(title, period),
        tuple(_row(area, period, field, choices, code, now, before) for code in codes),
        caption=bilingual(_("Injuries: %(title)s"), title=title),
        note="" if now.complete and before.complete else bilingual(HIDDEN_NOTE),
        totals=(
            bilingual(_("Total")),
            _cell(now.total, listed(area, period)),
            100 if now.total else None,
            _cell(before.total),
        ),
    )


def _rank(number: int | None) -> float:
    """Larger ones first; the place of a hidden one must not tell which is larger."""
    return -number if number is not None else -0.5


def _row(
    area: Area,
    period: Period,
    field: str,
    choices: type[models.TextChoices],
    code: str,
    now: Protected[str],
    before: Protected[str],
) -> tuple[Any, ...]:
    label = bilingual(choices(code).label) if code else bilingual(NOT_FILLED_IN)
    number = now.cells[code]
    share = 100 * number / now.total if number is not None and now.total else None
    href = listed(area, period, **{field: code or BLANK})
    return label, _cell(number, href), share, _cell(before.cells[code])


def _cell(number: int | None, href: str = "") -> Cell:
    """A shown number opens its rows; a hidden one leads nowhere."""
    return Cell(HIDDEN) if number is None else Cell(number, href if number else "")


def _columns(title: str | Promise, period: Period) -> tuple[Column, ...]:
    return (
        Column(bilingual(title)),
        Column(bilingual(pgettext_lazy("count", "Injuries")), "integer"),
        Column(bilingual(_("Share")), "percent"),
        Column(bilingual("%(before)s", before=lambda _l: str(period.year_before)), "integer"),
    )


def _ranked(counts: Protected[str]) -> list[tuple[str, int]]:
    """Named causes that may be shown, by falling size."""
    named = [(code, number) for code, number in counts.cells.items() if code and number]
    return sorted(named, key=lambda pair: -pair[1])


def _leading(counts: Protected[str]) -> Any:
    ranked = _ranked(counts)
    if not ranked or not counts.total:
        return bilingual(_("No cause of this period has as many cards as may be shown."))
    code, number = ranked[0]
    share = format_number(100 * number / counts.total, kind="percent")
    text = _("“%(cause)s” comes first: %(number)s of %(total)s injuries (%(share)s).")
    return bilingual(
        text,
        cause=Cause(code).label,
        number=str(number),
        total=str(counts.total),
        share=share,
    )


def _chart(counts: Protected[str]) -> Chart:
    ranked = _ranked(counts)
    labels = [bilingual(Cause(code).label) for code, _number in ranked]
    # Two lists of the card have the same word for different things; within one they differ.
    spec = bar(labels, [n for _code, n in ranked], measure=Axis(bilingual(_("cases"))))
    return Chart(spec, bilingual(_("Injuries by cause")), _leading(counts))
