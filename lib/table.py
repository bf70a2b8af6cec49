"""The columns of a list: one definition draws the page and fills the export.

A column is plain functions of a row. `value` gives what the row has, typed; the export writes it as
it is and the page prints it by its type, or as `draw` says. Functions instead of a package's bound
rows and cells, because those took more time than everything else of a list together.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import get_language, gettext as _, override

from lib.marks import escaped
from lib.numerals import format_number

Value = str | Promise | bool | int | float | Decimal | dt.date | None
#: Class of a column of numbers: its heading and cells stand to the right.
NUMBER = "number"
#: A day that is broken after its hyphen cannot be compared with the one below it. On a phone what
#: stands in such a mark says of what it is (lists.css): there the headings of columns are gone.
UNBROKEN = "text-nowrap"
NOTHING = "–"


@dataclass(frozen=True)
class Column:
    """A column. `name` is its word in the address; `order` the fields by which it is sorted.

    `parts` are what an export has in its place, when a cell of the page shows several values.
    `reads` names encrypted and JSON fields that it needs: a list loads no others. `choices` are
    those of its field: many rows are read with labels that were translated once. `phone` is its
    place in a row on a phone, of two lines: `badge` beside the title, which is the first column's,
    `line` among what stands below it, empty: left out.
    """

    heading: str | Promise
    value: Callable[[Any], Value]
    width: int = 14
    name: str = ""
    order: tuple[str, ...] = ()
    draw: Callable[[Any], str] | None = None
    css: str = ""
    parts: tuple["Column", ...] = ()
    reads: tuple[str, ...] = ()
    choices: type[models.Choices] | None = None
    phone: str = "line"

    def reader(self) -> Callable[[Any], Value]:
        """Return what `value` does, for many rows in one language."""
        if self.choices is None:
            return self.value
        labels, read = words_for(self.choices), attrgetter(self.name)
        return lambda row: labels.get(read(row), "")

    def drawer(self) -> Callable[[Any], str]:
        """Return what draws the cell of a row as HTML, for many rows in one language."""
        if (draw := self.draw) is not None:
            return lambda row: escaped(draw(row))
        read = self.reader()
        return lambda row: shown(read(row))


@dataclass(frozen=True)
class Table:
    """Columns of a list: on the page, and `more` that only its export has behind them.

    `order` is how rows stand when nobody sorts, as fields for `order_by`. `pictures` finds the
    addresses of a small picture of each of some rows, by key, which a phone shows. `hidden` are
    columns that somebody has chosen not to see.
    """

    columns: tuple[Column, ...]
    order: tuple[str, ...]
    more: tuple[Column, ...] = ()
    pictures: Callable[[Sequence[Any]], Mapping[Any, str]] | None = None
    hidden: tuple[Column, ...] = ()

    @property
    def exported(self) -> list[Column]:
        """The columns of the export: those of the page in their order, then the others."""
        return [part for one in (*self.columns, *self.more) for part in one.parts or (one,)]

    @property
    def by_key(self) -> dict[str, Column]:
        """All columns, those of the export too, by the key under which people choose them."""
        found: dict[str, Column] = {}
        for column in (*self.columns, *self.more):
            key = wanted = _key_of(column)
            number = 1
            while key in found:
                key, number = f"{wanted}-{number + 1}", number + 1
            found[key] = column
        return found

    def chosen(self, keys: Sequence[str]) -> "Table":
        """Return the table with these columns alone, in this order; itself when there are none.

        The first column leads to the record: it always stands first. Unknown keys (a column that
        is gone) are left out. Sorting knows all columns.
        """
        known = self.by_key
        chosen = [known[key] for key in dict.fromkeys(keys) if key in known]
        if not chosen:
            return self
        first = self.columns[0]
        columns = (first, *(one for one in chosen if one is not first))
        hidden = tuple(one for one in self.columns if one not in columns)
        return replace(self, columns=columns, more=(), hidden=(*hidden, *self.hidden))

    def sorting(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the fields for the names (`-` in front: downwards) of an address."""
        columns = (*self.columns, *self.hidden)
        by_name = {column.name: column.order for column in columns if column.order}
        fields: list[str] = []
        for name in names:
            down = name.startswith("-")
            order = by_name.get(name.removeprefix("-"), ())
            fields += [reverse(one) if down else one for one in order]
        return tuple(fields) or self.order


@lru_cache(maxsize=1024)
def _key_of(column: Column) -> str:
    """Return a column's word in the address, else its English heading as one."""
    with override("en"):
        return column.name or slugify(str(column.heading)) or "column"


def reverse(field: str) -> str:
    """Turn the direction of a field of `order_by`."""
    return field[1:] if field.startswith("-") else f"-{field}"


def choice(heading: str | Promise, name: str, choices: type[models.Choices], **more: Any) -> Column:
    """Return a column of a field with choices; labels are translated once, not at each cell."""
    more.setdefault("order", (name,))
    return Column(
        heading,
        lambda row: words_for(choices).get(getattr(row, name), ""),
        name=name,
        choices=choices,
        **more,
    )


def words_for(choices: type[models.Choices]) -> dict[Any, str]:
    """Return the labels of `choices` by value, in the active language."""
    return _words(choices, get_language())


@lru_cache(maxsize=256)
def _words(choices: type[models.Choices], _language: str | None) -> dict[Any, str]:
    return {value: str(label) for value, label in choices.choices}


def link(row: Any, text: Any = None) -> SafeString:
    """Draw a link to the page of `row`, by default with its own words."""
    address, words = escaped(row.get_absolute_url()), escaped(text or row)
    return SafeString(f'<a href="{address}">{words}</a>')


def moment(value: dt.datetime) -> SafeString:
    """Draw a moment, on one line."""
    return _written(value, get_language(), timezone.get_current_timezone())


def day(value: dt.date) -> SafeString:
    """Draw a day, on one line."""
    return _written(value, get_language(), None)


@lru_cache(maxsize=8192)
def _written(value: dt.date, _language: str | None, zone: dt.tzinfo | None) -> SafeString:
    """Write a day or, in a zone, a moment. Kept: a list has a hundred, many of them twice."""
    if isinstance(value, dt.datetime):
        text = date_format(timezone.localtime(value, zone), "SHORT_DATETIME_FORMAT")
    else:
        text = date_format(value, "SHORT_DATE_FORMAT")
    return SafeString(f'<span class="{UNBROKEN}">{escaped(text)}</span>')


def shown(value: Any) -> str:
    """Return a value as a cell of the page prints it, escaped."""
    if isinstance(value, str):
        return escaped(value) if value else NOTHING
    if value is None:
        return NOTHING
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, bool):
        return f'<span class="{UNBROKEN}">{_("yes") if value else _("no")}</span>'
    if isinstance(value, int):
        return f'<span class="num">{format_number(value)}</span>'
    if isinstance(value, float | Decimal):
        return escaped(localize(value))
    return escaped(value) or NOTHING


def body(
    columns: Sequence[Column],
    rows: Iterable[Any],
    *,
    ticks: bool = False,
    pictures: Mapping[Any, str] | None = None,
) -> SafeString:
    """Draw rows; on a phone each is a few lines and a picture. `ticks` puts a box before each,
    which belongs to the form of includes/list_bar.html. A cell of NOTHING is left out on a phone,
    where no heading says what is not there.
    """
    cells = [
        (_opening(column, "line" if place else "title"), _opening(column, ""), column.drawer())
        for place, column in enumerate(columns)
    ]
    label = _("Tick row %s")
    parts: list[str] = []
    for number, row in enumerate(rows, start=1):
        parts.append("<tr>")
        if ticks:
            parts.append(
                '<td class="tick"><input type="checkbox" form="ticked" name="row"'
                f' value="{row.pk}" aria-label="{escaped(label % number)}"></td>'
            )
        if pictures is not None:
            parts.append(_picture(pictures.get(row.pk)))
        for opening, without, cell in cells:
            drawn = cell(row)
            parts += (without if drawn == NOTHING else opening, drawn, "</td>")
        parts.append("</tr>\n")
    return SafeString("".join(parts))


def _picture(address: str | None) -> str:
    """Draw the cell of a picture: shown on a phone only, and fetched only where it is shown."""
    if address is None:
        return '<td class="pic"></td>'
    return f'<td class="pic"><img src="{escaped(address)}" alt="" loading="lazy"></td>'


def _opening(column: Column, place: str) -> str:
    if place != "title":
        place = (place and column.phone) or "left-out"
    css = f"on-phone-{place} {column.css}".strip()
    return f'<td class="{escaped(css)}" data-label="{escaped(column.heading)}">'
