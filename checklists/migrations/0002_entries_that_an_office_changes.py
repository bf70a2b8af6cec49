"""Kinds of hazards are changed by the office: each counts its changes, and one name is one kind."""

import django.utils.timezone
from django.db import migrations, models
from django.db.migrations.operations.base import Operation


def revised(model: str) -> list[Operation]:
    """The columns that count the changes of a code list's entries."""
    return [
        migrations.AddField(
            model_name=model,
            name="revision",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name=model,
            name="updated_at",
            field=models.DateTimeField(
                auto_now=True, default=django.utils.timezone.now, verbose_name="changed at"
            ),
            preserve_default=False,
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("checklists", "0001_initial")]

    operations = [*revised("hazardcategory"), *revised("checklisttemplate")]
