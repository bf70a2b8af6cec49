"""The audit trail only grows, whoever connects to the database, and shows when it did not."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts import append_only, audit, trail
from accounts.models import AuditEntry, AuditSeal


@pytest.fixture
def entries(cast) -> list[AuditEntry]:
    """Three entries without a seal."""
    return [
        audit.record(
            actor=cast.chen, code="x", target=cast.wang, changes={"a": [1.5, "é", None, number]}
        )
        for number in range(3)
    ]


def verify(**options: str) -> str:
    """What the command says."""
    out = StringIO()
    call_command("verify_trail", stdout=out, **options)
    return out.getvalue()


def by_hand(sql: str) -> None:
    """Change the database as its owner can, without the triggers."""
    append_only.release(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql)


FORBIDDEN = [
    "UPDATE accounts_auditentry SET code = 'y'",
    "UPDATE accounts_auditentry SET at = '2020-01-01'",
    "UPDATE accounts_auditentry SET seal_id = NULL",
    "DELETE FROM accounts_auditentry",
    "UPDATE accounts_auditseal SET digest = ''",
    "DELETE FROM accounts_auditseal",
]


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_the_database_refuses_to_change_the_trail(sql, entries) -> None:
    """Not only our models: any connection."""
    trail.seal_trail()
    before = list(AuditEntry.objects.values())
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert list(AuditEntry.objects.values()) == before
    assert not list(trail.broken_seals())


def test_many_entries_are_written_at_once_and_sealed(cast, entries, monkeypatch) -> None:
    """Writers never wait: the task gives each its seal afterwards, in parts."""
    monkeypatch.setattr(trail, "MOST", 10)
    AuditEntry.objects.bulk_create(
        AuditEntry(actor=cast.chen, code="x", target_type="t", target_id=str(number))
        for number in range(25)
    )
    unsealed = AuditEntry.objects.filter(seal=None)
    waiting = unsealed.count()
    assert waiting >= 28
    assert trail.seal_trail() == waiting
    assert not unsealed.exists()
    assert AuditSeal.objects.count() == -(-waiting // 10)
    assert trail.seal_trail() == 0
    assert not list(trail.broken_seals())


def test_an_entry_that_appears_late_gets_a_later_seal(cast, entries) -> None:
    """Its transaction was long; its key is older than the last seal."""
    late = AuditEntry(actor=cast.chen, code="late", target_type="t", target_id="1")
    trail.seal_trail()
    late.save()
    assert verify()
    late.refresh_from_db()
    assert late.seal_id == AuditSeal.objects.count()


TOUCHES = [
    "UPDATE accounts_auditentry SET target_text = '别人' WHERE code = 'x'",
    "DELETE FROM accounts_auditentry WHERE code = 'x'",
    "UPDATE accounts_auditentry SET seal_id = 1 WHERE seal_id IS NULL",
    "UPDATE accounts_auditseal SET entries = entries + 1",
]


@pytest.mark.parametrize("sql", TOUCHES)
def test_what_the_owner_of_the_database_does_is_seen(sql, cast, entries) -> None:
    """A changed, a removed, a slipped-in entry; the command ends with an error."""
    trail.seal_trail()
    audit.record(actor=cast.chen, code="later", target=cast.wang)
    by_hand(sql)
    with pytest.raises(CommandError, match="under seal 1"):
        verify()


def test_a_missing_seal_is_seen(cast, entries) -> None:
    """With everything that stood under it."""
    trail.seal_trail()
    audit.record(actor=cast.chen, code="later", target=cast.wang)
    trail.seal_trail()
    by_hand("DELETE FROM accounts_auditentry WHERE seal_id = 1")
    by_hand("DELETE FROM accounts_auditseal WHERE number = 1")
    with pytest.raises(CommandError, match="under seal 1"):
        verify()


def test_a_trail_written_anew_does_not_have_the_digest_that_was_noted(cast, entries) -> None:
    """Who owns the database can make a chain that fits; a note outside shows it."""
    noted = verify().split()[-1]
    assert verify(expect=noted)
    by_hand("UPDATE accounts_auditentry SET seal_id = NULL")
    by_hand("DELETE FROM accounts_auditseal")
    by_hand("UPDATE accounts_auditentry SET code = 'y'")
    assert verify()
    with pytest.raises(CommandError, match="written anew"):
        verify(expect=noted)


def test_a_migration_that_makes_the_table_anew_leaves_it_protected(cast, entries) -> None:
    """After every migrate the triggers are written again."""
    append_only.release(connection)
    append_only.protect()
    append_only.protect()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM accounts_auditentry")
