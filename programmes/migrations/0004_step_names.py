"""A step of a project has the columns of every step."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("programmes", "0003_search")]

    operations = [
        migrations.RenameField("projectstep", "before", "source"),
        migrations.RenameField("projectstep", "after", "target"),
        migrations.RenameField("projectstep", "reason", "note"),
        migrations.RenameField("projectstep", "created_by", "actor"),
    ]
