"""The functions of the indexes by which words are found (lib/search.py)."""

from django.db import migrations

from lib.search import make_functions


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_seal_the_trail")]

    operations = [
        migrations.RunPython(make_functions, migrations.RunPython.noop),
    ]
