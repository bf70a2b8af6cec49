"""Documents to canonical JSON and back.

Each dataclass is an object with its name under ``"is"`` and only those fields that differ from
their defaults, so that a field added later leaves old hashes as they are. Values that JSON has no
type for are tagged: ``{"decimal": "1.20"}``, ``{"date": "2026-03-09"}``, ``{"datetime": …}``;
a ``Text`` is ``{"zh-hans": …, "en": …}``. A chart's spec is stored as it is.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from documents.blocks import Cell
from documents.errors import DocumentFormatError
from lib.bilingual import LANGUAGES, Text

RAW_FIELDS = frozenset({"spec"})
TAGS: dict[str, Callable[[str], Any]] = {
    "decimal": Decimal,
    "date": dt.date.fromisoformat,
    "datetime": dt.datetime.fromisoformat,
}


def encode(value: Any) -> Any:
    """``value`` as JSON-ready data."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return _finite(value)
    if isinstance(value, Text):
        return value.to_json()
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    if isinstance(value, Cell) and not value.href:
        return encode(value.value)
    if dataclasses.is_dataclass(value):
        return _encode_object(value)
    return _encode_tagged(value)


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(f"{value} has no place in a document; None says that a value is missing")
    return value


def _encode_tagged(value: Any) -> dict[str, str]:
    if isinstance(value, Decimal) and value.is_finite():
        return {"decimal": str(value)}
    if isinstance(value, dt.datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    raise TypeError(f"a document cannot hold {value!r}")


def _encode_object(value: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"is": type(value).__name__}
    for field in dataclasses.fields(value):
        content = getattr(value, field.name)
        if field.default is not dataclasses.MISSING and _same(content, field.default):
            continue
        data[field.name] = content if field.name in RAW_FIELDS else encode(content)
    return data


def _same(content: Any, default: Any) -> bool:
    return type(content) is type(default) and content == default


def decode_document(data: dict[str, Any] | None, *, schema: int, kinds: dict[str, type]) -> Any:
    """The document that ``Document.to_json`` stored, or ``DocumentFormatError``.

    ``kinds`` are the dataclasses that it may be made of, by their names.
    """
    data = data if isinstance(data, dict) else {}
    found = data.get("schema")
    if not isinstance(found, int) or not 1 <= found <= schema:
        raise DocumentFormatError(f"schema {found!r}; this version reads 1 to {schema}")
    try:
        return decode(data["document"], kinds)
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise DocumentFormatError(f"not a stored document: {error}") from error


def decode(data: Any, kinds: dict[str, type]) -> Any:
    """JSON-ready data back to what was encoded; lists come back as tuples."""
    if isinstance(data, list):
        return tuple(decode(item, kinds) for item in data)
    if not isinstance(data, dict):
        return data
    if "is" in data:
        return _decode_object(data, kinds)
    if data.keys() == set(LANGUAGES):
        return Text(data["zh-hans"], data["en"])
    (tag, text), *rest = data.items()
    if rest or tag not in TAGS:
        raise DocumentFormatError(f"unknown value {data!r}")
    return TAGS[tag](text)


def _decode_object(data: dict[str, Any], kinds: dict[str, type]) -> Any:
    kind = kinds.get(data["is"])
    if kind is None:
        raise DocumentFormatError(f"unknown block {data['is']!r}")
    return kind(
        **{
            name: content if name in RAW_FIELDS else decode(content, kinds)
            for name, content in data.items()
            if name != "is"
        }
    )
