"""The home page's lists count exactly what their links show."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from lib.periods import Period
from programmes.services.values import submit_value
from tests.programmes.factories import (
    make_indicator,
    make_measure,
    make_project,
    make_value,
    run_project,
)
from tests.waiting import waits


def shown(as_user, user, waiting) -> int:
    """Rows of the list behind a task list."""
    return as_user(user).get(waiting.url).context["table"].count


def test_values_wait_for_those_who_did_not_submit_them(places, cast, as_user):
    """Liu's and chen's values: chen may approve the first only; liu none; the grid worker none."""
    indicator = make_indicator(run_project(make_project(places.east, cast.liu)), cast.liu)
    submit_value(actor=cast.liu, value=make_value(indicator, cast.liu))
    own = make_value(indicator, cast.chen, period_start=dt.date(2026, 8, 1))
    submit_value(actor=cast.chen, value=own)
    make_value(indicator, cast.liu, period_start=dt.date(2026, 7, 1))
    waiting = waits("programmes.values_to_approve", cast.chen)
    assert waiting.count == shown(as_user, cast.chen, waiting) == 1
    assert (
        waits("programmes.values_to_approve", cast.liu) is None
        and waits("programmes.values_to_approve", cast.wang) is None
    )


def test_overdue_measures_wait_where_the_user_may_act(places, cast, as_user):
    """Liu's home shows her community's, chen's both; a draft's are nobody's."""
    for area, title in ((places.east, "东"), (places.street, "街道"), (places.west, "草案")):
        project = make_project(area, title=title)
        if title != "草案":
            run_project(project)
        make_measure(project, title=title)
    for user, count in ((cast.liu, 1), (cast.chen, 2)):
        waiting = waits("programmes.measures_due", user)
        assert waiting.count == shown(as_user, user, waiting) == count
    assert waits("programmes.measures_due", cast.zhou) is None


def test_the_value_of_the_last_finished_month_is_due_until_it_is_submitted(places, cast, as_user):
    """A draft does not count as given in; a project that began this month owes nothing yet."""
    month = Period.containing(timezone.localdate())
    indicator = make_indicator(run_project(make_project(places.east, cast.liu)), cast.liu)
    young = run_project(make_project(places.east, title="新"), month.start)
    make_indicator(young)
    waiting = waits("programmes.values_due", cast.liu)
    assert waiting.count == shown(as_user, cast.liu, waiting) == 1
    value = make_value(indicator, cast.liu, period_start=month.previous.start)
    assert waits("programmes.values_due", cast.liu).count == 1
    submit_value(actor=cast.liu, value=value)
    assert waits("programmes.values_due", cast.liu).count == 0
    assert waits("programmes.values_due", cast.zhou) is None
    home = as_user(cast.liu).get(reverse("home")).content.decode()
    assert "Indicator values due" not in home


def test_a_value_that_was_begun_goes_on_where_it_was_left(places, cast):
    """The form for a new value offers other periods only: a draft of this one is there."""
    month = Period.containing(timezone.localdate())
    indicator = make_indicator(run_project(make_project(places.east, cast.liu)), cast.liu)
    new = reverse("programmes:value-new", args=[indicator.pk])
    assert [task.url for task in waits("programmes.values_due", cast.liu).first] == [new]
    make_value(indicator, cast.liu, period_start=month.previous.previous.start)
    assert [task.url for task in waits("programmes.values_due", cast.liu).first] == [new]
    draft = make_value(indicator, cast.liu, period_start=month.previous.start)
    found = [task.url for task in waits("programmes.values_due", cast.liu).first]
    assert found == [draft.get_absolute_url()]
