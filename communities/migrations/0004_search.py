"""Words anywhere in a text are found by an index (lib/search.py)."""

from django.db import migrations

from lib.search import index_of


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_search_functions"), ("communities", "0003_attachment_once")]

    operations = [
        index_of("organisation_words", "communities_organisation", "name"),
    ]
