"""Everybody has an inbox: told once, counted at the bell, read on the record's page."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communities.models import Organisation
from lib.notice_kinds import APPROVED, HANDED_OVER, OVERDUE, Telling, notice_kinds, tell, tell_all
from notices.models import Notice
from notices.models.notices import KEPT
from notices.services.inbox import count_unread, purge_notices


def bell(page: str) -> str:
    """What the bell of a page says."""
    drawn = page.split('class="btn btn-sm topbar-button bell"', 1)[1].split("</a>", 1)[0]
    return " ".join(re.sub(r"<[^>]*>|^[^>]*>", " ", drawn).split())


def test_chen_is_told_and_the_bell_of_every_page_says_so(cast, as_user, told, hospital) -> None:
    told(HANDED_OVER, to=[cast.chen], about=hospital)
    home = reverse("home")
    assert bell(as_user(cast.chen).get(home).content.decode()) == "Notices 1 1 unread"
    assert bell(as_user(cast.liu).get(home).content.decode()) == "Notices"


def test_nobody_is_told_the_same_thing_twice(cast, told, hospital) -> None:
    for _time in range(2):
        told(OVERDUE, to=[cast.chen, cast.chen], about=hospital, once="2026-11-30")
    assert cast.chen.notices.count() == 1
    told(OVERDUE, to=[cast.chen], about=hospital, once="2026-12-05")
    assert cast.chen.notices.count() == 2
    cast.chen.refresh_from_db()
    assert cast.chen.unread_notices == 2


def test_who_did_it_and_whose_account_is_closed_are_not_told(cast, told, hospital) -> None:
    cast.liu.is_active = False
    cast.liu.save()
    told(APPROVED, to=[cast.chen, cast.liu, cast.wang], about=hospital, by=cast.chen)
    assert [one.user for one in Notice.objects.all()] == [cast.wang]


def test_a_kind_that_nobody_declared_is_a_mistake(cast, hospital) -> None:
    with pytest.raises(KeyError):
        tell("gossip", to=[cast.chen], about=hospital)


def test_opening_a_notice_marks_it_as_read_and_leads_to_the_record(
    cast, as_user, told, hospital
) -> None:
    told(HANDED_OVER, to=[cast.chen], about=hospital)
    notice = cast.chen.notices.get()
    answer = as_user(cast.chen).get(notice.get_absolute_url())
    assert answer.url == hospital.get_absolute_url()
    notice.refresh_from_db()
    cast.chen.refresh_from_db()
    assert notice.read and cast.chen.unread_notices == 0


def test_nobody_opens_or_marks_the_notice_of_another(cast, as_user, told, hospital) -> None:
    told(HANDED_OVER, to=[cast.chen], about=hospital)
    notice = cast.chen.notices.get()
    assert as_user(cast.liu).get(notice.get_absolute_url()).status_code == 404
    as_user(cast.liu).post(reverse("notices:inbox"), {"action": "read", "row": notice.pk})
    as_user(cast.liu).post(reverse("notices:all-read"))
    notice.refresh_from_db()
    assert not notice.read


def test_ticked_notices_are_marked_as_read_and_as_unread_again(
    cast, as_user, told, hospital
) -> None:
    for once in "abc":
        told(HANDED_OVER, to=[cast.chen], about=hospital, once=once)
    rows = [str(one.pk) for one in cast.chen.notices.all()[:2]]
    client = as_user(cast.chen)
    client.post(reverse("notices:inbox"), {"action": "read", "row": rows})
    cast.chen.refresh_from_db()
    assert cast.chen.unread_notices == 1
    client.post(reverse("notices:inbox"), {"action": "unread", "row": rows[:1]})
    cast.chen.refresh_from_db()
    assert cast.chen.unread_notices == 2
    client.post(reverse("notices:all-read"))
    cast.chen.refresh_from_db()
    assert cast.chen.unread_notices == 0 and not cast.chen.notices.unread().exists()


def test_what_was_not_read_stands_first_and_kinds_part_the_list(
    cast, as_user, told, hospital, places
) -> None:
    old = Organisation.objects.create(area=places.street, name="甲单位", sector="hospital")
    told(OVERDUE, to=[cast.chen], about=old)
    told(APPROVED, to=[cast.chen], about=hospital)
    cast.chen.notices.filter(kind=APPROVED).update(read=True)
    client = as_user(cast.chen)
    page = client.get(reverse("notices:inbox")).content.decode()
    assert page.index("甲单位") < page.index("金沙医院")
    page = client.get(reverse("notices:inbox"), {"kind": APPROVED}).content.decode()
    assert "金沙医院" in page and "甲单位" not in page
    page = client.get(reverse("notices:inbox"), {"read": "no"}).content.decode()
    assert "甲单位" in page and "金沙医院" not in page


def test_ten_thousand_unread_cost_a_page_no_more_statements(
    cast, as_user, hospital, django_capture_on_commit_callbacks
) -> None:
    client = as_user(cast.chen)
    client.get(reverse("home"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("notices:inbox"))
    with django_capture_on_commit_callbacks(execute=True):
        tell_all(
            OVERDUE,
            [Telling(to=[cast.chen], about=hospital, once=str(n)) for n in range(10_000)],
        )
    with CaptureQueriesContext(connection) as many:
        page = client.get(reverse("notices:inbox")).content.decode()
    assert "99+" in bell(page)
    assert len(many) <= len(few) + 1  # counts the rows of the list, which one page had not to
    assert len(page) < 120_000


def test_old_notices_go_and_the_bell_follows(cast, hospital, told) -> None:
    for once in ("read", "unread", "new"):
        told(OVERDUE, to=[cast.chen], about=hospital, once=once)
    first, second, third = cast.chen.notices.order_by("pk")
    now = timezone.now()
    old, day = now - KEPT, dt.timedelta(days=1)
    Notice.objects.filter(pk=first.pk).update(read=True, at=old - day)
    Notice.objects.filter(pk=second.pk).update(at=old - day)
    count_unread([cast.chen.pk])
    assert purge_notices(now) == 1
    assert set(cast.chen.notices.all()) == {second, third}
    Notice.objects.filter(pk=second.pk).update(at=old - KEPT)
    assert purge_notices(now + day) == 1
    cast.chen.refresh_from_db()
    assert cast.chen.unread_notices == 1


def test_what_leaves_the_portal_names_nobody(cast) -> None:
    for kind in notice_kinds:
        assert "%" not in str(kind.title) and "{" not in str(kind.title)
