"""A step of a hazard has the columns of every step, and is of an action."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("grids", "0003_search")]

    operations = [
        migrations.RenameField("hazardstep", "deed", "action"),
        migrations.RenameField("hazardstep", "from_state", "source"),
        migrations.RenameField("hazardstep", "to_state", "target"),
    ]
