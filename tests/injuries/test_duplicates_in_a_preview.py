"""A row that looks like a card in the register leads to that card, before anything is committed."""

import datetime as dt

from django.urls import reverse

from tests.injuries.conftest import row

DUPLICATE = {"姓名": "孙一", "年龄": "40"}


def preview(as_user, user, batch) -> str:
    """The page of an import as `user` sees it."""
    return as_user(user).get(reverse("injuries:import", args=[batch.pk])).content.decode()


def test_zhao_opens_the_other_card_from_the_preview(checked, make_record, cast, as_user) -> None:
    card = make_record(name="孙一", age_value=40, visited_on=dt.date(2026, 3, 1))
    other = make_record(name="孙二", age_value=40, visited_on=dt.date(2026, 3, 1))
    batch = checked([row(**DUPLICATE), row(姓名="李四")])
    page = preview(as_user, cast.zhao, batch)
    assert card.get_absolute_url() in page
    assert other.get_absolute_url() not in page


def test_a_committed_row_is_not_its_own_double(committed, make_record, cast, as_user) -> None:
    card = make_record(name="孙一", age_value=40, visited_on=dt.date(2026, 3, 1))
    batch = committed([row(**DUPLICATE)])
    own = batch.records.get()
    page = preview(as_user, cast.zhao, batch)
    assert card.get_absolute_url() in page
    assert own.get_absolute_url() not in page


def test_a_card_of_another_community_is_not_shown_to_liu(
    checked, make_record, places, cast, as_user
) -> None:
    """Zhao's import is hers; liu sees only what lies in the east."""
    card = make_record(name="孙一", age_value=40, visited_on=dt.date(2026, 3, 1), area=places.west)
    batch = checked([row(**DUPLICATE)])
    assert card.get_absolute_url() in preview(as_user, cast.zhao, batch)
    assert as_user(cast.liu).get(batch.get_absolute_url()).status_code == 404


def test_doubles_are_not_committed_without_a_question(checked, make_record, cast, as_user) -> None:
    """The same file sent twice is one press away from counting everybody twice."""
    make_record(name="孙一", age_value=40, visited_on=dt.date(2026, 3, 1))
    assert "1 row looks like a card" in preview(as_user, cast.zhao, checked([row(**DUPLICATE)]))
    assert "looks like a card that" not in preview(as_user, cast.zhao, checked([row(姓名="李四")]))
