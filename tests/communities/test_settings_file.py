"""A city hands its settings to its streets as one file; what the file would do is shown first."""

import copy
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from checklists.models import HazardCategory
from communities import roles
from communities.models import HolidayNotice, Role
from communities.permissions import AUDIT_VIEW, USER_MANAGE
from grids.models import TimeLimit
from lib.office_settings import settings_parts
from premises.models import CategoryThreshold, PremisesCategory
from tests.sent import forms_on

PAGE = "settings-file"


def file_of(client: Client) -> dict:
    """The file as it is downloaded."""
    answer = client.get(reverse("settings-export"))
    assert answer["Content-Type"] == "application/json" and ".json" in answer["Content-Disposition"]
    return json.loads(answer.content)


def send(client: Client, content: object):
    """Send a file and return the page that shows what it would change."""
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    upload = SimpleUploadedFile("settings.json", text, content_type="application/json")
    return client.post(reverse(PAGE), {"file": upload})


def places_of(page) -> list[str]:
    """Where the page says that something is wrong."""
    assert page.status_code == 200
    return [one.place for one in page.context["preview"].problems]


def row(data: dict, part: str, **key: object) -> dict:
    """A row of a part."""
    return next(one for one in data["parts"][part] if all(one[name] == key[name] for name in key))


def take_over(client: Client, page):
    """Press the button under the preview."""
    url = reverse("settings-apply")
    (drawn,) = (fields for action, fields in forms_on(page) if action == url)
    return client.post(url, drawn)


def everything() -> list[object]:
    """All that can be set, as the parts write it."""
    return [copy.deepcopy(part.dump()) for part in settings_parts]


def test_what_a_portal_writes_changes_nothing_when_it_is_read(only_street, cast, as_user) -> None:
    client = as_user(cast.admin)
    data = file_of(client)
    assert set(data["parts"]) == {part.key for part in settings_parts}
    assert AuditEntry.objects.filter(code="communities.settings.exported").count() == 1
    page = send(client, data)
    assert not page.context["preview"].entries and not places_of(page)
    assert "as the file says already" in page.content.decode()


def test_a_street_takes_over_what_its_city_has_set(only_street, cast, as_user) -> None:
    """The preview changes nothing; the button changes all of it at once, told in the trail."""
    client = as_user(cast.admin)
    data = file_of(client)
    row(data, "premises.kinds", code="small-shop")["interval_days"] = 90
    row(data, "premises.thresholds", category="small-shop")["at_most"] = 120
    row(data, "grids.limits", grade="general")["working_days"] = 5
    row(data, "communities.roles", code=roles.AUDITOR)["demands_factor"] = True
    fire = row(data, "checklists.categories", code="fire")
    data["parts"]["checklists.categories"].append(fire | {"code": "own-1", "name_zh": "加装电梯"})
    limit = row(data, "grids.limits", grade="general")
    data["parts"]["grids.limits"].append(limit | {"category": "own-1", "working_days": 2})
    before = everything()
    page = send(client, data)
    assert everything() == before and len(page.context["preview"].entries) == 6
    assert "<del>180</del>" in page.content.decode() and "加装电梯" in page.content.decode()

    assert take_over(client, page).url == reverse("settings")
    assert PremisesCategory.objects.get(pk="small-shop").interval_days == 90
    assert CategoryThreshold.objects.get(category="small-shop").at_most == 120
    assert HazardCategory.objects.get(pk="own-1").name_zh == "加装电梯"
    assert TimeLimit.objects.get(category="own-1").working_days == 2
    assert Role.objects.get(pk=roles.AUDITOR).demands_factor
    told = AuditEntry.objects.get(code="communities.settings.imported")
    assert (told.actor, told.changes["count"]) == (cast.admin, [None, 6])
    kind = AuditEntry.objects.get(code="premises.kind.changed")
    assert (kind.actor, kind.changes["interval_days"]) == (cast.admin, [180, 90])


def test_chen_takes_over_what_is_hers_and_the_roles_are_left_out(
    only_street, cast, as_user
) -> None:
    data = file_of(as_user(cast.admin))
    row(data, "communities.roles", code=roles.OFFICE)["permissions"].append(USER_MANAGE)
    row(data, "premises.kinds", code="small-shop")["interval_days"] = 60
    client = as_user(cast.chen)
    assert "communities.roles" not in file_of(client)["parts"]
    page = send(client, data)
    left_out = [one.place for one in page.context["preview"].left_out]
    assert left_out == ["communities.roles", "notices.channels"]
    take_over(client, page)
    assert PremisesCategory.objects.get(pk="small-shop").interval_days == 60
    assert USER_MANAGE not in Role.objects.get(pk=roles.OFFICE).permissions


def test_a_limit_of_an_area_that_is_not_here_is_left_out(only_street, cast, as_user) -> None:
    client = as_user(cast.admin)
    data = file_of(client)
    limit = row(data, "grids.limits", grade="general")
    data["parts"]["grids.limits"] += [
        limit | {"area": "110101001", "working_days": 9},
        limit | {"area": only_street.street.code, "working_days": 8},
    ]
    page = send(client, data)
    assert [one.place for one in page.context["preview"].left_out] == ["grids.limits[2]"]
    take_over(client, page)
    assert sorted(TimeLimit.objects.values_list("working_days", flat=True)) == [3, 7, 8]
    assert row(file_of(client), "grids.limits", working_days=8)["area"] == only_street.street.code


@pytest.mark.parametrize(
    "part, key, change, place",
    [
        ("premises.kinds", {"code": "small-shop"}, {"interval_days": 0}, "interval_days"),
        ("premises.kinds", {"code": "small-shop"}, {"interval_days": "90"}, "interval_days"),
        ("premises.kinds", {"code": "small-shop"}, {"interval_days": True}, "interval_days"),
        ("premises.kinds", {"code": "small-shop"}, {"interval_days": 10**30}, "interval_days"),
        ("premises.kinds", {"code": "small-shop"}, {"checklist": "nobody"}, "checklist"),
        ("premises.kinds", {"code": "small-shop"}, {"name_zh": "店" * 61}, "name_zh"),
        ("premises.kinds", {"code": "small-shop"}, {"name_zh": None}, "name_zh"),
        ("premises.kinds", {"code": "small-shop"}, {"name_zh": "\ud800"}, "name_zh"),
        ("premises.kinds", {"code": "small-shop"}, {"password": "x"}, "password"),
        ("premises.thresholds", {"category": "small-shop"}, {"quantity": "rooms"}, "quantity"),
        ("grids.limits", {"grade": "general"}, {"working_days": 0}, "working_days"),
        ("grids.limits", {"grade": "general"}, {"at_most": 1}, "at_most"),
        ("grids.limits", {"grade": "general"}, {"valid_from": "morgen"}, "valid_from"),
        ("communities.roles", {"code": "auditor"}, {"permissions": []}, ""),
        ("communities.roles", {"code": "auditor"}, {"permissions": "all"}, "permissions"),
        ("communities.roles", {"code": "auditor"}, {"permissions": ["a.b.c"]}, ""),
        ("communities.roles", {"code": "administrator"}, {"permissions": [AUDIT_VIEW]}, ""),
        ("communities.calendar", {"year": 2026}, {"text": "放假"}, "text"),
    ],
)
def test_what_no_page_would_take_no_file_brings(
    part, key, change, place, only_street, cast, as_user
) -> None:
    """It is said at its place, and nothing of the file is taken over."""
    client = as_user(cast.admin)
    data = file_of(client)
    row(data, "checklists.categories", code="fire")["name_zh"] = "火"
    rows = data["parts"][part]
    number = rows.index(row(data, part, **key))
    rows[number] |= change
    before = everything()
    page = send(client, data)
    assert places_of(page) == [f"{part}[{number}]" + (f".{place}" if place else "")]
    answer = client.post(
        reverse("settings-apply"), {"text": json.dumps(data), "state": page.context["state"]}
    )
    assert answer.status_code == 200 and everything() == before


def test_two_thresholds_for_one_quantity_are_one_too_many(only_street, cast, as_user) -> None:
    client = as_user(cast.admin)
    data = file_of(client)
    shop = row(data, "premises.thresholds", category="small-shop")
    data["parts"]["premises.thresholds"].append(shop | {"at_most": 99})
    number = len(data["parts"]["premises.thresholds"]) - 1
    page = send(client, data)
    assert places_of(page) == [f"premises.thresholds[{number}]"]
    assert f"Thresholds of small premises, row {number + 1}" in page.content.decode()


@pytest.mark.parametrize(
    "content, place",
    [
        (b"", None),
        (b"\xff\xfe\x00", None),
        (b"x" * (1024 * 1024 + 1), None),
        (b"[" * 200_000, "$"),
        (b"{", "line 1, column 2"),
        (b'{"portal": "SafeCommunity", "schema": ' + b"9" * 5000 + b"}", "$"),
        (b'{"portal": "SafeCommunity", "schema": NaN}', "NaN"),
        (b'{"portal": 1, "portal": 2}', "\u2026portal"),
        ([1, 2], "portal"),
        ({"portal": "Elsewhere"}, "portal"),
        ({"portal": "SafeCommunity", "schema": 2, "parts": {}}, "schema"),
        ({"portal": "SafeCommunity", "schema": True, "parts": {}}, "schema"),
        ({"portal": "SafeCommunity", "schema": 1, "parts": []}, "parts"),
        ({"portal": "SafeCommunity", "schema": 1, "parts": {"secrets": []}}, "secrets"),
        ({"portal": "SafeCommunity", "schema": 1, "parts": {"grids.limits": {}}}, "grids.limits"),
        (
            {"portal": "SafeCommunity", "schema": 1, "parts": {"grids.limits": [7]}},
            "grids.limits[0]",
        ),
        (
            {"portal": "SafeCommunity", "schema": 1, "parts": {"premises.kinds": [{}]}},
            "premises.kinds[0].code",
        ),
        (
            {"portal": "SafeCommunity", "schema": 1, "parts": {"x": [[[[[[[[[1]]]]]]]]]}},
            "parts",
        ),
        (
            {"portal": "SafeCommunity", "schema": 1, "parts": {"premises.kinds": [1] * 2001}},
            "premises.kinds",
        ),
    ],
    ids=range(19),
)
def test_a_hostile_file_is_refused_at_its_place(content, place, only_street, cast, as_user) -> None:
    before = everything()
    page = send(as_user(cast.admin), content)
    assert page.status_code == 200 and everything() == before
    if place is None:
        assert page.context["form"].errors["file"]
    else:
        assert places_of(page) == [place]


def test_who_looked_at_what_has_changed_since_looks_again(only_street, cast, as_user) -> None:
    client = as_user(cast.admin)
    data = file_of(client)
    row(data, "premises.kinds", code="small-shop")["interval_days"] = 90
    page = send(client, data)
    PremisesCategory.objects.filter(pk="small-shop").update(interval_days=45)
    again = take_over(client, page)
    assert again.status_code == 200 and "<del>45</del>" in again.content.decode()
    assert PremisesCategory.objects.get(pk="small-shop").interval_days == 45
    assert take_over(client, again).status_code == 302
    assert PremisesCategory.objects.get(pk="small-shop").interval_days == 90


def test_holidays_are_handed_on_too(only_street, cast, as_user) -> None:
    client = as_user(cast.admin)
    data = file_of(client)
    HolidayNotice.objects.filter(year=2026).delete()
    take_over(client, send(client, data))
    assert HolidayNotice.objects.filter(year=2026).exists()


def test_an_own_role_comes_with_the_one_it_was_copied_from(only_street, cast, as_user) -> None:
    client = as_user(cast.admin)
    Role.objects.create(
        code="own-b", name_zh="兼职", copied_from_id=roles.GRID_WORKER, permissions=[AUDIT_VIEW]
    )
    data = file_of(client)
    Role.objects.filter(pk="own-b").delete()
    take_over(client, send(client, data))
    assert Role.objects.get(pk="own-b").copied_from_id == roles.GRID_WORKER
