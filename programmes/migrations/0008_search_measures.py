"""Measures, and projects by their title alone, are found by an index (lib/search.py)."""

from django.db import migrations

from lib.search import index_of


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_search_functions"),
        ("programmes", "0007_reporting_frequency"),
    ]

    operations = [
        index_of("measure_words", "programmes_measure", "title"),
        index_of("project_names", "programmes_project", "title"),
    ]
