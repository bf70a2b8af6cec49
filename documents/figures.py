"""An indicator as a key figure of a document: one way for every section."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.blocks import Change, KeyFigure, KeyFigures, Kind
from documents.context import ReportContext
from lib.bilingual import bilingual
from lib.comparison import Compared, compare
from lib.indicators import Asked, Measured, indicators, protected
from lib.numerals import format_number


def key_figures(keys: Iterable[str], context: ReportContext) -> KeyFigures:
    """Return the row of figures that a section begins with, by the keys of their indicators."""
    return KeyFigures(tuple(map(key_figure, compared(keys, context))))


def compared(keys: Iterable[str], context: ReportContext) -> list[Compared]:
    """Measure indicators `keys` and what they are held against, as they may be published."""
    day = timezone.localdate(context.as_of)
    return compare(keys, context.area, context.period, day, guard=_guard)


def key_figure(found: Compared) -> KeyFigure:
    """Return an indicator with its change."""
    definition, now = found.definition, found.now
    kind: Kind = "decimal" if definition.digits else "integer"
    return KeyFigure(
        label=bilingual(definition.name),
        value=now.value,
        unit="" if definition.is_percent or not definition.unit else bilingual(definition.unit),
        kind="percent" if definition.is_percent else kind,
        digits=definition.digits,
        low=now.low,
        high=now.high,
        change=change_of(found),
        href=now.href,
        note=_note(found),
    )


def _guard(asked: Sequence[Asked], measured: list[Measured]) -> list[Measured]:
    return [
        protected(indicators[one.key], found) for one, found in zip(asked, measured, strict=True)
    ]


def change_of(found: Compared) -> Change | None:
    """Return what has changed and since when; None when the two cannot be compared."""
    if found.change is None:
        return None
    kind: Kind
    if found.definition.is_percent:
        words = _("points, on %(period)s")
        kind = "decimal"
    else:
        words = _("on %(period)s")
        kind = "percent"
    against = bilingual(words, period=lambda _language: str(found.earlier))
    return Change(found.change, against, kind=kind, digits=1, good=found.good)


def _note(found: Compared) -> Any:
    now = found.now
    if now.value is None:
        return bilingual(now.reason) if now.reason else ""
    if not (found.definition.is_percent and now.denominator):
        return ""
    return bilingual(
        _("%(part)s of %(whole)s"),
        part=format_number(now.numerator or 0),
        whole=format_number(now.denominator),
    )
