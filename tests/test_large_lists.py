"""Chen exports a list of more rows than a database takes at a time."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from checklists.models import HazardCategory
from grids.models import Hazard
from premises.models import Premises
from tests.grids.makers import premises

#: SQLite takes an expression of a thousand parts; each of these hazards is in a shop of its own.
MANY = 1_100
LIST = "grids:hazards"


@pytest.fixture
def many(places, cast) -> None:
    """As many hazards, each in another shop."""
    shop = premises(places)
    shops = [
        Premises(
            area=shop.area,
            category=shop.category,
            name=f"店{number}",
            registered_on=dt.date(2020, 1, 1),
        )
        for number in range(MANY)
    ]
    Premises.objects.bulk_create(shops)
    fire = HazardCategory.objects.get(code="fire")
    Hazard.objects.bulk_create(
        Hazard(
            area=one.area,
            premises=one,
            category=fire,
            description="通道堵塞",
            found_at=timezone.now(),
            found_by=cast.wang,
        )
        for one in shops
    )


def content(answer) -> bytes:
    """The whole file."""
    return b"".join(answer.streaming_content)


def test_a_csv_has_all_rows(many, cast, as_user) -> None:
    answer = as_user(cast.chen).get(reverse(LIST), {"state": "", "export": "csv"})
    rows = list(csv.reader(io.StringIO(content(answer).decode("utf-8-sig"))))
    assert (answer.status_code, len(rows)) == (200, MANY + 1)
    assert len({row[1] for row in rows}) > 1


def test_a_workbook_has_all_rows(many, cast, as_user) -> None:
    answer = as_user(cast.chen).get(reverse(LIST), {"state": "", "export": "xlsx"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(content(answer)))
    assert len(book.get_sheet_by_index(0).to_python()) >= MANY + 1


def test_an_export_that_fails_is_no_file_that_looks_whole(many, cast, as_user, monkeypatch) -> None:
    """An error page, not the rows up to the one that fails."""

    def broken(_row: Hazard) -> str:
        raise ValueError

    monkeypatch.setattr(Hazard, "where", property(broken))
    client = as_user(cast.chen)
    client.raise_request_exception = False
    answer = client.get(reverse(LIST), {"state": "", "export": "csv"})
    assert answer.status_code == 500 and "attachment" not in str(answer.headers)
