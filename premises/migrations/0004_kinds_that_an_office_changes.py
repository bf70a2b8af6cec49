"""Kinds of premises are changed by the office: each counts its changes."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("premises", "0003_search"),
        ("checklists", "0002_entries_that_an_office_changes"),
    ]

    operations = [
        migrations.AddField(
            model_name="premisescategory",
            name="revision",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="premisescategory",
            name="updated_at",
            field=models.DateTimeField(
                auto_now=True, default=django.utils.timezone.now, verbose_name="changed at"
            ),
            preserve_default=False,
        ),
    ]
