"""Everybody sees their own areas with all below, and nothing else."""

import datetime as dt

from django.urls import reverse

from communities.models import Area, Membership, Organisation, Role
from communities.permissions import may
from communities.querysets import AreaScopedQuerySet
from communities.sight import forget_sight, sight_of


def names(areas: AreaScopedQuerySet) -> set[str]:
    """Names of areas."""
    return set(areas.values_list("name", flat=True))


def test_liu_sees_her_community_and_its_grids(cast, places) -> None:
    """Neither the street above nor the community beside."""
    assert names(Area.objects.visible_to(cast.liu)) == {"东社区", "东一网格", "东二网格"}


def test_the_administrator_sees_everything(cast, places) -> None:
    """Superusers are not members of anything."""
    assert Area.objects.visible_to(cast.admin).count() == Area.objects.count() == 9


def test_a_membership_holds_only_in_its_time(cast, places) -> None:
    """The day it ends it no longer holds; before it begins it does not hold yet."""
    membership = cast.liu.memberships.get()
    membership.valid_to = dt.date.today()
    membership.save()
    forget_sight(cast.liu)
    assert not Area.objects.visible_to(cast.liu).exists()
    membership.valid_from, membership.valid_to = dt.date.today() + dt.timedelta(days=1), None
    membership.save()
    forget_sight(cast.liu)
    assert not Area.objects.visible_to(cast.liu).exists()


def test_two_memberships_add_up_and_overlap_counts_once(cast, places) -> None:
    """The street swallows the community below it."""
    Membership.objects.create(
        user=cast.liu,
        area=places.street,
        role=Role.objects.get(code="auditor"),
        valid_from=dt.date(2020, 1, 1),
    )
    forget_sight(cast.liu)
    assert sight_of(cast.liu).paths == (places.street.path,)
    assert Area.objects.visible_to(cast.liu).count() == 6


def test_a_permission_holds_only_where_the_role_is_held(cast, places) -> None:
    """An auditor of the street does not become its staff through a community below."""
    Membership.objects.create(
        user=cast.liu,
        area=places.street,
        role=Role.objects.get(code="auditor"),
        valid_from=dt.date(2020, 1, 1),
    )
    forget_sight(cast.liu)
    assert may(cast.liu, "communities.attachment.add", places.east)
    assert not may(cast.liu, "communities.attachment.add", places.west)
    assert may(cast.liu, "communities.audit.view", places.west)


def test_an_inactive_user_sees_nothing(cast, places) -> None:
    """A closed account has no sight, whatever memberships it left."""
    cast.chen.is_active = False
    assert not Area.objects.visible_to(cast.chen).exists()


def test_a_list_shows_only_what_is_in_sight_and_so_does_its_export(cast, places, as_user) -> None:
    """The export goes through the same queryset as the page."""
    Organisation.objects.create(area=places.east, name="东社区卫生服务站", sector="health-centre")
    Organisation.objects.create(area=places.next_street, name="邻街医院", sector="hospital")
    client = as_user(cast.chen)
    url = reverse("communities:organisations")
    page, export = client.get(url), client.get(url, {"export": "csv"})
    assert "东社区卫生服务站" in page.text
    assert "邻街医院" not in page.text
    text = b"".join(export.streaming_content).decode("utf-8-sig")
    assert "东社区卫生服务站" in text
    assert "邻街医院" not in text


def test_a_users_sight_costs_one_query(cast, places, django_assert_num_queries) -> None:
    """However often it is asked for in a request."""
    forget_sight(cast.chen)
    with django_assert_num_queries(1):
        for _again in range(5):
            sight_of(cast.chen)
