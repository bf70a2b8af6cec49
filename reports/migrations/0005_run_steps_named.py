"""The new table of steps takes the place of the old one, in a transaction of its own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_run_steps")]

    operations = [
        migrations.DeleteModel("RunStep"),
        migrations.RenameModel("NewRunStep", "RunStep"),
        migrations.AlterField(
            "runstep",
            "run",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="reports.reportrun",
            ),
        ),
    ]
