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


def test_chen_is_told_that_there_are_more(cast, as_user) -> None:
    """Nine people have accounts: more than three."""
    page = as_user(cast.admin).get(reverse("communities:users"))
    assert "more than 10,000 rows" in page.content.decode()
    assert page.context["table"].paginator.count == 4


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
    assert page.context["table"].paginator.per_page == 50


@pytest.mark.parametrize(("asked", "given"), [("nonsense", 1), ("0", 1), ("99", 1), ("1", 1)])
def test_a_page_that_does_not_exist_is_one_that_does(cast, as_user, asked, given) -> None:
    """Four known rows are one page, whatever an old link says."""
    page = as_user(cast.admin).get(reverse("communities:users"), {"page": asked})
    assert (page.status_code, page.context["table"].page.number) == (200, given)
