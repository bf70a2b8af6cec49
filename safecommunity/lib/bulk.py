"""Many rows at once: PostgreSQL's COPY where there is one, Django's bulk_create elsewhere.

Own code because the packages for it read files (django-postgres-copy) or want values that are
already the database's (pgcopy): here each field prepares its own, so encryption, time zones and
JSON stay where they are defined. `benchmarks/importing.py` measures it.
"""

import datetime as dt
import io
import uuid
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
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
    model = type(rows[0])
    with transaction.atomic():
        if connection.vendor != "postgresql":
            model._base_manager.bulk_create(rows, batch_size=500, ignore_conflicts=skip_existing)
        elif skip_existing:
            _copy_beside(model, rows)
        else:
            _copy(_quoted(model._meta.db_table), rows)


def _copy_beside(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """COPY into a table of this transaction's own, and from there what is not there yet."""
    table, columns = _quoted(model._meta.db_table), _columns(rows[0])
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


def _text_of(field: models.Field) -> Callable[[models.Model], str]:
    """Return what gives a row's value of the column in COPY's text format."""
    own = connections[connection.alias]  # the proxy costs more than the preparation

    def prepared(row: models.Model) -> str:
        value = field.get_db_prep_save(field.pre_save(row, True), own)
        return r"\N" if value is None else _writer(type(value))(value)

    def plain(row: models.Model) -> str:
        value = getattr(row, name)
        return r"\N" if value is None else _writer(type(value))(value)

    name = field.attname
    return plain if type(field) in PLAIN else prepared


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
