"""Personal data at rest."""

import pytest
from cryptography.fernet import InvalidToken
from django.core.exceptions import FieldError
from django.db import connection

from accounts.models import User
from lib.crypto import blind_index, decrypt, encrypt


def test_the_database_sees_only_ciphertext(db) -> None:
    """And the portal reads it back."""
    user = User.objects.create_user("li", phone="13812345678", full_name="李")
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM accounts_user")
        stored = cursor.fetchone()[0]
    assert "138" not in stored
    assert User.objects.get(pk=user.pk).phone == "13812345678"


def test_keys_rotate(settings) -> None:
    """The new key writes, the old one still reads; a lost key is an error, not an empty field."""
    settings.ENCRYPTION_KEYS = ["a" * 40]
    token = encrypt("张三")
    settings.ENCRYPTION_KEYS = ["b" * 40, "a" * 40]
    assert decrypt(token) == "张三"
    settings.ENCRYPTION_KEYS = ["b" * 40]
    with pytest.raises(InvalidToken):
        decrypt(token)


def test_an_encrypted_column_cannot_be_searched(db) -> None:
    """Any comparison would silently find nothing."""
    with pytest.raises(FieldError):
        User.objects.filter(phone="138").exists()


def test_equal_values_have_equal_digests_in_one_column_only() -> None:
    """Spaces and case do not matter; another purpose is another digest."""
    first = blind_index("11010119900101001x", "injuries.id")
    assert first == blind_index("110101 19900101 001X", "injuries.id")
    assert first != blind_index("11010119900101001x", "training.id")
    assert blind_index(" ", "injuries.id") == ""
