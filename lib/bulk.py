"""Many rows at once: by COPY into PostgreSQL, by one prepared statement into SQLite.

Django's bulk_create builds statements as long as the database allows, which takes most of its time.
Own code because the packages for COPY read files (django-postgres-copy) or want values that are
already the database's (pgcopy): here each field prepares its own, so encryption, time zones and
JSON stay where they are defined. `benchmarks/importing.py` measures it.
"""

import datetime as dt
import io
import uuid
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from operator import attrgetter
from typing import Any

from django.db import connection, connections, models, transaction
from psycopg2.extras import Json

#: Rows sent in one piece: so many are held as text.
SLICE = 5000
#: Where rows wait that may be there already.
BESIDE = "bulk_rows"
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


def insert(rows: Sequence[models.Model], *, skip_existing: bool = False) -> None:
    """Write unsaved `rows` of one model, all or none; no signals, and no keys given back.

    `skip_existing` leaves out rows that break a unique constraint. Raises what `bulk_create`
    raises, `IntegrityError` first of all; TypeError for a kind of value that COPY is not taught.
    """
    if not rows:
        return
    table = _quoted(rows[0]._meta.db_table)
    with transaction.atomic():
        if connection.vendor != "postgresql":
            _execute_many(table, rows, skip_existing)
        elif skip_existing:
            _copy_beside(table, rows)
        else:
            _copy(table, rows)


def _execute_many(table: str, rows: Sequence[models.Model], skip_existing: bool) -> None:
    """Send one prepared INSERT many times: SQLite reads it once."""
    fields = _fields(rows[0])
    words = "INSERT OR IGNORE" if skip_existing else "INSERT"
    places = ", ".join(["%s"] * len(fields))
    values = [_value_of(field) for field in fields]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"{words} INTO {table} ({_columns(rows[0])}) VALUES ({places})",
            [[value(row) for value in values] for row in rows],
        )


def _copy_beside(table: str, rows: Sequence[models.Model]) -> None:
    """COPY into a table of this transaction's own, and from there what is not there yet."""
    columns = _columns(rows[0])
    _run(f"CREATE TEMPORARY TABLE {BESIDE} AS SELECT {columns} FROM {table} WITH NO DATA")  # noqa: S608 - names of our own columns
    _copy(BESIDE, rows)
    _run(f"INSERT INTO {table} ({columns}) SELECT * FROM {BESIDE} ON CONFLICT DO NOTHING")  # noqa: S608
    _run(f"DROP TABLE {BESIDE}")


def _fields(row: models.Model) -> list[models.Field]:
    """Return the columns to write, the plain ones first: all but those that the database fills."""
    fields = [
        field
        for field in row._meta.concrete_fields
        if not field.generated and not (field.primary_key and row.pk is None)
    ]
    return sorted(fields, key=lambda field: type(field) not in PLAIN)


def _columns(row: models.Model) -> str:
    return ", ".join(_quoted(field.column) for field in _fields(row) if field.column)


def _copy(table: str, rows: Sequence[models.Model]) -> None:
    columns, values_of = _columns(rows[0]), _reader(rows[0])
    for start in range(0, len(rows), SLICE):
        lines = io.StringIO()
        for row in rows[start : start + SLICE]:
            lines.write("\t".join([_WRITERS[type(value)](value) for value in values_of(row)]))
            lines.write("\n")
        lines.seek(0)
        with connection.cursor() as cursor, connection.wrap_database_errors:
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", lines)


def _reader(row: models.Model) -> Callable[[models.Model], Iterator[Any]]:
    """Return what gives the values of a row like `row` in the order of its columns."""
    plain = [field.attname for field in _fields(row) if type(field) in PLAIN]
    # A name more than needed, so that there are several: one alone would come without its tuple.
    several = attrgetter(*plain, "_state", "_state")
    prepared = [_value_of(field) for field in _fields(row) if type(field) not in PLAIN]
    return lambda row: chain(several(row)[:-2], (value(row) for value in prepared))


def _value_of(field: models.Field) -> Callable[[models.Model], Any]:
    """Return what gives a row's value of the column as the database takes it."""
    own = connections[connection.alias]  # the proxy costs more than the preparation
    return lambda row: field.get_db_prep_save(field.pre_save(row, True), own)


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


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
        Json: lambda value: _escaped(value.dumps(value.adapted)),
    }
)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
