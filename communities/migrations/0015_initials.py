"""Pinyin initials by which records are found."""

from django.db import migrations, models

from lib.search import index_of


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_search_functions"),
        ("communities", "0014_drafts_of_forms"),
    ]

    operations = [
        migrations.CreateModel(
            name="Initials",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("target_id", models.UUIDField()),
                ("name", models.TextField()),
                ("letters", models.TextField()),
            ],
            options={
                "verbose_name": "pinyin initials",
                "verbose_name_plural": "pinyin initials",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "target_id"), name="initials_once")
                ],
            },
        ),
        index_of("initials_letters", "communities_initials", "letters"),
    ]
