"""The audit trail is append-only in the database as well, whoever connects to it.

Written after every migrate instead of by one migration: SQLite drops a table's triggers when a
migration makes the table anew. Whoever owns the database can drop them; the chain of seals
(`accounts.trail`) shows what was done then.
"""

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from accounts.models import AuditEntry, AuditSeal

MESSAGE = "The audit trail is append-only."
ENTRIES, SEALS = AuditEntry._meta.db_table, AuditSeal._meta.db_table
#: An entry may be given its seal, once, and nothing else.
FIXED = [
    field.column
    for field in AuditEntry._meta.concrete_fields
    if field.column and field.name != "seal"
]

POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE TRIGGER audit_entry_kept BEFORE DELETE ON {ENTRIES}
    FOR EACH ROW EXECUTE FUNCTION audit_append_only();
CREATE OR REPLACE TRIGGER audit_entry_fixed BEFORE UPDATE OF {", ".join(FIXED)} ON {ENTRIES}
    FOR EACH ROW EXECUTE FUNCTION audit_append_only();
CREATE OR REPLACE TRIGGER audit_entry_sealed BEFORE UPDATE OF seal_id ON {ENTRIES}
    FOR EACH ROW WHEN (OLD.seal_id IS NOT NULL) EXECUTE FUNCTION audit_append_only();
CREATE OR REPLACE TRIGGER audit_entry_all BEFORE TRUNCATE ON {ENTRIES}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
CREATE OR REPLACE TRIGGER audit_seal_kept BEFORE UPDATE OR DELETE ON {SEALS}
    FOR EACH ROW EXECUTE FUNCTION audit_append_only();
CREATE OR REPLACE TRIGGER audit_seal_all BEFORE TRUNCATE ON {SEALS}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
"""
_ABORT = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END;"
SQLITE = f"""
CREATE TRIGGER IF NOT EXISTS audit_entry_kept BEFORE DELETE ON {ENTRIES} {_ABORT}
CREATE TRIGGER IF NOT EXISTS audit_entry_fixed
    BEFORE UPDATE OF {", ".join(FIXED)} ON {ENTRIES} {_ABORT}
CREATE TRIGGER IF NOT EXISTS audit_entry_sealed BEFORE UPDATE OF seal_id ON {ENTRIES}
    WHEN OLD.seal_id IS NOT NULL {_ABORT}
CREATE TRIGGER IF NOT EXISTS audit_seal_kept BEFORE DELETE ON {SEALS} {_ABORT}
CREATE TRIGGER IF NOT EXISTS audit_seal_fixed BEFORE UPDATE ON {SEALS} {_ABORT}
"""
TRIGGERS = {
    ENTRIES: ["audit_entry_kept", "audit_entry_fixed", "audit_entry_sealed", "audit_entry_all"],
    SEALS: ["audit_seal_kept", "audit_seal_fixed", "audit_seal_all"],
}


def protect(using: str = DEFAULT_DB_ALIAS, **_signal: object) -> None:
    """Write the triggers; what is there already stays."""
    connection = connections[using]
    if ENTRIES not in connection.introspection.table_names():
        return  # migrated back to nothing
    statements = {"postgresql": [POSTGRESQL], "sqlite": SQLITE.split("\nCREATE ")}
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            if statement.strip():
                prefix = "" if statement.lstrip().startswith("CREATE") else "CREATE "
                cursor.execute(prefix + statement)


def release(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers, for a test database that is emptied after each test."""
    with connection.cursor() as cursor:
        for table, names in TRIGGERS.items():
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            for name in names:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
