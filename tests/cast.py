"""The cast: the same people in every test.

金沙 is the street (two communities, three grids); 邻街 is the neighbouring street, whose people
must see nothing of 金沙.
"""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from communities import roles
from communities.models import Area, Membership, Role

LONG_AGO = dt.date(2020, 1, 1)
PASSWORD = "correct-horse-battery"


@dataclass
class Places:
    """The area tree of the tests."""

    district: Area
    street: Area
    east: Area
    west: Area
    grid1: Area
    grid2: Area
    west_grid: Area
    next_street: Area
    next_community: Area


@dataclass
class Cast:
    """The people; each field is a user."""

    admin: User
    chen: User
    liu: User
    wang: User
    zhao: User
    sun: User
    zhou: User
    wu: User
    outsider: User

    def __getitem__(self, name: str) -> User | None:
        return None if name == "anonymous" else getattr(self, name)


#: name → (full name, role, place); `admin` is the superuser.
PEOPLE = {
    "chen": ("陈静", roles.OFFICE, "street"),
    "liu": ("刘伟", roles.COMMUNITY, "east"),
    "wang": ("王芳", roles.GRID_WORKER, "grid1"),
    "zhao": ("赵敏", roles.REPORTER, "street"),
    "sun": ("孙磊", roles.PARTNER, "street"),
    "zhou": ("周红", roles.COMMITTEE, "street"),
    "wu": ("吴涛", roles.AUDITOR, "street"),
    "outsider": ("外街人", roles.OFFICE, "next_street"),
}


def make_places() -> Places:
    """Make the area tree."""

    def under(parent: Area, kind: str, name: str, code: str, **more: object) -> Area:
        fresh = Area.objects.get(pk=parent.pk)
        fields = {"kind": kind, "name": name, "code": code, **more}
        return Area.objects.add_child(fresh, fields)

    district = Area.objects.add_root({"kind": "district", "name": "示范区", "code": "990100"})
    street = under(district, "street", "金沙街道", "990100001")
    east = under(street, "community", "东社区", "990100001001", households=1200)
    west = under(street, "community", "西社区", "990100001002")
    grid1 = under(east, "grid", "东一网格", "990100001001001")
    grid2 = under(east, "grid", "东二网格", "990100001001002")
    west_grid = under(west, "grid", "西一网格", "990100001002001")
    next_street = under(district, "street", "邻街街道", "990100002")
    next_community = under(next_street, "community", "邻社区", "990100002001")
    return Places(
        district, street, east, west, grid1, grid2, west_grid, next_street, next_community
    )


def make_cast(places: Places) -> Cast:
    """Make the people with their memberships; every password is PASSWORD."""
    admin = User.objects.create_superuser("admin", password=PASSWORD, full_name="管理员")
    people = {}
    for name, (full_name, role, place) in PEOPLE.items():
        user = User.objects.create_user(name, password=PASSWORD, full_name=full_name)
        Membership.objects.create(
            user=user,
            area=getattr(places, place),
            role=Role.objects.get(code=role),
            valid_from=LONG_AGO,
        )
        people[name] = user
    return Cast(admin=admin, **people)
