"""Thresholds become records: with a key that can be handed on, who made them, and a revision.

Nothing leads to a threshold, so its rows are written anew under new keys.
"""

from typing import Any

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lib.ids

COLUMNS = ("category_id", "quantity", "at_most", "applies_zh", "applies_en", "source")


def take_over(apps: Any, _schema_editor: Any) -> None:
    """Write each old row under a new key."""
    old, new = (apps.get_model("premises", name) for name in ("OldThreshold", "CategoryThreshold"))
    new.objects.bulk_create(new(**row) for row in old.objects.values(*COLUMNS))


def give_back(apps: Any, _schema_editor: Any) -> None:
    """Write each row that is in use under an old key."""
    old, new = (apps.get_model("premises", name) for name in ("OldThreshold", "CategoryThreshold"))
    rows = new.objects.filter(active=True).values(*COLUMNS)
    old.objects.bulk_create(old(**row) for row in rows)


class Migration(migrations.Migration):
    dependencies = [
        ("premises", "0004_kinds_that_an_office_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint("categorythreshold", "threshold_once"),
        # Without its index, whose name the new table wants.
        migrations.AlterField(
            "categorythreshold",
            "category",
            models.ForeignKey(
                "premises.premisescategory",
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
            ),
        ),
        migrations.RenameModel("CategoryThreshold", "OldThreshold"),
        migrations.CreateModel(
            name="CategoryThreshold",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=lib.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed at")),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "quantity",
                    models.CharField(
                        choices=[
                            ("floor_area", "floor area (m²)"),
                            ("persons", "persons"),
                            ("beds", "beds"),
                        ],
                        max_length=10,
                        verbose_name="quantity",
                    ),
                ),
                (
                    "at_most",
                    models.PositiveIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000000),
                        ],
                        verbose_name="at most",
                    ),
                ),
                (
                    "applies_zh",
                    models.CharField(
                        blank=True,
                        help_text="Which of the kind, e.g. on floors 1 to 3; empty is all.",
                        max_length=60,
                        verbose_name="applies to (Chinese)",
                    ),
                ),
                (
                    "applies_en",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="applies to (English)"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        help_text="The local rule, with its article.",
                        max_length=200,
                        verbose_name="source",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="thresholds",
                        to="premises.premisescategory",
                        verbose_name="category",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "threshold",
                "verbose_name_plural": "thresholds",
                "ordering": ["category", "quantity", "at_most"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("active", True)),
                        fields=("category", "quantity", "applies_zh"),
                        name="threshold_once",
                        violation_error_message=(
                            "The kind has a threshold on this quantity already."
                        ),
                    )
                ],
            },
        ),
        migrations.RunPython(take_over, give_back),
        migrations.DeleteModel("OldThreshold"),
    ]
