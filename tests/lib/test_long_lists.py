"""A list of a million rows is counted as far as somebody pages, and says so."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from safecommunity.lib import listing

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
    assert all("LIMIT 4" in one for one in counts)
