"""Roles are changed in the browser: nobody is locked out, nobody gives more than he or she has."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, User
from communities import roles
from communities.models import Membership, Role
from communities.permissions import AUDIT_VIEW, SETTINGS_CHANGE, USER_MANAGE
from communities.services.roles import declared, sync_roles
from grids.permissions import HAZARD_MANAGE, INSPECTION_ADD
from ledgers.registers.accounts import roles as roles_of_a_workbook
from lib.permissions import permissions
from premises.permissions import PREMISES_CHANGE
from tests.cast import LONG_AGO
from tests.sent import form_on

SITE = "injuries.site.change"


@pytest.fixture
def xu(only_street, cast) -> User:
    """徐 manages the accounts of the street, and is no superuser; nobody else is one any more."""
    user = User.objects.create_user("xu", full_name="徐管理")
    role = Role.objects.get(pk=roles.ADMINISTRATOR)
    Membership.objects.create(user=user, area=only_street.street, role=role, valid_from=LONG_AGO)
    User.objects.filter(pk=cast.admin.pk).update(is_superuser=False)
    return user


def change(client, code: str, *, give: str = "", take: str = "", **typed):
    """Tick or untick a permission in the form of a role and send it."""
    url = reverse("communities:role-edit", args=[code])
    sent = form_on(client.get(url)) | typed
    for one, held in ((give, True), (take, False)):
        if one:
            name = f"may_{one.partition('.')[0]}"
            codes = [code for code in sent.get(name, []) if code != one]
            sent[name] = [*codes, one] if held else codes
    return client.post(url, sent)


def allowed(code: str) -> set[str]:
    """What a role allows."""
    return set(Role.objects.get(pk=code).permissions)


def error(page) -> str:
    """What the form says above its fields."""
    assert page.status_code == 200
    return str(page.context["form"].non_field_errors())


def test_who_may_change_premises_is_ticked_and_holds_at_once(only_street, cast, as_user) -> None:
    """The trail says in words what was given; wang's menu follows with the next page."""
    wang, new = as_user(cast.wang), reverse("premises:new")
    assert wang.get(new).status_code == 403
    assert change(as_user(cast.admin), roles.GRID_WORKER, give=PREMISES_CHANGE).status_code == 302
    assert wang.get(new).status_code == 200
    entry = AuditEntry.objects.get(code="communities.role.changed")
    assert (entry.actor, entry.changes) == (cast.admin, {"permissions": ["", "维护场所"]})
    role = Role.objects.get(pk=roles.GRID_WORKER)
    assert role.changed and role.granted == [PREMISES_CHANGE]
    page = as_user(cast.admin).get(role.get_absolute_url()).content.decode()
    assert "维护场所" in page and "管理员" in page


def test_what_the_office_changed_outlives_the_next_version(only_street, cast, as_user) -> None:
    """And a permission that the next version brings comes to the role all the same."""
    change(as_user(cast.admin), roles.GRID_WORKER, give=PREMISES_CHANGE, take=INSPECTION_ADD)
    before = allowed(roles.GRID_WORKER)
    Role.objects.filter(pk=roles.GRID_WORKER).update(permissions=[])  # as before an upgrade
    sync_roles()
    assert allowed(roles.GRID_WORKER) == before
    assert PREMISES_CHANGE in before and INSPECTION_ADD not in before


def test_a_built_in_role_is_reset(only_street, cast, as_user) -> None:
    client = as_user(cast.admin)
    change(client, roles.GRID_WORKER, take=INSPECTION_ADD)
    assert as_user(cast.wang).get(reverse("grids:inspect")).status_code == 403
    client.post(reverse("communities:role-reset", args=[roles.GRID_WORKER]))
    assert allowed(roles.GRID_WORKER) == set(declared(roles.GRID_WORKER))
    assert as_user(cast.wang).get(reverse("grids:inspect")).status_code == 200


def test_the_administrator_cannot_be_locked_out(only_street, cast, as_user) -> None:
    page = change(as_user(cast.admin), roles.ADMINISTRATOR, take=USER_MANAGE)
    assert "manage accounts any more" in error(page)
    assert USER_MANAGE in allowed(roles.ADMINISTRATOR)
    assert not AuditEntry.objects.filter(code="communities.role.changed").exists()


def test_the_last_role_that_manages_accounts_keeps_it(xu, only_street, as_user) -> None:
    """徐 works in a role of the office's own; without the permission nobody could go on."""
    own = Role.objects.create(
        code="own-a", name_zh="账号管理", permissions=[USER_MANAGE, SETTINGS_CHANGE, AUDIT_VIEW]
    )
    xu.memberships.update(role=own)
    page = change(as_user(xu), "own-a", take=USER_MANAGE)
    assert "manage accounts any more" in error(page) and USER_MANAGE in allowed("own-a")
    other = User.objects.create_user("lin", full_name="林")
    Membership.objects.create(
        user=other,
        area=only_street.street,
        role_id=roles.ADMINISTRATOR,
        valid_from=LONG_AGO,
    )
    assert change(as_user(xu), "own-a", take=USER_MANAGE).status_code == 302
    assert USER_MANAGE not in allowed("own-a")


def test_nobody_gives_more_than_he_or_she_has(xu, as_user) -> None:
    """Neither to another role nor to the own one; what is the own is given."""
    client = as_user(xu)
    for code in (roles.COMMITTEE, roles.ADMINISTRATOR):
        page = change(client, code, give=SITE)
        assert "may not do yourself" in error(page) and SITE not in allowed(code)
    assert change(client, roles.COMMITTEE, give=AUDIT_VIEW).status_code == 302
    assert AUDIT_VIEW in allowed(roles.COMMITTEE)


def test_a_role_like_another_has_at_most_what_that_one_has(xu, as_user) -> None:
    client, url = as_user(xu), reverse("communities:role-new") + f"?of={roles.GRID_WORKER}"
    typed = {"name_zh": "兼职网格员", "order": "50"}
    drawn = form_on(client.get(url))
    assert INSPECTION_ADD in drawn["may_grids"]
    beyond = client.post(url, drawn | typed | {"may_injuries": [SITE]})
    assert "may not do yourself" in error(beyond)
    less = [one for one in drawn["may_grids"] if one != INSPECTION_ADD]
    made = client.post(url, form_on(client.get(url)) | typed | {"may_grids": less})
    role = Role.objects.get(name_zh="兼职网格员")
    assert made.url == role.get_absolute_url() and role.code.startswith("own-")
    assert INSPECTION_ADD not in role.permissions and not role.built_in
    assert change(client, role.code, give=INSPECTION_ADD).status_code == 302
    assert "may not do yourself" in error(change(client, role.code, give=HAZARD_MANAGE))


def test_a_role_allows_something(only_street, cast, as_user) -> None:
    client, url = as_user(cast.admin), reverse("communities:role-new")
    page = client.post(url, form_on(client.get(url)) | {"name_zh": "空角色", "order": "50"})
    assert "allow something" in error(page) and not Role.objects.filter(name_zh="空角色").exists()


def test_a_role_is_retired_when_nobody_works_in_it(only_street, cast, as_user) -> None:
    client = as_user(cast.admin)
    own = Role.objects.create(code="own-a", name_zh="临时角色", permissions=[AUDIT_VIEW])
    membership = Membership.objects.create(
        user=cast.liu, area=only_street.east, role=own, valid_from=LONG_AGO
    )
    url = reverse("communities:role-edit", args=["own-a"])
    sent = {k: v for k, v in form_on(client.get(url)).items() if k != "active"}
    assert "work in this role" in error(client.post(url, sent))
    membership.delete()
    assert client.post(url, sent).status_code == 302
    assert not Role.objects.get(pk="own-a").active
    assert "临时角色" not in client.get(reverse("communities:user-new")).content.decode()
    assert "own-a" not in {one.value for one in roles_of_a_workbook()}


def test_an_unknown_permission_is_refused(only_street, cast, as_user) -> None:
    client, url = as_user(cast.admin), reverse("communities:role-edit", args=[roles.AUDITOR])
    page = client.post(url, form_on(client.get(url)) | {"may_communities": ["communities.all"]})
    assert page.status_code == 200 and "may_communities" in page.context["form"].errors


def test_who_manages_one_of_two_streets_looks_and_changes_nothing(xu, places, as_user) -> None:
    type(places.next_street).objects.update(valid_to=None)
    client = as_user(xu)
    assert client.get(reverse("communities:roles")).status_code == 200
    for name in ("role-edit", "role-reset"):
        url = reverse(f"communities:{name}", args=[roles.AUDITOR])
        assert client.post(url, {}).status_code == 403


def test_every_permission_stands_in_the_table(only_street, cast, as_user) -> None:
    page = as_user(cast.admin).get(reverse("communities:roles"))
    shown = [one for _label, rows in page.context["rooms"] for one, _held in rows]
    assert {one.key for one in shown} == {one.key for one in permissions}
