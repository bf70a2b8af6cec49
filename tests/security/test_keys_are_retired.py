"""A key is taken out of service: what it wrote is written anew, nothing is lost, and it may go."""

import io
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt as secret_of
from cryptography.fernet import InvalidToken
from django.apps import apps
from django.conf import settings as portal
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from accounts.models import Mail, User
from communities.models import Draft, Export, ListView
from communities.services.exports import pieces_of
from injuries.duplicates import duplicates_of, duplicates_of_each
from injuries.models import ImportRow, InjuryRecord
from injuries.models.cards import ID_PURPOSE
from ledgers.machine.sheets import workbook_of
from ledgers.services import explain_words
from lib import keys
from lib.crypto import BlindIndexField, EncryptedTextField, blind_index
from lib.keys import fields_of, held, json_secrets, renew
from lib.sealed_files import EncryptedFileField, Sealed
from notices.models import Channel
from tests.grids.makers import premises
from tests.injuries.conftest import card, checked, hospital, receive, row
from tests.ledgers.makers import checked as ledger_checked, shop, work

__all__ = ["checked", "hospital", "receive"]

OLD, NEW = "o" * 40, "n" * 40
NAME, NUMBER = "欧阳娜娜", "11010119900307299X"
KINDS = (EncryptedTextField, BlindIndexField, EncryptedFileField)


@dataclass
class Kept:
    """What was written while OLD was the only key."""

    record: InjuryRecord
    export: Export
    row: ImportRow
    codes: list[str]


@pytest.fixture
def kept(places, cast, checked, settings) -> Kept:
    """Something in every encrypted place under OLD; then the operator puts NEW in front."""
    settings.ENCRYPTION_KEYS = [OLD]
    record = card(places.east, name=NAME, id_number=NUMBER, phone="13800001111", address="东街1号")
    cast.wang.phone = "13900002222"
    cast.wang.save()
    premises(places, contact_phone="13700003333")
    batch = checked([row(姓名="赵六"), row(年龄="三百")])
    refused = batch.rows.get()
    refused.warnings = refused.errors
    refused.save()
    said = {"occurred_area": {"东边": "x"}}
    type(batch).objects.filter(pk=batch.pk).update(words=said, unknown=said)
    type(batch.reporting_site).objects.filter(pk=batch.reporting_site_id).update(words=said)
    digest = blind_index(NUMBER, ID_PURPOSE)
    batch.staged.update(id_number=NUMBER, id_index=digest, phone="13600004444", address="东街2号")
    told = [shop("JS-8", "八", 类别="杂货铺子"), shop("", 地址="", 负责人="赵六")]
    told.append(shop("JS-9", "九", 类别="不明店铺"))
    premises(places, number="JS-7", name="福源副食店")
    ledger = ledger_checked(cast.chen, places.street, told)
    explain_words(actor=cast.chen, batch=ledger, words={"category": {"杂货铺子": "small-shop"}})
    work(ledger)
    doubtful = ledger.rows.get(state="doubtful")
    doubtful.changes, doubtful.title = {"contact_name": ["赵六", "王五"]}, "赵六小店"
    doubtful.problems = [{"field": "", "code": "required", "level": "error", "params": {}}]
    doubtful.save()
    export = Export(created_by=cast.chen, name="x", path="/x/", query="q=张", kind="csv")
    export.file.save("", Sealed(io.BytesIO(NAME.encode())), save=True)
    TOTP.activate(cast.wang, "JBSWY3DPEHPK3PXP")
    codes = RecoveryCodes.activate(cast.wang).generate_codes()
    Draft.objects.create(owner=cast.zhao, path="/", title="x", data="[]")
    ListView.objects.create(owner=cast.zhao, path="/", name="x", query="q=x")
    Mail.objects.create(address="wang@example.org", subject="x", text="y")
    Channel.objects.create(name="x", kind="webhook", address="https://example.org", secret="s")
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    return Kept(record, export, refused, codes)


def check() -> tuple[int, str]:
    """What `retire_keys --check` exits with and says."""
    said = io.StringIO()
    try:
        call_command("retire_keys", check=True, stdout=said)
    except SystemExit as ended:
        return int(ended.code), said.getvalue()
    return 0, said.getvalue()


def places_of_secrets() -> set[str]:
    """Every encrypted column, index and file of every model, found by the class of its field."""
    found = {one.key for one in json_secrets}
    for model in apps.get_models():
        for kind in KINDS:
            found |= {f"{model._meta.label}.{field.name}" for field in fields_of(model, kind)}
    return found


def test_the_test_writes_into_every_encrypted_place_there_is(kept) -> None:
    """Whoever adds an encrypted field adds a value of it to `kept`; the command needs nothing."""
    counts = held()
    assert set(counts) == places_of_secrets()
    assert all(set(count) == {1} for count in counts.values()), counts


def test_nothing_is_encrypted_beside_the_fields_that_the_command_finds() -> None:
    """What is encrypted by hand would be left behind under the old key."""
    allowed = {"lib/crypto.py", "lib/keys.py", "lib/sealed_files.py", "accounts/second_factors.py"}
    root = Path(portal.BASE_DIR)
    rooms = {path.parent for path in root.glob("*/__init__.py")} - {root / "tests"}
    by_hand = {
        path.relative_to(root).as_posix()
        for room in rooms
        for path in room.rglob("*.py")
        if re.search(r"\b(encrypt|encrypt_bytes)\(|\bFernet\b", path.read_text("utf-8"))
    }
    assert by_hand == allowed


def test_afterwards_the_new_key_alone_reads_and_finds_everything(
    kept, cast, as_user, settings
) -> None:
    """Columns, workbook, export, second factors; the register finds a name and a number."""
    before = InjuryRecord.objects.filter(pk=kept.record.pk).values("revision", "updated_at").get()
    assert check()[0] == 1
    call_command("retire_keys", stdout=io.StringIO())
    status, said = check()
    assert status == 0, said
    assert all(set(count) == {0} for count in held().values())
    settings.ENCRYPTION_KEYS = [NEW]
    record = InjuryRecord.objects.get(pk=kept.record.pk)
    assert (record.name, record.id_number, record.address) == (NAME, NUMBER, "东街1号")
    assert {"revision": record.revision, "updated_at": record.updated_at} == before
    client = as_user(cast.chen)
    for words in (NAME, NUMBER):
        assert (
            record.get_absolute_url() in client.get(reverse("injuries:records"), {"q": words}).text
        )
    assert ImportRow.objects.get(pk=kept.row.pk).cells == kept.row.cells
    with workbook_of(kept.row.batch.file, kept.row.batch.filename) as path:
        assert path.read_bytes().startswith(b"PK")
    assert b"".join(pieces_of(Export.objects.get())) == NAME.encode()
    assert User.objects.get(pk=cast.wang.pk).phone == "13900002222"
    factors = Authenticator.objects.filter(user=cast.wang)
    assert secret_of(factors.get(type="totp").data["secret"]) == "JBSWY3DPEHPK3PXP"
    codes = RecoveryCodes(factors.get(type="recovery_codes"))
    assert codes.generate_codes() == kept.codes


def test_the_old_key_cannot_go_before(kept, settings) -> None:
    """Without the command the new key alone opens nothing."""
    settings.ENCRYPTION_KEYS = [NEW]
    with pytest.raises(InvalidToken):
        InjuryRecord.objects.get(pk=kept.record.pk)


def test_until_then_a_person_is_found_and_a_duplicate_noticed(kept, cast, places, as_user) -> None:
    """Stored digests are of the old key, those of a new card of the new one."""
    url = kept.record.get_absolute_url()
    assert url in as_user(cast.chen).get(reverse("injuries:records"), {"q": NAME}).text
    again = card(places.east, name=NAME, id_number=NUMBER)
    assert again.id_index != kept.record.id_index
    rows = InjuryRecord.objects.all()
    assert list(duplicates_of(again, rows)) == [kept.record]
    again.batch_row = 7  # as if it came in an import
    assert duplicates_of_each([again], rows.exclude(pk=again.pk)) == [[kept.record]]


def test_what_somebody_changes_meanwhile_stays(kept, monkeypatch) -> None:
    """Between reading and writing of the command chen saves another telephone."""
    renewed = keys._renewed

    def slowly(model: type, row: dict) -> dict:
        if model is InjuryRecord:
            record = InjuryRecord.objects.get(pk=kept.record.pk)
            record.phone = "13811112222"
            record.save()
        return renewed(model, row)

    monkeypatch.setattr(keys, "_renewed", slowly)
    renew()
    assert InjuryRecord.objects.get(pk=kept.record.pk).phone == "13811112222"


def test_cut_short_it_goes_on_where_it_was(kept, places, monkeypatch) -> None:
    """The second time passes over what is done."""
    for number in range(6):
        card(places.east, name=f"张{number}")
    written = keys._renew_row
    calls: Counter[str] = Counter()

    def until_the_power_goes(model: type, row: dict) -> int:
        calls[model.__name__] += 1
        if calls["InjuryRecord"] == 1 and model is InjuryRecord:
            return written(model, row)
        raise KeyboardInterrupt

    monkeypatch.setattr(keys, "_renew_row", until_the_power_goes)
    with pytest.raises(KeyboardInterrupt):
        renew()
    monkeypatch.setattr(keys, "_renew_row", written)
    renew()
    assert renew() == 0
    assert check()[0] == 0


def test_many_rows_are_read_page_by_page(kept, places, settings, monkeypatch) -> None:
    """None is passed over at the seams."""
    monkeypatch.setattr(keys, "BATCH", 2)
    settings.ENCRYPTION_KEYS = [OLD]
    for number in range(5):
        card(places.east, name=f"张{number}")
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    renew()
    assert held()["injuries.InjuryRecord.name"] == Counter({0: 6})


def test_a_file_whose_row_goes_meanwhile_does_not_come_back(kept, monkeypatch) -> None:
    """The retention task removes a workbook while the command writes it anew."""
    path = Path(kept.export.file.path)
    replace = keys._replace

    def too_late(row: object, draft: str, target: Path) -> int:
        if target == path:
            kept.export.delete()
            path.unlink()
        return replace(row, draft, target)

    monkeypatch.setattr(keys, "_replace", too_late)
    renew()
    assert list(path.parent.iterdir()) == []


def test_what_no_key_opens_is_told_and_left(kept, settings) -> None:
    """A backup may still have the key: nothing is overwritten."""
    settings.ENCRYPTION_KEYS = [NEW]
    status, said = check()
    assert status == 1
    assert "no key" in said
    assert renew() == 0
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    assert InjuryRecord.objects.get(pk=kept.record.pk).name == NAME


def test_a_dump_of_the_database_has_no_second_factor(cast) -> None:
    """The secret of an app would let its reader sign in."""
    TOTP.activate(cast.wang, "JBSWY3DPEHPK3PXP")
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        assert "JBSWY3DPEHPK3PXP" not in str(cursor.fetchall())
