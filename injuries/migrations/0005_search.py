"""Words anywhere in a text are found by an index (lib/search.py)."""

from django.db import migrations

from lib.search import index_of


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_search_functions"), ("injuries", "0004_findings_encrypted")]

    operations = [
        index_of("injury_words", "injuries_injuryrecord", "card_number", "diagnosis", "diagnosis_code"),
    ]
