"""Time limits become records that hold in an area, for hazards found from a day on.

Nothing leads to a limit, so its rows are written anew under new keys. What was found before the
portal has the first limits too.
"""

import datetime as dt
from typing import Any

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import lib.ids

COLUMNS = ("category_id", "grade", "working_days", "at_most", "source")
SINCE = dt.date(2000, 1, 1)
BOUNDS = [
    django.core.validators.MinValueValidator(1),
    django.core.validators.MaxValueValidator(250),
]


def take_over(apps: Any, _schema_editor: Any) -> None:
    """Write each old row under a new key."""
    old, new = (apps.get_model("grids", name) for name in ("OldLimit", "TimeLimit"))
    rows = old.objects.values(*COLUMNS)
    new.objects.bulk_create(new(**row, valid_from=SINCE) for row in rows)


def give_back(apps: Any, _schema_editor: Any) -> None:
    """Write what holds everywhere and without an end under an old key."""
    old, new = (apps.get_model("grids", name) for name in ("OldLimit", "TimeLimit"))
    rows = new.objects.filter(area=None, valid_to=None).values(*COLUMNS)
    old.objects.bulk_create(old(**row) for row in rows)


class Migration(migrations.Migration):
    dependencies = [
        ("checklists", "0003_names_and_places_in_lists"),
        ("communities", "0014_drafts_of_forms"),
        ("grids", "0007_index_rectified"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint("timelimit", "limit_once"),
        migrations.RemoveConstraint("timelimit", "limit_default_once"),
        # Without its index, whose name the new table wants.
        migrations.AlterField(
            "timelimit",
            "category",
            models.ForeignKey(
                "checklists.hazardcategory",
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
            ),
        ),
        migrations.RenameModel("TimeLimit", "OldLimit"),
        migrations.CreateModel(
            name="TimeLimit",
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
                    "grade",
                    models.CharField(
                        choices=[("general", "General"), ("major", "Major")],
                        max_length=8,
                        verbose_name="grade",
                    ),
                ),
                (
                    "working_days",
                    models.PositiveSmallIntegerField(
                        validators=BOUNDS, verbose_name="working days"
                    ),
                ),
                (
                    "at_most",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text=(
                            "Working days since the hazard was found; empty is without a bound."
                        ),
                        null=True,
                        validators=BOUNDS,
                        verbose_name="with extension at most",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="The local rule, with its article.",
                        max_length=200,
                        verbose_name="source",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(
                        default=django.utils.timezone.localdate,
                        verbose_name="for hazards found from",
                    ),
                ),
                (
                    "valid_to",
                    models.DateField(blank=True, null=True, verbose_name="until before"),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: everywhere.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communities.area",
                        verbose_name="area",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: all categories that have no limit of their own.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="checklists.hazardcategory",
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
                "verbose_name": "time limit",
                "verbose_name_plural": "time limits",
                "ordering": ["category", "grade", "valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("area", "category", "grade", "valid_from"), name="limit_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("category", None)),
                        fields=("area", "grade", "valid_from"),
                        name="limit_of_area_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("area", None)),
                        fields=("category", "grade", "valid_from"),
                        name="limit_of_category_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("area", None), ("category", None)),
                        fields=("grade", "valid_from"),
                        name="limit_of_grade_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="limit_valid_range",
                        violation_error_message="The end must not lie before the beginning.",
                    ),
                ],
            },
        ),
        migrations.RunPython(take_over, give_back),
        migrations.DeleteModel("OldLimit"),
    ]
