"""Many rows at once: by COPY into PostgreSQL, by one prepared statement into SQLite.

Django's bulk_create builds statements as long as the database allows, which takes most of its time.
Own code because the packages for COPY read files (django-postgres-copy) or want values that are
already the database's (pgcopy): here each field prepares its own, so encryption, time zones and
JSON stay where they are defined. `benchmarks/importing.py` measures it.
"""

import datetime as dt
import io
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from operator import attrgetter
from typing import Any

from django.db import connection, connections, models, transaction
from psycopg2.extras import Inet, Json

#: Rows sent in one piece: so many are held as text.
SLICE = 5000
#: Columns whose value is written as it stands: preparing it would change nothing, and takes most of
#: the time. A field class of our own is not among them, however it is derived.
PLAIN = {
    models.BooleanField,
    models.CharField,
    models.DateField,
    models.ForeignKey,
    models.OneToOneField,
    models.IntegerField,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
    models.SmallIntegerField,
    models.TextField,
    models.UUIDField,
}
#: What COPY's text format wants escaped:
#: https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def insert(rows: Sequence[models.Model]) -> None:
    """Write unsaved `rows` of one model, all or none; no signals, and no keys given back.

    Raises what `bulk_create` raises, `IntegrityError` first of all; TypeError for a kind of value
    that COPY is not taught.
    """
    if not rows:
        return
    fields = [f for f in _fields(type(rows[0])) if not (f.primary_key and rows[0].pk is None)]
    _send(fields, map(_cells_of(fields), rows))


def insert_values(
    model: type[models.Model], rows: Sequence[Mapping[str, Any]], **same: Any
) -> None:
    """Write rows of `model` that nobody has made yet: each maps names of columns to values.

    A column has its value in `same` where a row names none, else its default: rows that leave most
    columns empty cost less than half of what making them costs. Raises as `insert` does.
    """
    if rows:
        fields = _fields(model)
        _send(fields, map(_cells_of_values(fields, same), rows))


def insert_from(rows: models.QuerySet, model: type[models.Model], **same: Any) -> None:
    """Write a row of `model` for each of `rows`, inside the database, as they stand there.

    Columns of one name are copied; the others have their value in `same`, else their default. What
    breaks a unique constraint is there already and is left out.
    """
    own = connections[connection.alias]
    there = {field.attname: field for field in rows.model._meta.concrete_fields}
    fields = _fields(model)
    copied = [f for f in fields if f.attname in there and f.attname not in same]
    filled = [f for f in fields if f not in copied]
    select, parameters = rows.values_list(*[f.attname for f in copied]).query.sql_with_params()
    values = [f.get_db_prep_save(same.get(f.attname, f.get_default()), own) for f in filled]
    columns = _columns([*copied, *filled])
    more = ", %s" * len(filled)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_quoted(model._meta.db_table)} ({columns})"  # noqa: S608 - names of our own columns
            f" SELECT source.*{more} FROM ({select}) AS source WHERE true ON CONFLICT DO NOTHING",
            (*values, *parameters),
        )


def _fields(model: type[models.Model]) -> list[models.Field]:
    """Return the columns to write, the plain ones first: all but those that the database fills."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    return sorted(fields, key=lambda field: type(field) not in PLAIN)


def _columns(fields: Sequence[models.Field]) -> str:
    return ", ".join(_quoted(field.column) for field in fields if field.column)


def _send(fields: Sequence[models.Field], lines: Iterator[list[Any]]) -> None:
    """Send the cells of each row, in the order of `fields`."""
    table = _quoted(fields[0].model._meta.db_table)
    columns = _columns(fields)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            # One prepared statement, many times: SQLite reads it once.
            places = ", ".join(["%s"] * len(fields))
            statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608
            cursor.executemany(statement, list(lines))
            return
        while part := list(islice(lines, SLICE)):
            text = io.StringIO("".join(["\t".join(cells) + "\n" for cells in part]))
            with connection.wrap_database_errors:
                cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", text)


def _cells_of(fields: Sequence[models.Field]) -> Callable[[models.Model], list[Any]]:
    """Return what gives the cells of an instance."""
    if connection.vendor != "postgresql":
        encoders = [(field, _encoder(field)) for field in fields]
        return lambda row: [encode(field.pre_save(row, True)) for field, encode in encoders]
    plain = [field.attname for field in fields if type(field) in PLAIN]
    # A name more than needed, so that there are several: one alone would come without its tuple.
    several = attrgetter(*plain, "_state", "_state")
    others = [(field, _encoder(field)) for field in fields if type(field) not in PLAIN]
    return lambda row: [
        *(_WRITERS[type(value)](value) for value in several(row)[:-2]),
        *(encode(field.pre_save(row, True)) for field, encode in others),
    ]


def _cells_of_values(
    fields: Sequence[models.Field], same: Mapping[str, Any]
) -> Callable[[Mapping[str, Any]], list[Any]]:
    """Return what gives the cells of values by their names; only what is named is encoded."""
    places = {field.attname: (place, _encoder(field)) for place, field in enumerate(fields)}
    usual = [
        encode(same[name]) if name in same else encode(field.get_default())
        for field, (name, (_place, encode)) in zip(fields, places.items(), strict=True)
    ]

    def cells_of(values: Mapping[str, Any]) -> list[Any]:
        cells = usual.copy()
        for name, value in values.items():
            place, encode = places[name]
            cells[place] = encode(value)
        return cells

    return cells_of


def _encoder(field: models.Field) -> Callable[[Any], Any]:
    """Return what makes a value of the column what is sent: text for COPY, else what SQL takes."""
    own = connections[connection.alias]  # the proxy costs more than the preparation
    if own.vendor != "postgresql":
        return lambda value: field.get_db_prep_save(value, own)
    if type(field) in PLAIN:
        return _written
    return lambda value: _written(field.get_db_prep_save(value, own))


def _written(value: Any) -> str:
    return _WRITERS[type(value)](value)


def _escaped(text: str) -> str:
    # Nothing that is printable is to be escaped, but the backslash: asking is five times cheaper.
    return text if text.isprintable() and "\\" not in text else text.translate(_ESCAPES)


class _Writers(dict[type, Callable[[Any], str]]):
    """What writes values of a type in COPY's text format."""

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        """Write an enumeration like the type that it is made of."""
        for base in kind.__mro__:
            if base in self:
                self[kind] = self[base]
                return self[base]
        raise TypeError(f"COPY is not taught to write {kind}")


_WRITERS = _Writers(
    {
        type(None): lambda _value: r"\N",
        str: _escaped,
        bool: lambda value: "t" if value else "f",
        int: int.__repr__,
        float: float.__repr__,
        Decimal: str,
        uuid.UUID: str,
        dt.date: dt.date.isoformat,
        dt.datetime: dt.datetime.isoformat,
        dt.time: dt.time.isoformat,
        Inet: lambda value: _escaped(value.addr),
        Json: lambda value: _escaped(value.dumps(value.adapted)),
    }
)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
