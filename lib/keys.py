"""Retiring a key: what an old one of ENCRYPTION_KEYS wrote is written anew under the first.

Every column, blind index and file of every model is found by the class of its field, so a new one
needs nothing here; secrets inside of JSON are registered. It is safe beside a running portal: a row
is written only if it still holds what was read, by columns, so that neither its revision nor
anybody's change is touched. It can be cut short at any moment and begun again: what the first key
wrote is passed over.
"""

import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.fernet import InvalidToken
from django.apps import apps
from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Cast

from lib.crypto import (
    BlindIndexField,
    EncryptedTextField,
    blind_index,
    blind_indexes,
    decrypt,
    decrypt_bytes,
    encrypt,
    encrypt_bytes,
    key_of,
)
from lib.records import column_of
from lib.registry import Registry
from lib.sealed_files import EncryptedFileField

#: Rows read at a time.
BATCH = 500
#: How many values of a column each key holds: its place in ENCRYPTION_KEYS, None for no key at all.
Held = dict[str, Counter[int | None]]


@dataclass(frozen=True, kw_only=True)
class JsonSecrets:
    """Encrypted texts, or lists of them, inside of a JSON column of a model that is not ours.

    `key` is the model's label, `names` those of the column's entries.
    """

    key: str
    column: str
    names: tuple[str, ...]


json_secrets: Registry[JsonSecrets] = Registry("encrypted texts inside of JSON")


def held() -> Held:
    """Count, for each place where encrypted values stand, how many of them each key holds."""
    counts: Held = {}
    for place, key in _values():
        counts.setdefault(place, Counter())[key] += 1
    return counts


def renew() -> int:
    """Write anew what the first key has not written; return how many rows and files that were.

    What no key opens is left as it is: `held` counts it under None.
    """
    rows = sum(_renew_row(model, row) for model in _models() for row in _rows(model))
    secrets = sum(_renew_json(one, pk) for one in json_secrets for pk in _json_rows(one))
    return rows + secrets + sum(_renew_file(*kept) for kept in _files())


# --- Where encrypted values stand ----------------------------------------------------------------
def fields_of(model: type[models.Model], kind: type[models.Field]) -> list[Any]:
    """Return the fields of `kind` that stand in the model's own table."""
    return [field for field in model._meta.local_concrete_fields if isinstance(field, kind)]


def _models() -> list[type[models.Model]]:
    every = [model for model in apps.get_models() if model._meta.managed]
    return [model for model in every if fields_of(model, EncryptedTextField)]


def _values() -> Iterator[tuple[str, int | None]]:
    """Yield (place, key) of every encrypted value."""
    for model in _models():
        for row in _rows(model):
            yield from _keys_of_row(model, row)
    for one in json_secrets:
        for pk in _json_rows(one):
            data = getattr(apps.get_model(one.key)._base_manager.get(pk=pk), one.column)
            yield from ((one.key, key_of(token)) for token in _tokens(one, data))
    for model, field, _pk, name in _files():
        yield f"{model._meta.label}.{field.name}", _key_of_file(field, name)


def _keys_of_row(
    model: type[models.Model], row: dict[str, Any]
) -> Iterator[tuple[str, int | None]]:
    label = model._meta.label
    for field in fields_of(model, EncryptedTextField):
        if token := row[field.attname]:
            yield f"{label}.{field.name}", key_of(token)
    for field in fields_of(model, BlindIndexField):
        if digest := row[field.attname]:
            yield f"{label}.{field.name}", _key_of_digest(field, row, digest)


def _key_of_digest(field: BlindIndexField, row: dict[str, Any], digest: str) -> int | None:
    value = _plain(row[_source(field)])
    digests = blind_indexes(value, field.purpose) if value else []
    return digests.index(digest) if digest in digests else None


def _source(field: BlindIndexField) -> str:
    return column_of(field.model, field.source).attname


def _plain(token: str | None) -> str | None:
    """Return the text of `token`, None when no key opens it."""
    try:
        return decrypt(token or "")
    except InvalidToken:
        return None


# --- Columns -------------------------------------------------------------------------------------
def _raw(model: type[models.Model]) -> models.QuerySet:
    """Return the rows with their ciphertexts: `raw_<column>` beside each encrypted column."""
    raw = {
        f"raw_{field.attname}": Cast(field.attname, models.TextField())
        for field in fields_of(model, EncryptedTextField)
    }
    return model._base_manager.annotate(**raw).order_by("pk")


def _rows(model: type[models.Model]) -> Iterator[dict[str, Any]]:
    """Yield the key, ciphertexts and digests of every row, BATCH by BATCH in the order of keys."""
    raw = [f"raw_{field.attname}" for field in fields_of(model, EncryptedTextField)]
    digests = [field.attname for field in fields_of(model, BlindIndexField)]
    for page in _pages(_raw(model).values("pk", *raw, *digests)):
        for row in page:
            yield {name.removeprefix("raw_"): value for name, value in row.items()}


def _pages(rows: models.QuerySet) -> Iterator[list[dict[str, Any]]]:
    """Yield pages of `rows`, which are in the order of their keys: no cursor stays open."""
    page = list(rows[:BATCH])
    while page:
        yield page
        page = list(rows.filter(pk__gt=page[-1]["pk"])[:BATCH])


def _renew_row(model: type[models.Model], row: dict[str, Any]) -> int:
    """Write the row's columns anew if it still is what was read; return how many rows that were."""
    fresh = _renewed(model, row)
    if not fresh:
        return 0
    hidden = {field.attname for field in fields_of(model, EncryptedTextField)}
    as_read = {
        f"raw_{name}" if name in hidden else name: value
        for name, value in row.items()
        if value is not None
    }
    # A plain text's Value: the field itself would encrypt what is encrypted already.
    columns = {name: Value(text, models.TextField()) for name, text in fresh.items()}
    return _raw(model).order_by().filter(**as_read).update(**columns)


def _renewed(model: type[models.Model], row: dict[str, Any]) -> dict[str, str]:
    """Return the columns that want another value, with it."""
    fresh: dict[str, str] = {}
    for field in fields_of(model, EncryptedTextField):
        token = row[field.attname]
        if token and key_of(token) not in {0, None}:
            fresh[field.attname] = encrypt(decrypt(token))
    for field in fields_of(model, BlindIndexField):
        value = _plain(row[_source(field)])
        digest = row[field.attname] if value is None else blind_index(value, field.purpose)
        if digest != row[field.attname]:
            fresh[field.attname] = digest
    return fresh


# --- Secrets inside of JSON ----------------------------------------------------------------------
def _json_rows(one: JsonSecrets) -> Iterator[Any]:
    for page in _pages(apps.get_model(one.key)._base_manager.order_by("pk").values("pk")):
        yield from (row["pk"] for row in page)


def _tokens(one: JsonSecrets, data: dict[str, Any]) -> Iterator[str]:
    for name in one.names:
        found = data.get(name)
        yield from [found] if isinstance(found, str) else found or []


@transaction.atomic
def _renew_json(one: JsonSecrets, pk: Any) -> int:
    rows = apps.get_model(one.key)._base_manager.select_for_update().filter(pk=pk)
    data = rows.values_list(one.column, flat=True).first()
    if data is None or {key_of(token) for token in _tokens(one, data)} <= {0, None}:
        return 0
    fresh = {name: _again(data[name]) for name in one.names if name in data}
    return rows.update(**{one.column: data | fresh})


def _again(found: str | list[str] | None) -> str | list[str] | None:
    if not isinstance(found, str):
        return [str(_again(token)) for token in found] if found else found
    return found if key_of(found) in {0, None} else encrypt(decrypt(found))


# --- Files ---------------------------------------------------------------------------------------
Kept = tuple[type[models.Model], Any, Any, str]


def _files() -> Iterator[Kept]:
    """Yield (model, field, the row's key, name) of every encrypted file."""
    for model in apps.get_models():
        for field in fields_of(model, EncryptedFileField):
            rows = model._base_manager.order_by("pk").values("pk", field.attname)
            for page in _pages(rows.exclude(**{field.attname: ""})):
                yield from ((model, field, row["pk"], row[field.attname]) for row in page)


def _key_of_file(field: EncryptedFileField, name: str) -> int | None:
    """Return the place of the key under which the file is written; None also when it is gone."""
    try:
        with field.storage.open(name) as file:
            first = file.readline().rstrip(b"\n")
    except FileNotFoundError:
        return None
    return key_of(first) if first else 0


def _renew_file(model: type[models.Model], field: EncryptedFileField, pk: Any, name: str) -> int:
    """Put the file's content under the first key in its place; return 1 when that was done."""
    if _key_of_file(field, name) in {0, None}:
        return 0
    path = Path(field.storage.path(name))
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".renewed-")
    try:
        with open(handle, "wb") as target, path.open("rb") as file:
            for line in file:  # a piece keeps its size
                target.write(encrypt_bytes(decrypt_bytes(line.rstrip(b"\n"))) + b"\n")
            target.flush()
            os.fsync(target.fileno())
        named = model._base_manager.filter(**{"pk": pk, field.attname: name})
        return _replace(named, draft, path)
    except FileNotFoundError:  # its row has been removed meanwhile
        return 0
    finally:
        Path(draft).unlink(missing_ok=True)


@transaction.atomic
def _replace(row: models.QuerySet, draft: str, path: Path) -> int:
    """Move the draft over the file while the row, which is held, still names it."""
    if not row.select_for_update().values_list("pk").first() or not path.exists():
        return 0
    os.replace(draft, path)
    return 1
