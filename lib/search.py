"""Finding words anywhere in a text, in a million rows, whatever their width and case.

Chinese is written without spaces, so that an index of words finds little and one of three letters
(pg_trgm) nothing of the two that most words have. PostgreSQL therefore keeps a GIN index of all
pairs of neighbouring characters of a folded text. It is an index of an expression: there is no
column to fill, so nothing that writes rows can forget it. SQLite reads all rows, some 7 µs each:
its own index of texts (FTS5, trigrams) finds no word of two characters, and triggers that kept a
table of pairs would be lost without a word whenever a migration makes a table anew.

A pair is found exactly by the index; of longer words the index finds candidates, and the folded
text decides.
"""

from typing import Any

from django.db import connection, migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import BooleanField, F, Field, Func, Q, QuerySet, Subquery, TextField, Value
from django.db.models.lookups import Contains
from django.db.models.sql.compiler import SQLCompiler

from lib.text import VARIANTS, folded

#: `lib.text.folded` in the database, of text that was cleaned before it was stored.
FOLD = f"""
CREATE OR REPLACE FUNCTION search_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT lower(translate(normalize(value, NFKC), '{VARIANTS[0]}', '{VARIANTS[1]}'))
$$"""
#: Its cost makes the planner take the index instead of calling it for row after row.
PAIRS = """
CREATE OR REPLACE FUNCTION search_pairs(value text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 2000 AS $$
  SELECT coalesce(array_agg(DISTINCT substr(value, place, 2)), '{}')
  FROM generate_series(1, length(value) - 1) AS place
$$"""


def pairs_of(text: str) -> list[str]:
    """Return all pairs of neighbouring characters of a folded text."""
    return sorted({text[place : place + 2] for place in range(len(text) - 1)})


def holds(text: str, *fields: str) -> Q:
    """Return the condition that one of `fields` of a row holds `text`, as a part of a word too.

    Fields that an index is made of (`index_of`) must be named in its order.
    """
    wanted, lines = folded(text), _Folded(*(F(field) for field in fields))
    exact = Q(Contains(lines, wanted))
    if connection.vendor != "postgresql" or len(wanted) < 2:
        return exact
    found = Q(_Has(lines, Value(pairs_of(wanted), output_field=Field())))
    return found if len(wanted) == 2 else found & exact


def among(field: str, rows: QuerySet) -> Q:
    """Return the condition that foreign key `field` leads to one of `rows`.

    PostgreSQL reads the keys first and then uses the index of the foreign key; left to itself it
    looks at every row, because it cannot guess how many there will be.
    """
    keys = rows.order_by().values("pk")
    if connection.vendor != "postgresql":
        return Q(**{f"{field}__in": keys})
    return Q(_OneOf(F(field), _Array(keys)))


class _Folded(Func):
    """Several fields as one folded text, a line each."""

    template = "search_fold(%(expressions)s)"
    arg_joiner = " || chr(10) || "
    output_field = TextField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """Write the line's end as SQLite does."""
        joined = {**context, "arg_joiner": " || char(10) || "}
        return self.as_sql(compiler, connection, **joined)


class _Has(Func):
    """A text that has all of some pairs."""

    template = "search_pairs(%(expressions)s"
    arg_joiner = ") @> "
    output_field = BooleanField()


class _Array(Subquery):
    template = "ARRAY(%(subquery)s)"


class _OneOf(Func):
    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def make_functions(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the functions of the indexes, in a migration."""
    if editor.connection.vendor == "postgresql":
        editor.execute(FOLD)
        editor.execute(PAIRS)


def index_of(name: str, table: str, *columns: str) -> migrations.RunPython:
    """Return the migration that makes the index for `holds` over `columns` of `table`."""
    text = " || chr(10) || ".join(columns)

    def make(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(
                f"CREATE INDEX {name} ON {table} USING gin (search_pairs(search_fold({text})))"
            )

    def drop(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP INDEX {name}")

    return migrations.RunPython(make, drop)


def teach_sqlite(connection: BaseDatabaseWrapper, **_more: Any) -> None:
    """Give a new connection to SQLite the function that PostgreSQL has in its database."""
    if connection.vendor == "sqlite":
        own = connection.connection
        own.create_function("search_fold", 1, _folded_or_nothing, deterministic=True)


def _folded_or_nothing(text: str | None) -> str | None:
    return None if text is None else folded(text)
