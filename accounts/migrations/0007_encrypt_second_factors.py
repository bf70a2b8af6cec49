"""Encrypts what second factors are made of, which stood in the database as it was."""

from collections.abc import Callable
from typing import Any

from django.db import migrations

from lib.crypto import decrypt, encrypt

NAMES = ("secret", "seed", "migrated_codes")


def with_each(change: Callable[[str], str]) -> Callable[[Any, Any], None]:
    """Return a step that applies `change` to every secret."""

    def step(apps: Any, _editor: object) -> None:
        for one in apps.get_model("mfa", "Authenticator").objects.all():
            for name in NAMES:
                if isinstance(found := one.data.get(name), str):
                    one.data[name] = change(found)
                elif found:
                    one.data[name] = [change(text) for text in found]
            one.save(update_fields=["data"])

    return step


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_must_change_password"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(with_each(encrypt), with_each(decrypt))]
