"""The report's sections and the year's page say what the lists say."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.workflow import ActionState
from communities.models import Population
from documents import Chart, Finding, KeyFigures, Table, sections
from documents.context import ReportContext
from lib.bilingual import say
from lib.indicators import measure
from lib.periods import Period
from tests.training.factories import count, give, make_drill, make_event, make_finding, moment
from training.models import DrillMoment
from training.workflow import EventState

MARCH = Period.parse("2026-03")


@pytest.fixture
def march(places, cast):
    """A lecture and a drill in March 2026, a lecture in February."""
    lecture = make_event(places.east, "2026-03-02", title="防跌倒讲座")
    count(lecture, 30)
    count(lecture, 10, sex="1")
    give(lecture, "居民安全常识手册", 25)
    drill = make_drill(places.east, "2026-03-20", state=EventState.WRITTEN_UP)
    count(drill.event, 60, group="students", sex="1", age="0-14")
    for clock, kind in (("09:05:00", "alarm"), ("09:08:20", "evacuated")):
        DrillMoment.objects.create(drill=drill, at=moment("2026-03-20", clock), kind=kind)
    drill.scores.create(aspect="alarm", points=8, out_of=10)
    count(make_event(places.east, "2026-02-10"), 50)
    count(make_event(places.east, "2025-03-28"), 50)
    return drill


def section(key: str, area, period: Period = MARCH, as_of: dt.datetime | None = None):
    """Build a registered section."""
    context = ReportContext(area, period, as_of or timezone.now())
    return sections[key].builder(context)


def blocks(found, kind: type) -> list:
    """Return the section's blocks of a kind."""
    return [block for block in found.blocks if isinstance(block, kind)]


def test_the_section_of_events_has_the_figures_of_the_indicators(march, places) -> None:
    """Key figures equal the measures, with their links and the change on last year."""
    found = section("training.events", places.street)
    figures = {say(f.label, "en"): f for f in blocks(found, KeyFigures)[0].figures}
    persons = figures["Person-times reached"]
    assert persons.value == measure("training.persons", places.street, MARCH).value == 100
    assert persons.change.value == 100
    assert say(persons.change.against, "en") == "on March 2025"
    assert persons.href == measure("training.persons", places.street, MARCH).href
    assert figures["Materials given out"].value == 25
    assert figures["Person-times per 100 residents"].value is None
    assert say(figures["Person-times per 100 residents"].note, "zh-hans") == "该区域没有人口数据。"


def test_groups_add_up_and_open_their_rows(march, places, cast, as_user) -> None:
    """The table's rows sum to its totals; a group's number opens the events it counts."""
    table = blocks(section("training.events", places.street), Table)[0]
    rows = [[cell.value for cell in row[1:]] for row in table.rows]
    assert [sum(column) for column in zip(*rows, strict=True)] == [
        c.value for c in table.totals[1:]
    ]
    first = {say(row[0].value, "en"): row for row in table.rows}["Older people"]
    assert [cell.value for cell in first[1:]] == [40, 10, 30, 0, 0, 40, 0]
    response = as_user(cast.chen).get(first[1].href)
    assert response.context["summary"] == "40 person-times"


def test_the_chart_of_months_says_its_numbers_in_words(march, places) -> None:
    """Twelve months up to the period's end, both languages, and the table under it."""
    chart = blocks(section("training.events", places.street), Chart)[0]
    assert len(chart.data.rows) == 12
    assert [c.value for c in chart.data.rows[-1][1:]] == [2, 100]
    assert say(chart.alt, "en") == "Most person-times, 100, in Mar 26."
    assert say(chart.alt, "zh-hans") == "26年3月人次最多，为100人次。"


def test_a_month_that_still_runs_is_held_against_the_same_days(march, places) -> None:
    """Until 25 March 2025 there was nothing: the 50 of the 28th are not compared with a part."""
    found = section("training.events", places.street, as_of=moment("2026-03-25"))
    assert all(figure.change is None for figure in blocks(found, KeyFigures)[0].figures)
    found = section("training.events", places.street, as_of=moment("2026-03-29"))
    persons = blocks(found, KeyFigures)[0].figures[1]
    assert persons.change.value == 100
    assert say(persons.change.against, "en") == "on 1 March 2025 to 29 March 2025"


def test_the_section_of_drills_tells_times_scores_and_findings(march, places, cast) -> None:
    """The table has the drill; an overdue finding is told among the corrective actions."""
    due = dt.date(2026, 3, 25)
    make_finding(march, due)
    make_finding(
        march,
        due,
        state=ActionState.VERIFIED,
        done_on=due,
        done_by=cast.liu,
        verified_by=cast.chen,
    )
    found = section("training.drills", places.street, as_of=moment("2026-04-04"))
    row = [cell.value for cell in blocks(found, Table)[0].rows[0]]
    assert row[0] == dt.date(2026, 3, 20)
    assert row[4:] == [60, "3:20", 80.0, 2]
    assert not blocks(found, Finding)
    share = blocks(found, KeyFigures)[0].figures[3]
    assert (share.value, say(share.note, "en")) == (50.0, "1 of 2")
    found = section("actions.actions", places.street, as_of=moment("2026-04-04"))
    (told,) = blocks(found, Finding)
    assert say(told.text, "en") == "消防疏散演练: 楼梯口堆物 (due 25 March 2026, 10 days ago)"
    assert told.action == "清理"
    figures = blocks(found, KeyFigures)[0].figures
    assert [figure.value for figure in figures] == [1, 1, 0, 50.0]


def test_nothing_recorded_is_no_section(march, places) -> None:
    """The neighbour's report has nothing of 金沙's."""
    assert section("training.events", places.next_street) is None
    assert section("training.drills", places.next_street) is None
    assert section("actions.actions", places.next_street) is None


def test_the_year_page_shows_the_blocks_of_the_report(march, places, cast, as_user) -> None:
    """The same numbers, in the area chosen; another street's area is not on offer."""
    Population.objects.create(area=places.east, year=2026, sex="1", age_band=0, persons=1000)
    address = reverse("training:overview")
    response = as_user(cast.chen).get(address, {"area": str(places.east.pk), "year": "2026"})
    figures = response.context["shown"]["blocks"][0]["figures"]
    assert [figure["value"] for figure in figures] == ["3", "150", "15.0", "25"]
    foreign = {"area": str(places.next_street.pk), "year": "2026"}
    refused = as_user(cast.chen).get(address, foreign)
    assert refused.context["shown"] is None
    assert "area" in refused.context["form"].errors
