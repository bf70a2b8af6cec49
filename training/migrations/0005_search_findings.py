"""Findings of drills, and events by their title alone, are found by an index (lib/search.py)."""

from django.db import migrations

from lib.search import index_of


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_search_functions"), ("training", "0004_written_by")]

    operations = [
        index_of("finding_words", "training_drillfinding", "problem", "action"),
        index_of("event_names", "training_event", "title"),
    ]
