"""Chen judges values one after the other or many at once, and sees what she judges."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from communities.services.attachments import attach
from lib.table import body
from programmes.models import IndicatorValue, Light, ValueState
from programmes.services.values import approve_value, submit_value
from programmes.tables import judged_columns
from programmes.value_story import jump_of, remarks_on, story_of
from tests.grids.makers import photo
from tests.pages import as_read
from tests.programmes.factories import make_indicator, make_project, make_value, run_project
from tests.sent import form_on


@pytest.fixture
def indicator(places, cast):
    """Smoke alarms in the eastern community, 20 % → 80 %."""
    return make_indicator(run_project(make_project(places.east, cast.liu)), cast.liu)


def value_of(indicator, cast, month: int, share: int, **overrides) -> IndicatorValue:
    """A draft of Liu: so many of 100 households."""
    numbers = {"numerator": Decimal(share), "value": Decimal(share)}
    start = dt.date(2026, month, 1)
    return make_value(indicator, cast.liu, period_start=start, **numbers | overrides)


def submitted(indicator, cast, month: int, share: int) -> IndicatorValue:
    """A value that Liu has submitted."""
    value = value_of(indicator, cast, month, share)
    submit_value(actor=cast.liu, value=value)
    return value


def approved(indicator, cast, month: int, share: int) -> IndicatorValue:
    """A value that counts."""
    value = submitted(indicator, cast, month, share)
    approve_value(actor=cast.chen, value=value)
    return value


def test_she_sees_target_baseline_what_was_before_and_the_new_point(
    indicator, cast, as_user
) -> None:
    approved(indicator, cast, 7, 40)
    value = submitted(indicator, cast, 8, 55)
    page = as_user(cast.chen).get(value.get_absolute_url())
    story = page.context["story"]
    assert (story.previous.value, story.change, story.light) == (40.0, 15.0, Light.AMBER)
    text = page.content.decode()
    assert "+15.0 percentage points" in text and "table.csv" in text
    for figure in ("40.0", "20.0", "80.0"):
        assert figure in text
    series = {
        row["series"]
        for row in page.context["chart"]["spec"]["data"]["values"]
        if row["value"] == 55
    }
    assert series == {"This value"}


def test_the_evidence_stands_large_with_its_name(indicator, cast, as_user) -> None:
    value = value_of(indicator, cast, 8, 55)
    attach(actor=cast.liu, target=value, upload=photo("现场.jpg"))
    text = as_user(cast.chen).get(value.get_absolute_url()).content.decode()
    assert "files-large" in text and "现场.jpg" in text


def test_what_is_odd_is_said_to_whoever_judges(indicator, cast) -> None:
    for month, share in ((3, 30), (4, 32), (5, 33), (6, 35)):
        approved(indicator, cast, month, share)
    calm = submitted(indicator, cast, 7, 36)
    calm.note, indicator.definition = "入户登记", "装有烟感的户数占比"
    calm.indicator = indicator
    assert remarks_on(calm, story_of(calm).earlier) == []
    wild = submitted(indicator, cast, 8, 60)
    wild.indicator.baseline_value, wild.indicator.definition = None, ""
    said = " ".join(remarks_on(wild, story_of(wild).earlier))
    assert "+25.0 percentage points" in said and "2.0 percentage points" in said
    assert "baseline" in said and "definition" in said and "found out" in said


def test_nothing_is_called_unusual_before_three_changes_are_known() -> None:
    assert jump_of([1, 2, 3], 90) is None
    assert jump_of([1, 2, 3, 4], 90).usual == 1
    assert jump_of([1, 2, 3, 4], 5) is None


def test_after_a_verdict_the_next_one_follows(indicator, cast, as_user) -> None:
    """Oldest first; behind the last one stands the list."""
    first, second = (submitted(indicator, cast, month, 30) for month in (7, 8))
    chen = as_user(cast.chen)
    panel = chen.get(second.get_absolute_url()).context["panel"]
    assert (panel.place.number, panel.place.count) == (2, 2)
    url = reverse("programmes:value-approve", args=[first.pk])
    answer = chen.post(url, as_read(first) | {"then": "next", "reason": "数据可信"})
    assert answer.url == second.get_absolute_url()
    assert first.steps.get(target="approved").note == "数据可信"
    told = AuditEntry.objects.get(code="programmes.value.approved").changes
    assert told["reason"] == [None, "数据可信"]
    assert "数据可信" in chen.get(first.get_absolute_url()).content.decode()
    url = reverse("programmes:value-return", args=[second.pk])
    answer = chen.post(url, as_read(second) | {"then": "next", "reason": "分母有误"})
    assert answer.url == reverse("programmes:values") + "?approve=on"
    second.refresh_from_db()
    assert second.state == ValueState.DRAFT


def test_without_the_second_button_she_stays(indicator, cast, as_user) -> None:
    value = submitted(indicator, cast, 7, 30)
    submitted(indicator, cast, 8, 30)
    url = reverse("programmes:value-approve", args=[value.pk])
    assert as_user(cast.chen).post(url, as_read(value)).url == value.get_absolute_url()


def test_to_send_back_she_has_to_say_why(indicator, cast, as_user) -> None:
    value = submitted(indicator, cast, 7, 30)
    url = reverse("programmes:value-return", args=[value.pk])
    page = as_user(cast.chen).post(url, as_read(value) | {"reason": ""})
    assert page.status_code == 200 and "reason" in page.context["form"].errors
    assert IndicatorValue.objects.get().state == ValueState.SUBMITTED


def test_who_had_a_hand_in_it_gets_no_panel(indicator, cast, as_user) -> None:
    value = make_value(indicator, cast.chen, period_start=dt.date(2026, 7, 1))
    submit_value(actor=cast.chen, value=value)
    page = as_user(cast.chen).get(value.get_absolute_url())
    assert page.context["panel"] is None and "review-opinion" not in page.content.decode()
    assert as_user(cast.liu).get(value.get_absolute_url()).context["panel"] is None


def test_many_are_approved_at_once_and_her_own_stays_out(indicator, cast, as_user) -> None:
    """One page names what is approved and what is refused, with the reason."""
    theirs = [submitted(indicator, cast, month, 30) for month in (6, 7)]
    own = make_value(indicator, cast.chen, period_start=dt.date(2026, 8, 1))
    submit_value(actor=cast.chen, value=own)
    chen, url = as_user(cast.chen), reverse("programmes:values")
    ticked = {"action": "approve", "row": [str(one.pk) for one in [*theirs, own]]}
    page = chen.post(url, ticked)
    assert {one.pk for one in page.context["ready"]} == {one.pk for one in theirs}
    (refused,) = page.context["refused"]
    assert refused.record == own and "had a hand" in refused.why
    assert not IndicatorValue.objects.filter(state="approved").exists()
    sent = form_on(page, with_field="confirmed") | {"opinion": "同意"}
    assert chen.post(url, sent).status_code == 302
    assert set(IndicatorValue.objects.filter(state="approved")) == set(theirs)
    assert {one.steps.get(target="approved").note for one in theirs} == {"同意"}
    own.refresh_from_db()
    assert own.state == ValueState.SUBMITTED


def test_what_is_judged_stands_beside_each_of_many(
    indicator, cast, as_user, django_assert_num_queries
) -> None:
    """Value, value before, target, light and evidence; two statements, however many they are."""
    approved(indicator, cast, 2, 41)
    bare = value_of(indicator, cast, 3, 47, evidence=False)
    IndicatorValue.objects.filter(pk=bare.pk).update(state="submitted", submitted_by=cast.liu)
    many = [bare, *(submitted(indicator, cast, month, 50 + month) for month in range(4, 9))]
    chen, url = as_user(cast.chen), reverse("programmes:values")
    page = chen.post(url, {"action": "approve", "row": [str(one.pk) for one in many[:2]]})
    rows = list(IndicatorValue.objects.for_list().filter(pk__in=[one.pk for one in many]))
    with django_assert_num_queries(2):
        assert body(judged_columns(rows), rows).count("<tr>") == 6
    headings = [str(one.heading) for one in page.context["columns"]]
    assert headings[2:-1] == ["Value", "Value before", "Target", "Traffic light", "Evidence"]
    first, second = sorted(page.context["rows"].split("</tr>")[:2], key=lambda row: "54.0" in row)
    for seen in ("47.0", "41.0", "80.0", "No evidence"):
        assert seen in first
    for seen in ("54.0", "41.0", "80.0", "table.csv", "tone-"):
        assert seen in second
    assert "No evidence" not in second and page.context["rows"] in page.text


def test_each_of_many_has_the_remarks_that_its_own_page_has(indicator, cast, as_user) -> None:
    """An unusual jump, another denominator, no word on how it was found out."""
    for month, share in ((1, 30), (2, 32), (3, 33), (4, 35)):
        approved(indicator, cast, month, share)
    calm = submitted(indicator, cast, 5, 36)
    IndicatorValue.objects.filter(pk=calm.pk).update(note="入户登记")
    type(indicator).objects.filter(pk=indicator.pk).update(definition="装有烟感的户数占比")
    wild = submitted(indicator, cast, 6, 60)
    IndicatorValue.objects.filter(pk=wild.pk).update(denominator=200)
    chen, url = as_user(cast.chen), reverse("programmes:values")
    page = chen.post(url, {"action": "approve", "row": [str(calm.pk), str(wild.pk)]})
    odd, sound = sorted(page.context["rows"].split("</tr>")[:2], key=lambda row: "36.0" in row)
    said = chen.get(wild.get_absolute_url()).context["panel"].remarks
    assert len(said) == 3
    for remark in said:
        assert remark in odd
    assert chen.get(calm.get_absolute_url()).context["panel"].remarks == []
    assert "review-remarks" not in sound


def test_who_may_not_approve_has_no_ticks_for_it(indicator, cast, as_user) -> None:
    value = submitted(indicator, cast, 7, 30)
    liu, url = as_user(cast.liu), reverse("programmes:values")
    assert liu.post(url, {"action": "approve", "row": [str(value.pk)]}).status_code == 403
    value.refresh_from_db()
    assert value.state == ValueState.SUBMITTED
