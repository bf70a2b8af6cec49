"""Accounts from Excel: opened without a password, given no role above that of who brings them."""

import datetime as dt
import time
from typing import Any
from uuid import UUID

import pytest

from accounts.models import AuditEntry, User
from communities import roles
from communities.models import Membership, Organisation
from communities.services.first_links import tell_given
from communities.sight import forget_sight
from ledgers.declaration import Addition, Change, Order, Undone
from ledgers.problems import Problem, Unreadable
from ledgers.registers.accounts import ACCOUNTS, units, wrong
from lib.ids import new_id
from tests.cast import LONG_AGO, Cast, Places

STORE = ACCOUNTS.store
BATCH = new_id()


@pytest.fixture
def order(cast: Cast, places: Places) -> Order:
    return Order(actor=cast.chen, area=places.street, today=dt.date(2026, 11, 30), batch=BATCH)


def row(number: int = 3, **values: Any) -> Addition:
    given = {"full_name": "张三", "phone": "13800001234", "role": roles.COMMUNITY, **values}
    return Addition(key=new_id(), number=number, values=given)


def fields_of(problems: Any) -> list[str]:
    return [problem.field for problem in problems]


def opened(order: Order, **values: Any) -> User:
    one = row(**values)
    assert STORE.add(order, [one]) == {}
    return User.objects.get(pk=one.key)


def only(order: Order, **values: Any) -> Any:
    (stored,) = STORE.find(order, [values])[0]
    return stored


def test_a_person_gets_an_account_without_a_password_and_a_place(
    order: Order, places: Places
) -> None:
    user = opened(order, area=places.east.pk, job_title="社区主任", email="z@example.org")
    assert (user.username, user.full_name, user.job_title) == ("13800001234", "张三", "社区主任")
    assert user.phone == "13800001234"
    assert not user.has_usable_password()
    membership = user.memberships.get()
    assert (membership.area, membership.role_id) == (places.east, roles.COMMUNITY)
    assert membership.valid_from == order.today
    entries = AuditEntry.objects.filter(target_id=str(user.pk))
    assert {one.code for one in entries} == {
        "accounts.user.added",
        "communities.membership.added",
    }
    assert all(one.changes["batch"] == [None, str(BATCH)] for one in entries)


def test_a_sign_in_name_goes_before_the_telephone_and_is_taken_once(order: Order) -> None:
    first = opened(order, username="zhangsan")
    refused = STORE.add(order, [row(4, username="ZhangSan"), row(5, username="lisi")])
    assert first.username == "zhangsan"
    assert fields_of(refused.values()) == ["username"]
    assert set(refused) == {4}
    assert User.objects.filter(username="lisi").exists()


@pytest.mark.parametrize("role", [roles.ADMINISTRATOR, roles.AUDITOR, roles.COMMITTEE])
def test_nobody_gives_a_role_that_may_more_than_oneself(
    order: Order, places: Places, role: str
) -> None:
    """chen may neither manage accounts nor read the trail nor sign reports."""
    values = {"full_name": "张三", "phone": "13800001234", "role": role, "area": places.east.pk}
    assert fields_of(wrong(order, values)) == ["role"]
    refused = STORE.add(order, [row(role=role, area=places.east.pk)])
    assert refused[3].field == "role"
    assert not User.objects.filter(username="13800001234").exists()


def test_whoever_manages_accounts_gives_every_role(
    cast: Cast, order: Order, places: Places
) -> None:
    order = Order(actor=cast.admin, area=places.street, today=order.today, batch=BATCH)
    assert opened(order, role=roles.AUDITOR).memberships.get().role_id == roles.AUDITOR


def test_a_role_in_another_street_is_refused(order: Order, places: Places) -> None:
    refused = STORE.add(order, [row(area=places.next_community.pk)])
    assert refused[3].field == "role"


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"username": "张 三"}, ["username"]),
        ({"email": "nobody@"}, ["email"]),
        ({}, []),
    ],
)
def test_names_and_addresses_are_looked_at(
    order: Order, values: dict[str, str], fields: list[str]
) -> None:
    given = {"full_name": "张三", "phone": "13800001234", "role": roles.COMMUNITY, **values}
    assert fields_of(wrong(order, given)) == fields


def test_a_known_account_is_found_by_its_sign_in_name(order: Order, places: Places) -> None:
    user = opened(order, area=places.east.pk)
    stored = only(order, full_name="张三", phone="13800001234")
    assert (stored.key, stored.sure) == (user.pk, True)
    assert stored.values["area"] == places.east.pk
    assert stored.values["role"] == roles.COMMUNITY


def test_somebody_of_the_same_name_in_the_same_place_is_doubtful(
    order: Order, places: Places
) -> None:
    opened(order, area=places.east.pk)
    stored = only(order, full_name="张三", phone="13900009999", area=places.east.pk)
    assert not stored.sure
    assert STORE.find(order, [{"full_name": "张三", "area": places.west.pk}]) == [[]]


def test_accounts_of_others_are_not_found(order: Order, cast: Cast) -> None:
    """Neither those of another street, nor of who may more than chen, nor the superuser."""
    names = [cast.outsider.username, cast.wu.username, cast.admin.username, cast.zhou.username]
    assert STORE.find(order, [{"username": name} for name in names]) == [[], [], [], []]
    assert only(order, username=cast.liu.username).key == cast.liu.pk


def change(stored: Any, **values: Any) -> Change:
    return Change(key=stored.key, number=3, revision=stored.revision, values=values)


def test_a_row_changes_what_it_says_and_adds_a_place(order: Order, places: Places) -> None:
    user = opened(order, area=places.east.pk)
    stored = only(order, username="13800001234")
    more = {"job_title": "书记", "area": places.west.pk}
    assert STORE.change(order, [change(stored, **more)]) == {}
    user.refresh_from_db()
    assert (user.job_title, user.full_name, user.phone) == ("书记", "张三", "13800001234")
    assert {one.area for one in user.memberships.all()} == {places.east, places.west}


def test_an_account_changed_meanwhile_is_a_conflict(order: Order, places: Places) -> None:
    user = opened(order, area=places.east.pk)
    stored = only(order, username="13800001234")
    User.objects.filter(pk=user.pk).update(job_title="站长")
    refused = STORE.change(order, [change(stored, job_title="书记")])
    assert refused[3] == Problem("", "changed-meanwhile")
    user.refresh_from_db()
    assert user.job_title == "站长"


def test_only_who_manages_accounts_changes_an_address(
    order: Order, cast: Cast, places: Places
) -> None:
    """Whoever writes the address gets the mail by which a password is chosen anew."""
    stored = only(order, username=cast.liu.username)
    refused = STORE.change(order, [change(stored, email="chen@example.org")])
    assert refused[3].field == "email"
    cast.liu.refresh_from_db()
    assert cast.liu.email != "chen@example.org"
    managed = Order(actor=cast.admin, area=places.street, today=order.today, batch=BATCH)
    assert STORE.change(managed, [change(stored, email="liu@example.org")]) == {}


def test_undoing_takes_out_accounts_that_nobody_has_used(order: Order) -> None:
    user = opened(order)
    assert STORE.undo(order, [Undone(key=user.pk, revision=1)]) == {}
    assert not User.objects.filter(pk=user.pk).exists()
    assert not Membership.objects.filter(user_id=user.pk).exists()
    gone = AuditEntry.objects.get(code="communities.record.deleted", target_id=str(user.pk))
    assert gone.changes["full_name"] == ["张三", None]


def test_an_account_whose_link_was_given_out_is_still_unused(order: Order) -> None:
    user = opened(order)
    tell_given(actor=order.actor, users=[user])
    assert STORE.undo(order, [Undone(key=user.pk, revision=1)]) == {}
    assert not User.objects.filter(pk=user.pk).exists()


def test_undoing_keeps_accounts_that_somebody_has_used_or_changed(
    order: Order, cast: Cast, places: Places
) -> None:
    used, changed = opened(order), opened(order, username="lisi")
    used.set_password("correct-horse-battery")
    used.save()
    Membership.objects.create(
        user=changed, area=places.west, role_id=roles.GRID_WORKER, valid_from=LONG_AGO
    )
    AuditEntry.objects.create(
        actor=cast.admin,
        code="communities.membership.added",
        target_type="accounts.user",
        target_id=str(changed.pk),
    )
    stayed = STORE.undo(order, [Undone(key=one.pk, revision=1) for one in (used, changed)])
    assert set(stayed) == {used.pk, changed.pk}
    assert User.objects.filter(pk__in=stayed).count() == 2


def test_undoing_puts_back_what_a_row_changed(order: Order, cast: Cast, places: Places) -> None:
    liu = cast.liu
    before = {"job_title": liu.job_title, "area": places.east.pk}
    stored = only(order, username=liu.username)
    STORE.change(order, [change(stored, job_title="书记", area=places.west.pk)])
    assert STORE.undo(order, [Undone(key=liu.pk, revision=1, before=before)]) == {}
    liu.refresh_from_db()
    assert liu.job_title == before["job_title"]
    assert [one.area for one in liu.memberships.all()] == [places.east]


def test_units_are_found_by_their_names_and_former_names(order: Order, places: Places) -> None:
    unit = Organisation.objects.create(
        area=places.street, name="金沙医院", former_names=["金沙卫生院"], sector="hospital"
    )
    find = units(order)
    assert {find("金沙医院"), find("金沙 卫生院")} == {str(unit.pk)}
    with pytest.raises(Unreadable, match="unknown-record"):
        find("别的医院")


def test_a_thousand_accounts_take_seconds(
    order: Order, places: Places, django_assert_max_num_queries: Any
) -> None:
    """No password is reckoned: 60 s are allowed, hashes alone would take longer."""
    rows = [
        row(n, full_name=f"人{n}", phone=f"138{n:08d}", area=places.east.pk) for n in range(1000)
    ]
    begun = time.monotonic()
    with django_assert_max_num_queries(60):
        found = STORE.find(order, [one.values for one in rows])
        assert STORE.add(order, rows) == {}
    assert time.monotonic() - begun < 30
    assert not any(found)
    keys: list[UUID] = [one.key for one in rows]
    assert Membership.objects.filter(user__in=keys).count() == 1000
    forget_sight(order.actor)
