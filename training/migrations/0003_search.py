"""Words anywhere in a text are found by an index (lib/search.py)."""

from django.db import migrations

from lib.search import index_of


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_search_functions"), ("training", "0002_revision")]

    operations = [
        index_of("event_words", "training_event", "title", "topic", "place", "trainers"),
    ]
