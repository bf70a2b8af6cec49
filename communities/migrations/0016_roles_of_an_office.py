"""Roles are changed by the office: what it gave and took, whether they are in use, a revision."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("communities", "0015_initials")]

    operations = [
        migrations.AddField(
            model_name="role",
            name="active",
            field=models.BooleanField(
                default=True,
                help_text="What is no longer in use is not offered any more; records keep it.",
                verbose_name="in use",
            ),
        ),
        migrations.AddField(
            model_name="role",
            name="copied_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="communities.role",
                verbose_name="copied from",
            ),
        ),
        migrations.AddField(
            model_name="role",
            name="granted",
            field=models.JSONField(default=list, editable=False, verbose_name="granted"),
        ),
        migrations.AddField(
            model_name="role",
            name="withdrawn",
            field=models.JSONField(default=list, editable=False, verbose_name="withdrawn"),
        ),
        migrations.AddField(
            model_name="role",
            name="revision",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="role",
            name="updated_at",
            field=models.DateTimeField(
                auto_now=True, default=django.utils.timezone.now, verbose_name="changed at"
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="role",
            name="name_en",
            field=models.CharField(blank=True, max_length=80, verbose_name="name (English)"),
        ),
        migrations.AlterField(
            model_name="role",
            name="name_zh",
            field=models.CharField(max_length=60, verbose_name="name (Chinese)"),
        ),
        migrations.AlterField(
            model_name="role",
            name="order",
            field=models.PositiveSmallIntegerField(
                default=100,
                help_text="A smaller number stands further up.",
                verbose_name="place in lists",
            ),
        ),
        migrations.AddConstraint(
            model_name="role",
            constraint=models.UniqueConstraint(fields=("name_zh",), name="role_once"),
        ),
    ]
