"""Words anywhere in a text are found by an index (lib/search.py)."""

from django.db import migrations

from lib.search import index_of


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_search_functions"), ("premises", "0002_revision")]

    operations = [
        index_of("premises_words", "premises_premises", "name", "address"),
        index_of("premises_names", "premises_premises", "name"),
    ]
