"""Findings quote cells, so they are encrypted. Those of unfinished imports are made anew by a check:
they cannot be encrypted in place by a change of type."""

from django.db import migrations, models

import lib.crypto


class Migration(migrations.Migration):
    dependencies = [("injuries", "0003_claims")]

    operations = [
        migrations.AddField("importbatch", "notes", models.JSONField(default=list, editable=False)),
        migrations.AddField("importbatch", "sheets", models.JSONField(default=list, editable=False)),
        migrations.RemoveField("importrow", "errors"),
        migrations.RemoveField("importrow", "warnings"),
        migrations.AddField(
            "importrow", "errors", lib.crypto.EncryptedJSONField(default=list)
        ),
        migrations.AddField(
            "importrow", "warnings", lib.crypto.EncryptedJSONField(default=list)
        ),
    ]
