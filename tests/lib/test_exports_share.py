"""An export reads each area once for many cards, and its cards without what it does not show."""

import csv

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communities.models import Area
from injuries.models import InjuryRecord
from tests.injuries.conftest import card


def test_thirty_cards_of_one_community_bring_their_area_once(
    places, cast, as_user, monkeypatch
) -> None:
    for number in range(30):
        card(places.east, name=f"张{number}", phone="13800001111", card_number=str(number))
    client, made, real = as_user(cast.chen), [], Area.from_db.__func__

    def from_db(cls: type, *read: object) -> Area:
        made.append(1)
        return real(cls, *read)

    def exported() -> list[list[str]]:
        answer = client.get(reverse("injuries:records"), {"export": "csv"})
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        return list(csv.reader(text.splitlines()))

    exported()
    monkeypatch.setattr(Area, "from_db", classmethod(from_db))
    with CaptureQueriesContext(connection) as queries:
        rows = exported()
    assert len(rows) == 31
    assert all("东社区" in row for row in rows[1:])
    assert len(made) < 10
    read = next(
        q["sql"] for q in queries if '"card_number"' in q["sql"] and "COUNT" not in q["sql"]
    )
    assert '"phone"' not in read and '"address"' not in read


@pytest.mark.django_db
def test_what_was_left_out_is_still_there_for_those_who_ask(places) -> None:
    """A row made without some columns reads them when it is asked for them."""
    card(places.east, name="张三", phone="13800001111")
    one = InjuryRecord.objects.defer("phone", "extra").get()
    assert one.get_deferred_fields() == {"phone", "extra"}
    assert (one.name, one.phone, one.extra) == ("张三", "13800001111", {})
