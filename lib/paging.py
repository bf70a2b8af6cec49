"""Pages of a list by what stands on them, not by counting past everything before.

A page begins behind a row that the address names (`after`) or ends before one (`before`), so the
two-thousandth page costs what the first does. Each order ends with the key, so that equal rows
have one order, and says where empty values stand, which databases see differently.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Model, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP

from lib.table import reverse

#: The word for `before` that means the end of the list.
END = "end"
#: A page by its number alone is looked for by counting keys; nobody means one behind this.
LAST_NUMBER = 1_000_000


@dataclass(frozen=True)
class Page:
    """One page. `number` is None where nobody has counted how far from the beginning it lies."""

    rows: list[Any]
    size: int
    number: int | None
    has_previous: bool
    has_next: bool

    @property
    def has_other_pages(self) -> bool:
        """True when it is not the whole list."""
        return self.has_previous or self.has_next


def with_key(fields: Sequence[str]) -> tuple[str, ...]:
    """Return an order that no two rows share: `fields` and then the key, in their direction."""
    plain = [field for field in fields if field.removeprefix("-") not in {"pk", "id"}]
    last = plain[-1] if plain else fields[0] if fields else ""
    return (*plain, "-pk" if last.startswith("-") else "pk")


def ordered(rows: QuerySet, fields: Sequence[str]) -> QuerySet:
    """Sort `rows`; empty values stand behind the others going up, before them going down."""
    return rows.order_by(*[_ordering(rows, field) for field in fields])


def _ordering(rows: QuerySet, field: str) -> Any:
    name = field.removeprefix("-")
    down = field.startswith("-")
    if not _may_be_empty(rows, name):
        return field
    return F(name).desc(nulls_first=True) if down else F(name).asc(nulls_last=True)


def _may_be_empty(rows: QuerySet, name: str) -> bool:
    """Tell whether a field, or one on the way to it, may be empty; of annotations nobody knows."""
    model: type[Model] = rows.model
    for part in name.split(LOOKUP_SEP):
        if part == "pk":
            return False
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            return True
        if field.null or field.auto_created:
            return True
        model = field.related_model or model
    return False


def page_of(rows: QuerySet, fields: Sequence[str], size: int, where: dict[str, str]) -> Page:
    """Return the page that the address means by `after`, `before` or `page`.

    `fields` ends with the key. An address that means no page means the first.
    """
    number = _number(where.get("page"))
    page = None
    if key := where.get("after"):
        page = _page_after(rows, fields, size, key, number)
    elif key := where.get("before"):
        page = _page_before(rows, fields, size, key, number)
    return page or _page_by_number(rows, fields, size, number or 1)


def _page_after(
    rows: QuerySet, fields: Sequence[str], size: int, key: str, number: int | None
) -> Page | None:
    if (values := _values(rows, fields, key)) is None:
        return None
    found = list(ordered(rows.filter(_behind(rows, fields, values)), fields)[: size + 1])
    return Page(found[:size], size, number, True, len(found) > size) if found else None


def _page_before(
    rows: QuerySet, fields: Sequence[str], size: int, key: str, number: int | None
) -> Page | None:
    back = tuple(reverse(field) for field in fields)
    earlier = rows
    if key != END:
        if (values := _values(rows, fields, key)) is None:
            return None
        earlier = rows.filter(_behind(rows, back, values))
    found = list(ordered(earlier, back)[: size + 1])
    if len(found) < size and key != END:
        return None
    more = len(found) > size
    return Page(found[:size][::-1], size, number if more else 1, more, key != END)


def _page_by_number(rows: QuerySet, fields: Sequence[str], size: int, number: int) -> Page:
    """Find a page by counting keys, which needs neither the columns nor the joins of its rows."""
    start = (number - 1) * size
    lined_up = ordered(rows, fields)
    if start == 0:
        found = list(lined_up[: size + 1])
        return Page(found[:size], size, 1, False, len(found) > size)
    keys = list(lined_up.values_list("pk", flat=True)[start : start + size + 1])
    if not keys:
        last = _page_before(rows, fields, size, END, None)
        if last is not None and last.has_previous:
            return last
        return _page_by_number(rows, fields, size, 1)
    found = list(ordered(rows.filter(pk__in=keys[:size]), fields))
    return Page(found, size, number, True, len(keys) > size)


def _number(text: str | None) -> int | None:
    if not text or not text.isascii() or not text.isdigit() or len(text) > 7:
        return None
    number = int(text)
    return number if 1 <= number <= LAST_NUMBER else None


def _values(rows: QuerySet, fields: Sequence[str], key: str) -> tuple[Any, ...] | None:
    """Return by what the row with this key is sorted; None when there is none."""
    names = [field.removeprefix("-") for field in fields]
    try:
        return rows.order_by().filter(pk=key).values_list(*names).first()
    except (ValidationError, ValueError, OverflowError):
        return None


def _behind(rows: QuerySet, fields: Sequence[str], values: Sequence[Any]) -> Q:
    """Return the condition "sorted behind a row of these values".

    Rows that are larger in the first field, or equal in it and larger in the second, and so on. The
    first field's bound is said once more by itself: an index can begin there.
    """
    condition, equal = Q(pk__in=[]), Q()
    for field, value in zip(fields, values, strict=True):
        name = field.removeprefix("-")
        condition |= equal & _beyond(rows, field, value)
        equal &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
    first, value = fields[0], values[0]
    if value is not None and not _may_be_empty(rows, first.removeprefix("-")):
        side = "lte" if first.startswith("-") else "gte"
        condition &= Q(**{f"{first.removeprefix('-')}__{side}": value})
    return condition


def _beyond(rows: QuerySet, field: str, value: Any) -> Q:
    """Return the condition that one field stands behind `value`; see `ordered` for empty ones."""
    name, down = field.removeprefix("-"), field.startswith("-")
    empty = Q(**{f"{name}__isnull": True})
    if value is None:
        return ~empty if down else Q(pk__in=[])
    beyond = Q(**{f"{name}__{'lt' if down else 'gt'}": value})
    return beyond if down or not _may_be_empty(rows, name) else beyond | empty
