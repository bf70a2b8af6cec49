"""What dashboards and reports say about injuries, and that every number opens its rows."""

import datetime as dt
import math
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from communities.models import AgeBand, Population
from documents import (
    Callout,
    Cell,
    Document,
    KeyFigures,
    Paragraph,
    Table,
    sections,
)
from documents.context import ReportContext
from injuries import statistics
from injuries.models import InjuryRecord, ReportingSite
from injuries.services.records import withdraw_record
from lib.comparison import compare
from lib.indicators import Asked, measure, measure_all
from lib.periods import Period, PeriodKind
from reports.models import ReportRun, ReportTemplate
from reports.services.compute import compute
from reports.services.requests import request_report

MARCH = Period(dt.date(2026, 3, 1))
DAY = dt.date(2026, 3, 10)


@pytest.fixture
def population(places) -> None:
    """12,000 residents in 东社区, all in one cell, so that rates are checked by hand."""
    Population.objects.create(
        area=places.east, year=2026, sex="1", age_band=AgeBand.A40, persons=12_000
    )


def rows_at(client, href: str) -> int:
    """How many rows the list at `href` shows."""
    parts = urlsplit(href)
    return client.get(f"{parts.path}?{parts.query}").context["table"].count


def section(key: str, area, period: Period = MARCH):
    """A report section as the report computes it."""
    kind = sections[key]
    return kind.builder(ReportContext(area, period, timezone.now()))


@pytest.fixture
def some(make_record, places, cast, hospital, sentinel) -> None:
    """Seven cards of March in 东社区, and others that must not be counted with them."""
    for day in (1, 15, 31):
        make_record(visited_on=dt.date(2026, 3, day), reporting_site=hospital)
    make_record(visited_on=DAY, outcome="5", cause="9")
    make_record(visited_on=DAY, occurred_on=dt.date(2026, 3, 9), resident=False)
    make_record(visited_on=DAY, reporting_site=sentinel, cause="11", sex="2", age_value=70)
    make_record(visited_on=DAY, area=places.grid1, cause="", place="")
    make_record(visited_on=dt.date(2026, 4, 1))
    make_record(visited_on=dt.date(2026, 4, 2), occurred_on=dt.date(2026, 2, 28))
    make_record(visited_on=DAY, area=places.west)
    withdrawn = make_record(visited_on=DAY)
    withdraw_record(actor=cast.chen, record=withdrawn, reason="重复录入")


def test_counts_and_deaths_open_exactly_their_rows(some, places, cast, as_user) -> None:
    """For every area in chen's sight and every indicator."""
    client = as_user(cast.chen)
    assert measure("injuries.count", places.east, MARCH).value == 7
    assert measure("injuries.deaths", places.east, MARCH).value == 1
    assert measure("injuries.count", places.street, MARCH).value == 8
    for key in ("injuries.count", "injuries.deaths", "injuries.rate"):
        for area in (places.street, places.east, places.west, places.grid1):
            found = measure(key, area, MARCH)
            assert rows_at(client, found.href) == found.numerator, (key, area)


def test_the_rate_is_annualised_and_has_the_exact_interval(some, population, places) -> None:
    """5 residents of complete sources among 12,000 in a month: 12 × 5 ÷ 12,000 = 500 per 100,000.

    Garwood's limits for 5 events are 1.6235 and 11.6683 (exact Poisson table).
    """
    found = measure("injuries.rate", places.east, MARCH)
    assert (found.numerator, found.denominator) == (5, 1000)
    assert found.value == pytest.approx(500)
    assert found.low == pytest.approx(162.35, abs=0.01)
    assert found.high == pytest.approx(1166.83, abs=0.01)


def test_a_quarter_and_its_months_give_person_years_that_agree(population, places) -> None:
    """12,000 residents for three months are 3,000 person-years."""
    quarter = Period(dt.date(2026, 1, 1), PeriodKind.QUARTER)
    months = statistics.person_years([(places.east, month) for month in quarter.months()])
    assert statistics.person_years([(places.east, quarter)])[0] == pytest.approx(3000)
    assert math.fsum(months) == pytest.approx(3000)


def test_a_month_that_is_not_over_counts_the_days_that_have_passed(population, places) -> None:
    """On the tenth day of a month of 31 there are 10/31 of its person-years."""
    (years,) = statistics.person_years([(places.east, MARCH)], today=dt.date(2026, 3, 10))
    assert years == pytest.approx(1000 * 10 / 31)
    assert statistics.person_years([(places.east, MARCH)], today=dt.date(2026, 2, 1)) == [None]


def test_no_rate_without_population_or_from_sentinel_sites_alone(
    make_record, places, sentinel, hospital
) -> None:
    """The reason is said in words."""
    make_record(reporting_site=sentinel)
    assert "population" in measure_reason(places.east)
    Population.objects.create(area=places.east, year=2026, sex="1", age_band=40, persons=100)
    assert "sentinel" in measure_reason(places.east)
    Population.objects.create(area=places.west, year=2026, sex="1", age_band=40, persons=100)
    assert measure("injuries.rate", places.west, MARCH).value == 0  # the hospital reports all
    hospital.active = False
    hospital.save()
    assert "no card" in measure_reason(places.west)


def test_before_the_first_card_nothing_is_known(make_record, places, hospital, population) -> None:
    """A year before the register began is no year without injuries: no rate, no comparison."""
    make_record(reporting_site=hospital)
    assert measure("injuries.rate", places.east, MARCH.shifted(1)).value == 0
    earlier = measure("injuries.rate", places.east, MARCH.previous)
    assert earlier.value is None and earlier.reason
    blocks = section("injuries.summary", places.east).blocks
    texts = [block.text.en for block in blocks if isinstance(block, Paragraph)]
    assert all("cannot be compared" in text for text in texts) and len(texts) == 1


def measure_reason(area) -> str:
    """Why there is no rate, in English."""
    with override("en"):
        found = measure("injuries.rate", area, MARCH)
    assert found.value is None
    return found.reason


def test_the_series_equals_the_single_months(some, places) -> None:
    """One query for the dashboard's trend, the same numbers."""
    months = MARCH.shifted(1).back(4)
    series = measure_all([Asked("injuries.count", places.street, month) for month in months])
    assert [one.value for one in series] == [
        measure("injuries.count", places.street, month).value for month in months
    ]
    assert [one.value for one in series] == [0, 1, 8, 1]


def test_the_summary_compares_with_the_year_before(
    some, make_record, population, places, hospital
) -> None:
    """Seven cards against ten of March 2025: −30 %, the ratio of their rates, and no death told."""
    for _n in range(10):
        make_record(visited_on=dt.date(2025, 3, 10), reporting_site=hospital)
    blocks = section("injuries.summary", places.east).blocks
    figures = next(block for block in blocks if isinstance(block, KeyFigures)).figures
    assert [figure.value for figure in figures] == [7, None, pytest.approx(500)]
    assert figures[0].change.value == pytest.approx(-30)
    assert figures[0].change.against.en == "on March 2025" and figures[0].change.good
    assert "1 to 4" in figures[1].note.en
    (text,) = [block.text.en for block in blocks if isinstance(block, Paragraph)]
    assert "Against March 2025" in text and "Rate ratio 0.5" in text


def test_small_months_are_not_drawn_nor_printed(some, make_record, places) -> None:
    """One card of February hides behind another month of the year; the year's sum gives no way."""
    for _n in range(9):
        make_record(visited_on=dt.date(2026, 1, 10))
    chart = next(b for b in section("injuries.summary", places.east).blocks if hasattr(b, "spec"))
    assert [row[1].value for row in chart.data.rows] == [9, "*", "*"]
    drawn = [row["value"] for row in chart.spec["data"]["values"]]
    assert drawn == [9, None, None]
    assert [row[2].value for row in chart.data.rows] == [0, 0, "*"]


def test_a_running_month_is_compared_with_the_same_days_of_last_year(
    make_record, places, cast
) -> None:
    """On 10 March: the nine cards of the first ten days against six of the ten days of 2025."""
    for day, year, number in ((5, 2026, 9), (5, 2025, 6), (25, 2025, 40)):
        for _n in range(number):
            make_record(visited_on=dt.date(year, 3, day))
    (found,) = compare(["injuries.count"], places.east, MARCH, dt.date(2026, 3, 10))
    assert (found.now.value, found.before.value) == (9, 6)
    assert found.running and found.change == pytest.approx(50)
    (whole,) = compare(["injuries.count"], places.east, MARCH, dt.date(2026, 4, 1))
    assert (whole.before.value, whole.running) == (46, False)


def test_numbers_of_the_cause_tables_open_their_rows(
    some, make_record, places, cast, as_user
) -> None:
    """Also the cards on which no cause is filled in; small causes and places cannot be read."""
    for _n in range(6):
        make_record(visited_on=DAY, cause="", place="")
    client = as_user(cast.chen)
    tables = [b for b in section("injuries.causes", places.east).blocks if isinstance(b, Table)]
    assert len(tables) == 2
    for table in tables:
        assert table.totals[1].value == 13
        values = [row[1].value for row in table.rows]
        assert all(value in ("*", 0) or value >= 5 for value in values), values
        for cells in (*table.rows, table.totals):
            if cells[1].href:
                assert rows_at(client, cells[1].href) == cells[1].value


def test_small_cells_cannot_be_read(some, make_record, places, cast, as_user) -> None:
    """One woman of 70 must not appear, nor be worked out from totals; shown numbers open rows."""
    for _n in range(12):
        make_record(visited_on=DAY)
    blocks = section("injuries.persons", places.east).blocks
    table = blocks[0]
    shown = [cell for row in (*table.rows, table.totals) for cell in row[1:]]
    assert all(cell.value == "*" or cell.value == 0 or cell.value >= 5 for cell in shown)
    assert any(cell.value == "*" for cell in shown)
    assert isinstance(blocks[1], Callout)
    for cell in shown:
        assert not (cell.value == "*" and cell.href)
        if cell.href:
            assert rows_at(as_user(cast.chen), cell.href) == cell.value


def test_silent_sites_and_late_cards_are_named(some, make_record, places, cast, as_user) -> None:
    """The sentinel and the hospital sent cards; a clinic sent nothing; one card came late."""
    ReportingSite.objects.create(area=places.street, name="静默诊所", code="C9", kind="clinic")
    make_record(visited_on=DAY, reported_on=dt.date(2026, 4, 20))
    found = section("data.completeness", places.east)
    assert "静默诊所" in found.blocks[0].text.en
    assert "金沙医院" not in found.blocks[0].text.en
    table = next(block for block in found.blocks if isinstance(block, Table))
    assert table.totals[1:3] == (Cell(8, table.totals[1].href), Cell("*"))
    assert rows_at(as_user(cast.chen), table.totals[1].href) == 8


def test_a_month_without_anything_has_empty_sections(places) -> None:
    """Nothing is invented for an area of which nothing is known."""
    assert section("injuries.causes", places.east) is None
    assert section("injuries.persons", places.east) is None
    assert section("data.completeness", places.next_community) is None
    assert section("injuries.summary", places.east) is not None


def test_the_report_of_the_month_is_built_of_these_sections(some, population, places, cast) -> None:
    """End to end: request, compute, the snapshot has the numbers."""
    template = ReportTemplate.objects.get(code="monthly")
    run, _made = request_report(
        actor=cast.chen, template=template, area=places.street, period=MARCH
    )
    compute(run.pk)
    run = ReportRun.objects.get(pk=run.pk)
    states = {one.key: one.state for one in Document.from_json(run.document).sections}
    for key in ("data.completeness", "injuries.summary", "injuries.causes", "injuries.persons"):
        assert states[key] == "ready", key
    assert InjuryRecord.objects.live().in_area(places.street).happened_in(MARCH).count() == 8


def test_the_list_counts_the_last_day_of_a_period(make_record, places, cast, as_user) -> None:
    """The 31st belongs to March; the first of April does not."""
    make_record(visited_on=dt.date(2026, 3, 31))
    make_record(visited_on=dt.date(2026, 4, 1))
    page = as_user(cast.chen).get(
        reverse("injuries:records"), {"start": "2026-03-01", "end": "2026-03-31"}
    )
    assert page.context["table"].count == 1
