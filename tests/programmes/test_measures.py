"""What was done of a measure, by when; late, dropped, taken back."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from accounts.models import AuditEntry
from communities.models import Attachment
from lib.errors import DomainError, WrongState
from lib.ids import new_id
from lib.periods import Period
from programmes.models import Indicator, Light, Measure, MeasureProgress, MeasureState
from programmes.readings import readings
from programmes.services.measures import add_progress, drop_measure
from programmes.story import time_line
from tests.programmes.factories import make_indicator, make_measure, make_project, run_project


@pytest.fixture
def measure(places, cast):
    """Ten visits from March to May 2026."""
    return make_measure(run_project(make_project(places.east, cast.liu)), cast.liu)


def photo() -> ContentFile:
    """A small JPEG."""
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(file, "JPEG")
    return ContentFile(file.getvalue(), name="visit.jpg")


def test_liu_enters_progress_with_a_photo(measure, cast, as_user):
    """The entry, its photo, the sum and the trail are there; the measure is not done yet."""
    url = reverse("programmes:progress-new", args=[measure.pk])
    given = {
        "record_key": str(new_id()),
        "day": "2026-04-02",
        "quantity": "4",
        "note": "四户",
        "evidence": photo(),
    }
    response = as_user(cast.liu).post(url, given)
    assert response.url == measure.get_absolute_url()
    entry = MeasureProgress.objects.get()
    assert (entry.quantity, entry.created_by) == (Decimal(4), cast.liu)
    assert Attachment.objects.get(target_id=entry.pk).is_photo
    measure.refresh_from_db()
    assert (measure.done_quantity, measure.done_on) == (Decimal(4), None)
    assert AuditEntry.objects.filter(code="programmes.measure.progressed").count() == 1
    page = as_user(cast.liu).get(measure.get_absolute_url()).content.decode()
    assert "四户" in page and "<img" in page


def test_the_same_progress_sent_twice_counts_once(measure, cast, as_user):
    """A second press of the button adds no visits."""
    url = reverse("programmes:progress-new", args=[measure.pk])
    given = {"record_key": str(new_id()), "day": "2026-04-02", "quantity": "4", "note": ""}
    for _time in range(2):
        assert as_user(cast.liu).post(url, given).status_code == 302
    measure.refresh_from_db()
    assert measure.done_quantity == Decimal(4)


def test_the_day_on_which_the_plan_was_reached_is_kept(measure, cast):
    """Entries may come in out of order; taking one back opens the measure again."""
    day = dt.date
    add_progress(actor=cast.liu, measure=measure, day=day(2026, 5, 20), quantity=Decimal(6))
    add_progress(actor=cast.liu, measure=measure, day=day(2026, 4, 1), quantity=Decimal(5))
    measure.refresh_from_db()
    assert (measure.done_quantity, measure.done_on) == (Decimal(11), day(2026, 5, 20))
    add_progress(
        actor=cast.liu, measure=measure, day=day(2026, 6, 1), quantity=Decimal(-2), note="重复"
    )
    measure.refresh_from_db()
    assert (measure.done_quantity, measure.done_on) == (Decimal(9), None)


def test_progress_of_tomorrow_or_without_reason_is_refused(measure, cast):
    """Nothing is written."""
    future = dt.date.today() + dt.timedelta(days=2)
    with pytest.raises(DomainError):
        add_progress(actor=cast.liu, measure=measure, day=future, quantity=Decimal(1))
    past = dt.date(2026, 4, 1)
    with pytest.raises(DomainError):
        add_progress(actor=cast.liu, measure=measure, day=past, quantity=Decimal(-1), note="错")
    assert not MeasureProgress.objects.exists()


def test_where_a_measure_stands_is_said_the_same_in_python_and_in_the_database(measure, cast):
    """Before, during, after; done on 10 May; one dropped."""
    dropped = make_measure(measure.project, cast.liu, title="取消的", end=dt.date(2026, 4, 30))
    drop_measure(actor=cast.liu, measure=dropped, reason="不再需要")
    add_progress(actor=cast.liu, measure=measure, day=dt.date(2026, 6, 10), quantity=Decimal(10))
    days = [
        dt.date(2026, 2, 1),
        dt.date(2026, 3, 1),
        dt.date(2026, 5, 31),
        dt.date(2026, 6, 1),
        dt.date(2026, 6, 10),
        dt.date.today(),
    ]
    for day in days:
        for state in MeasureState:
            rows = set(Measure.objects.in_state(state, day))
            assert rows == {m for m in Measure.objects.all() if m.state_on(day) == state}, day
    measure.refresh_from_db()
    assert [measure.state_on(day).value for day in days] == [
        "planned",
        "under-way",
        "under-way",
        "late",
        "done",
        "done",
    ]


def test_a_dropped_measure_takes_no_progress(measure, cast):
    """Its reason is kept, and it is dropped once."""
    drop_measure(actor=cast.liu, measure=measure, reason="房东已自行安装")
    assert measure.dropped_reason == "房东已自行安装"
    with pytest.raises(WrongState):
        add_progress(actor=cast.liu, measure=measure, day=dt.date(2026, 4, 1), quantity=Decimal(1))
    with pytest.raises(WrongState):
        drop_measure(actor=cast.liu, measure=measure, reason="再次")


def test_progress_is_never_changed(measure, cast):
    """An entry is taken back by another one."""
    entry = add_progress(
        actor=cast.liu, measure=measure, day=dt.date(2026, 4, 1), quantity=Decimal(1)
    )
    entry.quantity = Decimal(5)
    with pytest.raises(RuntimeError):
        entry.save()
    with pytest.raises(RuntimeError):
        entry.delete()


def test_measures_of_a_draft_are_planned_whatever_their_dates_say(places, cast) -> None:
    """Neither under way nor overdue, on the page and in the list's filter alike."""
    day = dt.date(2026, 6, 1)
    project = make_project(places.east, cast.chen)
    begun = make_measure(project, start=dt.date(2026, 1, 1), end=dt.date(2026, 12, 1))
    past = make_measure(project, start=dt.date(2026, 1, 1), end=dt.date(2026, 2, 1))
    for measure in (begun, past):
        assert measure.state_on(day) == MeasureState.PLANNED
        assert measure in Measure.objects.in_state("planned", day)
    run_project(project)
    states = [Measure.objects.get(pk=one.pk).state_on(day) for one in (begun, past)]
    assert states == [MeasureState.UNDER_WAY, MeasureState.LATE]
    assert list(Measure.objects.in_state("under-way", day)) == [begun]
    assert list(Measure.objects.in_state("late", day)) == [past]


def test_a_computed_indicator_has_no_light_before_the_project_began(places, cast) -> None:
    """The month before its first day is not its doing, however good it was."""
    project = run_project(make_project(places.east, cast.chen), dt.date(2026, 6, 1))
    indicator = make_indicator(
        project, registry_key="grids.hazards.found", name="", unit="", is_share=False
    )
    Indicator.objects.filter(pk=indicator.pk).update(direction="lower", target_value=5)
    indicator.refresh_from_db()
    (before,) = readings(indicator, [Period(dt.date(2026, 5, 1))])
    (after,) = readings(indicator, [Period(dt.date(2026, 6, 1))])
    assert (before.value, before.light, after.light) == (0, Light.NONE, Light.GREEN)


def test_what_has_to_be_done_stands_first_on_the_projects_page(places, cast) -> None:
    """Late, under way, to come, done: each by its end."""
    project = run_project(make_project(places.east, cast.liu))
    day = dt.date(2026, 6, 15)

    def planned(title: str, start: tuple[int, int], end: tuple[int, int]) -> Measure:
        span = {"start": dt.date(2026, *start), "end": dt.date(2026, *end)}
        return make_measure(project, cast.liu, title=title, **span)

    done = planned("已完成", (1, 1), (2, 1))
    Measure.objects.filter(pk=done.pk).update(done_on=dt.date(2026, 1, 20))
    planned("未开始", (9, 1), (10, 1))
    planned("进行中", (2, 1), (8, 1))
    planned("逾期", (3, 1), (5, 1))
    bars = time_line(list(project.measures.for_list()), day).bars
    assert [bar.measure.title for bar in bars] == ["逾期", "进行中", "未开始", "已完成"]
