"""Words anywhere in the trail are found by an index (lib/search.py)."""

from django.db import migrations

from lib.search import index_of


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_search_functions")]

    operations = [
        index_of("audit_words", "accounts_auditentry", "target_text", "code"),
    ]
