"""Lists show, filter and export exactly the rows in sight."""

import csv
import io

from django.urls import reverse
from django.utils import timezone

from tests.training.factories import count, give, make_drill, make_event, moment
from training.workflow import EventState

EVENTS = reverse("training:events")


def titles(response) -> set[str]:
    """Return the titles in the list of a response."""
    return {row.title for row in response.context["table"].rows}


def test_each_sees_the_events_of_the_own_areas(places, cast, as_user) -> None:
    """The street sees all, a community its own, the neighbour nothing."""
    make_event(places.street, title="街道会议")
    make_event(places.east, title="东")
    make_event(places.west, title="西")
    seen = {name: titles(as_user(cast[name]).get(EVENTS)) for name in ("chen", "liu", "outsider")}
    assert seen == {"chen": {"街道会议", "东", "西"}, "liu": {"东"}, "outsider": set()}


def test_group_and_age_are_of_the_same_persons(places, cast, as_user) -> None:
    """Children and grown-up migrants together are no migrant children."""
    both = make_event(places.east, title="两类人")
    count(both, 4, group="children", age="0-14")
    count(both, 9, group="migrants", age="15-59")
    young = make_event(places.east, title="流动儿童")
    count(young, 7, group="migrants", age="0-14")
    response = as_user(cast.chen).get(EVENTS, {"group": "migrants", "age": "0-14"})
    assert titles(response) == {"流动儿童"}
    assert response.context["summary"] == "7 person-times"
    wrong = as_user(cast.chen).get(EVENTS, {"group": "nobody"})
    assert titles(wrong) == set() and wrong.context["summary"] == "0 person-times"


def test_the_summary_adds_up_what_took_place_in_the_filtered_rows(places, cast, as_user) -> None:
    """An event is counted once however many cells match; a cancelled one is not."""
    event = make_event(places.east)
    count(event, 1000, sex="1")
    count(event, 500)
    count(make_event(places.west), 50)
    count(make_event(places.east, state=EventState.CANCELLED), 70)
    response = as_user(cast.chen).get(EVENTS, {"area": str(places.east.pk), "group": "older"})
    assert len(response.context["table"].rows) == 2
    assert response.context["summary"] == "1,500 person-times"


def test_days_are_those_of_the_office_both_ends_with(places, cast, as_user) -> None:
    """An event at half past midnight of 1 April is not in March, one on the 31st is."""
    make_event(places.east, "2026-03-31", title="三月末")
    make_event(places.east, starts_at=moment("2026-04-01", "00:30"), title="四月初")
    response = as_user(cast.chen).get(EVENTS, {"start": "2026-03-01", "end": "2026-03-31"})
    assert titles(response) == {"三月末"}


def test_the_export_has_the_audience_by_group_sex_and_age(places, cast, as_user) -> None:
    """Only the filtered rows leave, each with its sums."""
    event = make_event(places.east, title="=讲座", disabled_persons=2)
    count(event, 30)
    count(event, 8, sex="1", group="children", age="0-14")
    count(event, 5, sex="9", group="children", age="unknown")
    give(event, "居民安全常识手册", 40)
    make_event(places.west, title="西")
    response = as_user(cast.chen).get(EVENTS, {"area": str(places.east.pk), "export": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    wanted = {
        "Title": "'=讲座",
        "Persons": "43",
        "Male": "8",
        "Female": "30",
        "Under 15": "8",
        "60 and over": "30",
        "Sex and age not recorded": "5",
        "Older people": "30",
        "Children": "13",
        "Migrants": "0",
        "Of them disabled": "2",
        "Materials given": "40",
    }
    assert {name: row[name] for name in wanted} == wanted


def test_the_strip_shows_the_months_of_the_year_asked_for(places, cast, as_user) -> None:
    """Held and planned are told apart; cancelled ones are left out; campaigns stand in June."""
    make_event(places.east, "2025-06-10")
    make_event(places.east, "2025-06-11", state=EventState.PLANNED)
    make_event(places.east, "2025-06-12", state=EventState.CANCELLED)
    make_event(places.east, "2026-06-10")
    strip = as_user(cast.chen).get(EVENTS, {"start": "2025-06-01"}).context["strip"]
    june = strip.months[5]
    assert (june.held, june.planned) == (1, 1)
    assert [str(name) for name in june.campaigns] == ["Work-safety month"]
    assert june.query == "?start=2025-06-01&end=2025-06-30"
    assert strip.after == "?start=2026-01-01&end=2026-12-31"


def test_a_date_that_is_none_shows_this_year_and_says_so(places, cast, as_user) -> None:
    """The strip falls back; the filter names the mistake; nothing breaks."""
    response = as_user(cast.chen).get(EVENTS, {"start": "someday"})
    assert response.status_code == 200
    assert response.context["strip"].year.start.year == timezone.localdate().year
    assert "start" in response.context["filterset"].form.errors


def test_the_list_of_drills_shows_score_and_open_findings(places, cast, as_user) -> None:
    """Sums come from the rows; a drill that nobody described is still in the list."""
    drill = make_drill(places.east)
    drill.scores.create(aspect="alarm", points=8, out_of=10)
    drill.scores.create(aspect="command", points=7, out_of=10)
    make_event(places.east, kind="drill", title="未填写")
    make_event(places.east, title="讲座")
    response = as_user(cast.liu).get(reverse("training:drills"))
    assert titles(response) == {"消防疏散演练", "未填写"}
    assert "75%" in response.content.decode()
    assert drill.get_absolute_url() in response.content.decode()


def test_an_empty_list_says_how_to_begin(places, cast, as_user) -> None:
    """Staff get the button; the committee is not told to plan what it may not."""
    for name, offered in (("chen", True), ("zhou", False)):
        page = as_user(cast[name]).get(EVENTS).content.decode()
        assert ("plan the first one" in page) is offered
        assert (f'href="{reverse("training:event-new")}"' in page) is offered
