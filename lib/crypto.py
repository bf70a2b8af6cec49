"""Personal data at rest: an encrypted text column and a keyed index to find equal values.

Why no package: the field libraries at hand derive the key from SECRET_KEY (so that a rotated
session key loses the data), return the ciphertext when decryption fails, or keep state on the
field that two threads share. Fernet itself (AES-128-CBC with HMAC-SHA256, key rotation by
`MultiFernet`) is the `cryptography` package's.
"""

import base64
import hashlib
import hmac
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

from lib.text import bare


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    derived = (hashlib.sha256(b"safecommunity.fields:" + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])


def encrypt(text: str) -> str:
    """Return `text` encrypted under the first of settings.ENCRYPTION_KEYS; empty stays empty."""
    return _cipher(tuple(settings.ENCRYPTION_KEYS)).encrypt(text.encode()).decode() if text else ""


def decrypt(token: str) -> str:
    """Return the text of `token`. Raises `cryptography.fernet.InvalidToken` under a wrong key."""
    return (
        _cipher(tuple(settings.ENCRYPTION_KEYS)).decrypt(token.encode()).decode() if token else ""
    )


def encrypt_bytes(data: bytes) -> bytes:
    """Return `data` encrypted, for files that hold personal data. Holds some 3 × the size."""
    return _cipher(tuple(settings.ENCRYPTION_KEYS)).encrypt(data)


def decrypt_bytes(token: bytes) -> bytes:
    """Return the bytes of `token`. Raises `cryptography.fernet.InvalidToken` under a wrong key."""
    return _cipher(tuple(settings.ENCRYPTION_KEYS)).decrypt(token)


def key_of(token: str | bytes) -> int | None:
    """Return the place in settings.ENCRYPTION_KEYS of the key that wrote `token`, None of none.

    A token does not name its key: each is tried, which costs a digest over the token.
    """
    data = token.encode() if isinstance(token, str) else token
    for place, key in enumerate(settings.ENCRYPTION_KEYS):
        try:
            _cipher((key,)).decrypt(data)
        except InvalidToken:
            continue
        return place
    return None


def blind_index(value: str, purpose: str) -> str:
    """Return a keyed digest by which equal values are found without storing them readable.

    `purpose` separates columns: the same number in two columns has two digests. Spellings that
    `lib.text.bare` takes for one have one digest. It is made with the first key: while a key is
    being retired, stored digests may be of another one, see `blind_indexes`.
    """
    return blind_indexes(value, purpose)[0]


def blind_indexes(value: str, purpose: str) -> list[str]:
    """Return the digest of `value` under each key, that of the first key first."""
    normal = bare(value)
    if not normal:
        return [""]
    text = f"{purpose}:{normal}".encode()
    keys = (key.encode() for key in settings.ENCRYPTION_KEYS)
    return [hmac.digest(key, text, "sha256").hex()[:32] for key in keys]


class EncryptedTextField(models.TextField):
    """Text that the database sees only encrypted. It cannot be filtered, sorted or searched."""

    def get_prep_value(self, value: str | None) -> str | None:
        value = super().get_prep_value(value)
        return value if value is None else encrypt(value)

    def from_db_value(
        self, value: str | None, expression: object, connection: object
    ) -> str | None:
        return value if value is None else decrypt(value)

    def get_lookup(self, lookup_name: str) -> type | None:
        """Allow only `isnull`: any comparison would compare ciphertexts and find nothing."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None


class EncryptedJSONField(EncryptedTextField):
    """JSON that the database sees only encrypted: cells of a workbook hold names and numbers.

    What is empty is stored as an empty text and read as the field's default: there is nothing to
    hide, and most rows of a workbook have several of them.
    """

    if TYPE_CHECKING:  # what django-stubs reads of a column: any JSON goes in and comes out
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    def to_python(self, value: Any) -> Any:
        """Return `value` as it is: a check of the whole record must not make a text of it."""
        return value

    def get_prep_value(self, value: Any) -> str | None:
        """Return the ciphertext of `value` as JSON."""
        text = json.dumps(value, ensure_ascii=False) if value else ""
        return super().get_prep_value(text)

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Any:
        """Return the value of a stored ciphertext."""
        text = super().from_db_value(value, expression, connection)
        return json.loads(text) if text else self.get_default()


class BlindIndexField(models.CharField):
    """The digest of another column of the row, `source`: equal values are found by it.

    Services fill it with `blind_index(value, purpose)`; `lib.keys` makes it anew for another key.
    """

    def __init__(self, *args: Any, source: str, purpose: str, **options: Any) -> None:
        self.source, self.purpose = source, purpose
        own: dict[str, Any] = {"max_length": 32, "blank": True, "default": "", "editable": False}
        super().__init__(*args, **own | options)

    def deconstruct(self) -> Any:
        """Say in migrations what it is made of."""
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"source": self.source, "purpose": self.purpose}
