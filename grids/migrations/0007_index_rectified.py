"""Hazards still to be rectified at a moment are found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("grids", "0006_reckoned_deadlines")]

    operations = [
        migrations.AddIndex(
            model_name="hazard",
            index=models.Index(fields=["rectified_at"], name="hazard_rectified"),
        ),
    ]
