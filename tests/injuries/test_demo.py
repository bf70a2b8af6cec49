"""The demonstration street is plausible, and the same each time."""

import datetime as dt
import random

import pytest

from communities import roles
from injuries.demo import seed
from injuries.models import InjuryRecord
from lib.demo import DemoContext


@pytest.fixture
def context(places, cast) -> DemoContext:
    """金沙街道 with its two communities."""
    return DemoContext(
        rng=random.Random(7),
        scale=1,
        street=places.street,
        communities=[places.east, places.west],
        grids=[places.grid1, places.grid2, places.west_grid],
        start=dt.date(2023, 9, 1),
        end=dt.date(2026, 9, 1),
        users={roles.OFFICE: [cast.chen], roles.REPORTER: [cast.zhao]},
    )


def test_three_years_have_seasons_older_falls_and_no_card_that_the_form_would_refuse(
    context,
) -> None:
    """Some 2,400 cards; animals in summer, falls of older people in winter."""
    seed(context)
    rows = InjuryRecord.objects.all()
    assert 2000 < rows.count() < 2800
    july = rows.filter(cause="11", event_date__month__in=[6, 7, 8]).count()
    january = rows.filter(cause="11", event_date__month__in=[12, 1, 2]).count()
    assert july > 1.5 * january
    older = rows.filter(cause="3", age_years__gte=65)
    winter = older.filter(event_date__month__in=[12, 1, 2]).count()
    assert winter > 1.3 * older.filter(event_date__month__in=[6, 7, 8]).count()
    for record in rows.order_by("?")[:50]:
        record.full_clean(exclude=["batch"])


def test_the_same_seed_gives_the_same_street(context, places) -> None:
    """Deterministic, so that pictures and pages of the manual stay right."""
    seed(context)
    columns = ("event_date", "cause", "age_years", "area_id")
    first = list(InjuryRecord.objects.order_by("card_number").values_list(*columns))
    InjuryRecord.objects.all().delete()
    places.street.reporting_sites.all().delete()
    again = DemoContext(**{**vars(context), "rng": random.Random(7)})
    seed(again)
    assert list(InjuryRecord.objects.order_by("card_number").values_list(*columns)) == first
