"""Many rows at once: by COPY into PostgreSQL, by one prepared statement into SQLite.

Django's bulk_create builds statements as long as the database allows, which takes most of its time.
Own code because the packages for COPY read files (django-postgres-copy) or want values that are
already the database's (pgcopy): here each field prepares its own, so encryption, time zones and
JSON stay where they are defined. `benchmarks/importing.py` measures it.
"""

import datetime as dt
import io
import uuid
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
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
    models.BooleanField, models.CharField, models.DateField, models.ForeignKey,
    models.OneToOneField, models.IntegerField, models.PositiveIntegerField,
    models.PositiveSmallIntegerField, models.SmallIntegerField, models.TextField, models.UUIDField,
}  # fmt: skip
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
    """Return the columns to write: all but those that the database fills."""
    return [
        field
        for field in row._meta.concrete_fields
        if not field.generated and not (field.primary_key and row.pk is None)
    ]


def _columns(row: models.Model) -> str:
    return ", ".join(_quoted(field.column) for field in _fields(row))


def _copy(table: str, rows: Sequence[models.Model]) -> None:
    columns = _columns(rows[0])
    texts = [_text_of(field) for field in _fields(rows[0])]
    for start in range(0, len(rows), SLICE):
        lines = io.StringIO()
        for row in rows[start : start + SLICE]:
            lines.write("\t".join([text(row) for text in texts]))
            lines.write("\n")
        lines.seek(0)
        with connection.cursor() as cursor, connection.wrap_database_errors:
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", lines)


def _value_of(field: models.Field) -> Callable[[models.Model], Any]:
    """Return what gives a row's value of the column as the database takes it."""
    own = connections[connection.alias]  # the proxy costs more than the preparation
    return lambda row: field.get_db_prep_save(field.pre_save(row, True), own)


def _text_of(field: models.Field) -> Callable[[models.Model], str]:
    """Return what gives a row's value of the column in COPY's text format."""
    value_of = attrgetter(field.attname) if type(field) in PLAIN else _value_of(field)

    def text(row: models.Model) -> str:
        value = value_of(row)
        return r"\N" if value is None else _writer(type(value))(value)

    return text


@lru_cache(maxsize=64)
def _writer(kind: type) -> Callable[[Any], str]:
    """Return what writes values of `kind`, an enumeration like the type that it is made of."""
    for base in kind.__mro__:
        if base in _WRITERS:
            return _WRITERS[base]
    raise TypeError(f"COPY is not taught to write {kind}")


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


_WRITERS: dict[type, Callable[[Any], str]] = {
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


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
