"""Whose an action is hears of it in the inbox: once, and nobody besides."""

import datetime as dt

import pytest
from django.utils import timezone

from actions.models import CorrectiveAction
from actions.services import report_done, return_action, save_action, withdraw_action
from communities.models import Membership, Organisation
from lib.notice_kinds import DUE, HANDED_OVER, OVERDUE, RETURNED, REVIEW
from notices.models import Notice
from notices.services.mornings import tell_what_is_due


def told() -> list[tuple[str, str]]:
    """Kind and reader of what was told since the last look."""
    rows = sorted(Notice.objects.values_list("kind", "user__username"))
    Notice.objects.all().delete()
    return rows


@pytest.fixture
def of_unit(places, cast) -> CorrectiveAction:
    """An action of the unit of sun, recorded by chen, due tomorrow."""
    unit = Organisation.objects.create(name="金沙物业", area=places.street, sector="property")
    Membership.objects.filter(user=cast.sun).update(organisation=unit)
    today = timezone.localdate()
    action = CorrectiveAction(
        area=places.street,
        source="委员会会议",
        found_on=today - dt.timedelta(days=9),
        problem="消防通道被占",
        action="施划禁停标线",
        owner_unit=unit,
        due=today,
    )
    return save_action(actor=cast.chen, action=action)


def test_the_people_of_the_unit_are_told_when_it_is_handed_over_and_returned(of_unit, cast) -> None:
    """Who reported it done is told of the return, though the row names nobody by then."""
    assert told() == [(HANDED_OVER, "sun")]
    report_done(actor=cast.sun, action=of_unit, done_on=timezone.localdate(), note="已施划")
    assert told() == [(REVIEW, "chen")]
    return_action(actor=cast.chen, action=of_unit, note="没有照片")
    assert told() == [(RETURNED, "sun")]


def test_a_change_that_leaves_it_with_the_unit_is_not_told_again(of_unit, cast) -> None:
    of_unit.cause = "车位不足"
    save_action(actor=cast.chen, action=of_unit)
    assert told() == [(HANDED_OVER, "sun")]
    of_unit.owner = cast.wang
    save_action(actor=cast.chen, action=of_unit)
    assert told() == [(HANDED_OVER, "wang")]


def test_mornings_tell_once_what_is_due_and_overdue_and_nothing_given_up(of_unit, cast) -> None:
    told()
    tell_what_is_due()
    assert told() == [(DUE, "sun")]
    CorrectiveAction.objects.update(due=timezone.localdate() - dt.timedelta(days=1))
    tell_what_is_due()
    tell_what_is_due()
    assert told() == [(OVERDUE, "sun")]
    of_unit.refresh_from_db()
    withdraw_action(actor=cast.chen, action=of_unit, note="与三月重复")
    tell_what_is_due()
    assert told() == []
