"""The sight of a user is read once a request, however often it is asked for."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def test_a_page_reads_the_memberships_of_its_reader_once(cast, as_user) -> None:
    """request.user is a lazy wrapper: what is kept on it must be found on it again."""
    client = as_user(cast.chen)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("communities:areas")).status_code == 200
    reads = [q["sql"] for q in queries if '"communities_role"."permissions" AS' in q["sql"]]
    assert len(reads) == 1
