"""A step of a report has the columns and the key of every step: the rows move to a new table."""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import lib.ids


def copy(apps: Any, _editor: BaseDatabaseSchemaEditor) -> None:
    """Copy the steps in their order, which the new keys keep."""
    new = apps.get_model("reports", "NewRunStep").objects
    for step in apps.get_model("reports", "RunStep").objects.order_by("at", "id").iterator():
        new.create(
            at=step.at,
            run_id=step.run_id,
            actor_id=step.actor_id,
            source=step.from_state,
            target=step.to_state,
            note=step.note,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_claims"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "reportrun",
            "written_by",
            models.ManyToManyField(
                editable=False,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="written by",
            ),
        ),
        migrations.CreateModel(
            name="NewRunStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=lib.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="at"
                    ),
                ),
                (
                    "source",
                    models.CharField(blank=True, max_length=12, verbose_name="from state"),
                ),
                ("target", models.CharField(max_length=12, verbose_name="to state")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.reportrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a report",
                "verbose_name_plural": "steps of a report",
                "ordering": ["at", "id"],
                "abstract": False,
            },
        ),
        migrations.RunPython(copy, migrations.RunPython.noop),
    ]
