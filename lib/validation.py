"""Checking a record's own values without asking the database."""

from django.db import models


def check_values(record: models.Model) -> None:
    """Raise ValidationError unless the record's own values and their combination are right.

    `full_clean` asks the database once a foreign key and once a constraint. Whoever builds a record
    from objects that were just read does not need the former, and the database holds the latter
    when the row is written.
    """
    related = [field.name for field in record._meta.fields if field.is_relation]
    record.clean_fields(exclude=[*related, record._meta.pk.name])
    record.clean()
