"""Personal data at rest: an encrypted text column and a keyed index to find equal values.

Why no package: the field libraries at hand derive the key from SECRET_KEY (so that a rotated
session key loses the data), return the ciphertext when decryption fails, or keep state on the
field that two threads share. Fernet itself (AES-128-CBC with HMAC-SHA256, key rotation by
`MultiFernet`) is the `cryptography` package's.
"""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
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


def blind_index(value: str, purpose: str) -> str:
    """Return a keyed digest by which equal values are found without storing them readable.

    `purpose` separates columns: the same number in two columns has two digests. Spellings that
    `lib.text.bare` takes for one have one digest. Rotating ENCRYPTION_KEYS changes digests of new
    rows: the last key (the oldest) is used, so keep it.
    """
    normal = bare(value)
    if not normal:
        return ""
    key = settings.ENCRYPTION_KEYS[-1].encode()
    return hmac.digest(key, f"{purpose}:{normal}".encode(), "sha256").hex()[:32]


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
