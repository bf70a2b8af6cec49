"""A thousand cards written at once are the cards that were meant, whatever stands in them."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from injuries.codes import Cause
from injuries.models import ImportBatch, ImportRow, InjuryRecord, ReportingSite, StagedRecord
from lib import bulk
from lib.ids import new_id
from tests.cast import Cast, Places

pytestmark = pytest.mark.django_db
ODD = "tab\tline\nreturn\rback\\slash \\N \\. 引号\"' 😀"


def card(places: Places, **more: object) -> InjuryRecord:
    record = InjuryRecord(
        area=places.east,
        sex="1",
        occurred_on=dt.date(2026, 3, 1),
        reporter_name=ODD[:60],
        **more,
    )
    record.derive()
    return record


def batch_of(places: Places) -> ImportBatch:
    site = ReportingSite.objects.create(area=places.street, name="医院", kind="hospital")
    return ImportBatch.objects.create(area=places.street, reporting_site=site)


def test_every_kind_of_value_comes_back_as_it_was_given(places: Places, cast: Cast) -> None:
    rows = [
        card(
            places,
            name="欧阳娜娜",
            narrative=ODD,
            cause=Cause.FALL,
            age_value=7,
            resident=False,
            extra={"weight": 15.66, "words": ODD},
            created_by=cast.chen,
        ),
        card(places, card_number="", age_value=None),
    ]
    bulk.insert(rows)
    stored = {one.pk: one for one in InjuryRecord.objects.all()}
    assert len(stored) == 2
    full, bare = stored[rows[0].pk], stored[rows[1].pk]
    assert (full.name, full.narrative, full.cause) == ("欧阳娜娜", ODD, Cause.FALL.value)
    assert (full.age_years, full.resident, full.created_by) == (7, False, cast.chen)
    assert full.extra == {"weight": 15.66, "words": ODD}
    assert full.created_at is not None and full.created_at.tzinfo is not None
    assert (bare.age_years, bare.narrative, bare.extra) == (None, "", {})
    assert bare.event_date == dt.date(2026, 3, 1)


def test_names_are_encrypted_on_their_way(places: Places) -> None:
    bulk.insert([card(places, name="欧阳娜娜")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM injuries_injuryrecord")
        assert "欧阳" not in cursor.fetchone()[0]


def test_a_row_that_breaks_a_rule_leaves_nothing_behind(places: Places) -> None:
    good, bad = card(places), card(places)
    bad.visited_on = dt.date(2026, 2, 1)
    with pytest.raises(IntegrityError):
        bulk.insert([good, bad])
    assert not InjuryRecord.objects.exists()


def staged(batch: ImportBatch, places: Places, *numbers: int, **more: object) -> None:
    """Stage cards as values, without making them."""
    day = dt.date(2026, 3, 1)
    card = {"area_id": places.east.pk, "sex": "1", "event_date": day, **more}
    rows = [card | {"id": new_id(), "batch_row": number} for number in numbers]
    bulk.insert_values(StagedRecord, rows, batch_id=batch.pk)


def test_values_without_an_instance_come_back_as_they_were_given(places: Places) -> None:
    batch = batch_of(places)
    staged(batch, places, 2, name="欧阳娜娜", narrative=ODD, extra={"words": ODD}, cause=Cause.FALL)
    kept = batch.staged.get()
    assert (kept.name, kept.narrative, kept.cause) == ("欧阳娜娜", ODD, Cause.FALL.value)
    assert (kept.extra, kept.resident, kept.age_years) == ({"words": ODD}, True, None)
    assert (kept.area, kept.event_date) == (places.east, dt.date(2026, 3, 1))


def test_rows_are_copied_inside_the_database_and_none_twice(places: Places, cast: Cast) -> None:
    """Ciphertexts as they stand, once; what the staged row lacks is given or has its default."""
    batch = batch_of(places)
    staged(batch, places, 2, 3, name="欧阳娜娜", extra={"words": ODD})
    now = timezone.now()
    more = {"created_at": now, "updated_at": now, "created_by_id": cast.chen.pk}
    bulk.insert_from(batch.staged.filter(batch_row=2), InjuryRecord, **more)
    bulk.insert_from(batch.staged.all(), InjuryRecord, **more)
    first, second = InjuryRecord.objects.order_by("batch_row")
    assert [first.pk, second.pk] == list(
        batch.staged.order_by("batch_row").values_list("pk", flat=True)
    )
    assert (first.name, first.extra, first.batch) == ("欧阳娜娜", {"words": ODD}, batch)
    assert (first.created_by, first.created_at, first.revision) == (cast.chen, now, 1)
    assert (first.reporting_site, first.withdrawn_reason) == (None, "")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM injuries_injuryrecord r JOIN injuries_stagedrecord s"
            " ON r.id = s.id AND r.name = s.name"
        )
        assert cursor.fetchone()[0] == 2


def test_keys_that_the_database_makes_are_made(places: Places) -> None:
    batch = batch_of(places)
    bulk.insert([ImportRow(batch=batch, number=n, cells=[ODD, n]) for n in (2, 3)])
    assert [row.cells for row in batch.rows.all()] == [[ODD, 2], [ODD, 3]]
    assert batch.rows.values("pk").distinct().count() == 2


def test_no_rows_are_no_question() -> None:
    bulk.insert([])
