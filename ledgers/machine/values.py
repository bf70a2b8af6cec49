"""Values of a row as JSON holds them, and as a page shows them."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Area
from ledgers.declaration import Field, Kind
from lib.numerals import format_number

_READ: dict[Kind, Callable[[Any], Any]] = {
    Kind.DAY: dt.date.fromisoformat,
    Kind.MOMENT: dt.datetime.fromisoformat,
    Kind.DECIMAL: Decimal,
    Kind.AREA: UUID,
}


def to_json(value: Any) -> Any:
    """Return a value as JSON holds it."""
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | UUID) else value


def from_json(field: Field, value: Any) -> Any:
    """Return a value of `field` that `to_json` wrote."""
    if value is None or field.kind not in _READ:
        return value
    return _READ[field.kind](value)


def in_words(field: Field, value: Any) -> str:
    """Return a value (as JSON holds it) for a person to read."""
    value = from_json(field, value)
    if value in (None, ""):
        return "–"
    return _SHOWN.get(field.kind, _as_it_is)(field, value)


def _as_it_is(field: Field, value: Any) -> str:
    return str(value)


def _choice(field: Field, value: Any) -> str:
    labels = {one.value: one.label for one in (field.choices() if field.choices else ())}
    return str(labels.get(value, value))


def _area(field: Field, value: Any) -> str:
    return str(Area.objects.filter(pk=value).first() or value)


def _flag(field: Field, value: Any) -> str:
    return _("yes") if value else _("no")


_SHOWN: Mapping[Kind, Callable[[Field, Any], str]] = {
    Kind.CODE: _choice,
    Kind.AREA: _area,
    Kind.FLAG: _flag,
    Kind.INTEGER: lambda _field, value: format_number(value),
    Kind.MOMENT: lambda _field, value: f"{timezone.localtime(value):%Y-%m-%d %H:%M}",
}
