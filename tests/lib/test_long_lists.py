"""A list of a million rows is counted as far as somebody pages, and says so."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lib import listing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "COUNT_LIMIT", 3)
    monkeypatch.setattr(listing, "PER_PAGE", 5)


def test_chen_is_told_that_there_are_more(cast, as_user) -> None:
    """Nine people have accounts: more than three."""
    page = as_user(cast.admin).get(reverse("communities:users"))
    assert "more than 10,000 rows" in page.content.decode()
    assert page.context["table"].count == 4


def test_counting_stops_at_the_limit(cast, as_user) -> None:
    """Every count of the page carries it."""
    client = as_user(cast.admin)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("communities:users"))
    counts = [one["sql"] for one in queries if "COUNT(*)" in one["sql"]]
    assert counts
    assert not [one for one in counts if "LIMIT 4" not in one]


def test_the_address_cannot_ask_for_all_rows_at_once(cast, as_user) -> None:
    """How long a page is, is the portal's business."""
    page = as_user(cast.admin).get(reverse("communities:users"), {"per_page": 100_000})
    assert page.context["table"].page.size == 5


@pytest.mark.parametrize(
    ("asked", "given"), [("nonsense", 1), ("0", 1), ("2", 2), ("1", 1), ("9" * 30, 1)]
)
def test_a_page_that_does_not_exist_is_one_that_does(cast, as_user, asked, given) -> None:
    """Whatever an old link says."""
    page = as_user(cast.admin).get(reverse("communities:users"), {"page": asked})
    assert (page.status_code, page.context["table"].number) == (200, given)


def test_behind_the_end_is_the_last_page(cast, as_user) -> None:
    """Its number is not known where rows are not counted so far."""
    table = as_user(cast.admin).get(reverse("communities:users"), {"page": "99"}).context["table"]
    assert (len(table.rows), table.page.has_next, table.page.has_previous) == (5, False, True)


def test_a_page_behind_ten_thousand_rows_reads_its_own_rows_only(cast, as_user) -> None:
    """It begins behind a row that the address names: nothing is counted past."""
    client, url = as_user(cast.admin), reverse("communities:users")
    second = client.get(url).context["table"].next_query
    with CaptureQueriesContext(connection) as queries:
        table = client.get(url + second).context["table"]
    assert table.number == 2
    assert not [one for one in queries if "OFFSET" in one["sql"]]


def test_a_row_that_is_gone_leads_to_a_page_all_the_same(cast, as_user) -> None:
    """And so does an address that somebody has made up."""
    for key in ("01900000-0000-7000-8000-000000000009", "x", "\x00"):
        page = as_user(cast.admin).get(reverse("communities:users"), {"after": key, "before": key})
        assert page.status_code == 200
        assert page.context["table"].number == 1
