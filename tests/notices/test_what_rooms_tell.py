"""Each step of the work tells those whom it concerns, once, and nobody else."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from actions.services import assign_action, report_done, return_action, verify_action
from communities import roles
from communities.models import Export, Membership, Role
from communities.services.exports import make_export
from grids.models import Hazard
from grids.services.hazards import advise, rectify, send_back, verify
from lib.jobs import MAX_ATTEMPTS, JobState
from lib.notice_kinds import (
    APPROVED,
    DUE,
    EXPORT_READY,
    FAILED,
    HANDED_OVER,
    OVERDUE,
    RETURNED,
    REVIEW,
    SIGNED,
    TO_SIGN,
)
from notices.models import Notice
from notices.services.mornings import tell_what_is_due
from programmes.services.values import approve_value, return_value, submit_value
from reports.services.approval import review, sign
from reports.services.compute import compute
from reports.services.requests import request_report
from tests.cast import LONG_AGO
from tests.grids.makers import hazard, premises
from tests.programmes.factories import make_indicator, make_project, make_value
from tests.training.factories import make_drill, make_finding


def told() -> list[tuple[str, str]]:
    """Kind and reader of what was told since the last look."""
    rows = sorted(Notice.objects.values_list("kind", "user__username"))
    Notice.objects.all().delete()
    return rows


@pytest.fixture
def he(places) -> User:
    """何敏, the second of the street office."""
    user = User.objects.create_user("he", full_name="何敏")
    role = Role.objects.get(code=roles.OFFICE)
    Membership.objects.create(user=user, area=places.street, role=role, valid_from=LONG_AGO)
    return user


def test_wang_is_told_once_a_working_day_what_became_due(cast, places) -> None:
    """One notice however many premises; none when nothing was added, none on a day of rest."""
    monday, tuesday = dt.date(2026, 11, 30), dt.date(2026, 12, 1)
    for name in ("福源超市", "阳光旅馆"):
        premises(places, name=name, registered_on=monday)
    tell_what_is_due(monday - dt.timedelta(days=1))
    assert told() == []
    tell_what_is_due(monday)
    notice = Notice.objects.get()
    assert (notice.user, notice.kind) == (cast.wang, DUE)
    assert notice.text == "2 家场所待检查" and notice.path == reverse("grids:inspect")
    tell_what_is_due(monday)
    assert told() == [(DUE, "wang")]
    tell_what_is_due(tuesday)
    assert told() == []
    premises(places, name="又一家", registered_on=tuesday)
    tell_what_is_due(tuesday)
    assert [one.text for one in Notice.objects.all()] == ["3 家场所待检查"]


def test_a_hazard_tells_who_sees_to_it_who_verifies_and_whose_work_was_judged(cast, places) -> None:
    found = hazard(premises(places), cast.liu, deadline=timezone.localdate() + dt.timedelta(days=9))
    assert told() == [(HANDED_OVER, "wang")]
    rectify(actor=cast.wang, hazard=found, revision=found.revision)
    assert told() == [(REVIEW, "liu")]
    send_back(actor=cast.liu, hazard=found, revision=found.revision, note="仍有杂物")
    assert told() == [(RETURNED, "wang")]
    rectify(actor=cast.wang, hazard=found, revision=found.revision)
    told()
    verify(actor=cast.liu, hazard=found, revision=found.revision)
    assert told() == [(APPROVED, "wang")]


def test_where_the_grid_has_nobody_its_community_is_told_and_else_the_street(cast, places) -> None:
    shop = premises(places, area=places.grid2)
    found = hazard(shop, cast.chen)
    advise(actor=cast.chen, hazard=found, revision=1, deadline=timezone.localdate())
    assert told() == [(HANDED_OVER, "liu")]
    found = hazard(premises(places, area=places.west_grid), cast.admin)
    advise(actor=cast.admin, hazard=found, revision=1, deadline=timezone.localdate())
    assert told() == [(HANDED_OVER, "chen")]


def test_a_value_tells_who_approves_and_then_who_submitted(cast, he, places) -> None:
    indicator = make_indicator(make_project(places.street, cast.chen), cast.chen)
    told()
    value = make_value(indicator, cast.chen)
    submit_value(actor=cast.chen, value=value)
    assert told() == [(REVIEW, "he")]
    return_value(actor=he, value=value, reason="分母有误")
    assert told() == [(RETURNED, "chen")]
    submit_value(actor=cast.chen, value=value)
    told()
    approve_value(actor=he, value=value)
    assert told() == [(APPROVED, "chen")]


def test_a_report_goes_round_from_its_maker_to_the_committee_and_back(
    cast, he, places, monthly, last_month
) -> None:
    run, _made = request_report(
        actor=cast.chen, template=monthly, area=places.street, period=last_month
    )
    assert told() == []
    compute(run.pk)
    assert told() == [(REVIEW, "chen"), (REVIEW, "he")]
    run.refresh_from_db()
    review(actor=he, run=run, read_hash=run.document_hash)
    assert told() == [(TO_SIGN, "zhou")]
    run.refresh_from_db()
    sign(actor=cast.zhou, run=run, read_hash=run.document_hash)
    assert told() == [(SIGNED, "chen"), (SIGNED, "he")]


def test_a_finding_tells_its_owner_and_who_verifies(cast, places) -> None:
    day = timezone.localdate()
    finding = make_finding(make_drill(places.east), day, owner_name="物业经理")
    assign_action(actor=cast.chen, action=finding, owner=cast.wang, revision=1)
    assert told() == [(HANDED_OVER, "wang")]
    finding.refresh_from_db()
    report_done(actor=cast.wang, action=finding, done_on=day, note="已清理")
    assert told() == [(REVIEW, "liu")]
    return_action(actor=cast.liu, action=finding, note="没有照片")
    assert told() == [(RETURNED, "wang")]
    report_done(actor=cast.wang, action=finding, done_on=day, note="已清理")
    told()
    verify_action(actor=cast.liu, action=finding)
    assert told() == [(APPROVED, "wang")]


def an_export(owner: User, path: str) -> Export:
    """A large export on its way."""
    return Export.objects.create(created_by=owner, name="单位", path=path, query="", kind="csv")


def test_an_export_tells_its_owner_that_it_is_ready_or_why_not(cast) -> None:
    export = an_export(cast.chen, "/communities/organisations/")
    assert make_export(export.pk)
    assert told() == [(EXPORT_READY, "chen")]
    export = an_export(cast.zhao, "/grids/hazards/")
    assert not make_export(export.pk)
    export.refresh_from_db()
    assert export.job_state == JobState.FAILED
    assert told() == [(FAILED, "zhao")]


def test_work_that_kills_its_worker_every_time_is_given_up_and_told_once(cast) -> None:
    export = an_export(cast.chen, "/communities/organisations/")
    ago = timezone.now() - dt.timedelta(minutes=1)
    Export.objects.filter(pk=export.pk).update(
        job_state=JobState.RUNNING, attempts=MAX_ATTEMPTS, lease_until=ago
    )
    assert Export.objects.give_up("Tell the administrator.") == 1
    assert Export.objects.give_up("Tell the administrator.") == 0
    assert told() == [(FAILED, "chen")]


def test_each_morning_tells_what_falls_due_and_what_became_overdue_once(
    cast, places, day_is
) -> None:
    shop = premises(places)
    day = dt.date(2026, 11, 25)  # a Wednesday
    found = hazard(shop, cast.liu)
    Hazard.objects.filter(pk=found.pk).update(deadline=day, state="advised")
    make_finding(make_drill(places.east), day, owner=cast.liu, owner_name="")
    before, after = day - dt.timedelta(days=1), day + dt.timedelta(days=1)
    told()
    tell_what_is_due(before - dt.timedelta(days=1))
    assert told() == []
    tell_what_is_due(before)
    tell_what_is_due(before)
    assert told() == [(DUE, "liu"), (DUE, "wang")]
    tell_what_is_due(day)
    assert told() == [(DUE, "liu"), (DUE, "wang")]
    tell_what_is_due(after)
    tell_what_is_due(after)
    assert told() == [(OVERDUE, "liu"), (OVERDUE, "liu"), (OVERDUE, "wang")]


def test_a_day_without_the_portal_loses_no_overdue_hazard_but_old_ones_are_let_be(
    cast, places
) -> None:
    day = dt.date(2026, 11, 25)
    for days in (3, 30):
        found = hazard(premises(places), cast.liu)
        past = day - dt.timedelta(days=days)
        Hazard.objects.filter(pk=found.pk).update(deadline=past, state="advised")
    told()
    tell_what_is_due(day)
    tell_what_is_due(day + dt.timedelta(days=1))
    assert told() == [(OVERDUE, "liu"), (OVERDUE, "wang")]


def test_what_is_done_is_told_to_nobody_in_the_morning(cast, places) -> None:
    found = hazard(premises(places), cast.liu, deadline=timezone.localdate())
    rectify(actor=cast.wang, hazard=found, revision=found.revision)
    told()
    tell_what_is_due()
    assert told() == []
