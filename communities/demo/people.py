"""Accounts of the demonstration, with one documented password. Local installations only."""

import datetime as dt
import random

from django.contrib.auth.hashers import make_password

from accounts.models import User
from communities import roles
from communities.demo.ground import Ground
from communities.models import Area, Membership, Organisation, Role

PASSWORD = "safe-community-demo"  # noqa: S105 - printed at every start, for demonstration data only
FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗"
GIVEN = [
    *"伟芳娜敏静强磊洋艳勇军杰娟涛超明霞平刚英",
    *("玉兰", "建国", "秀英", "志强", "桂英", "海燕", "文博", "思远", "雨桐", "嘉怡"),
    *("俊杰", "晓东", "红梅", "小红", "国庆", "春梅", "丽华", "立新", "家豪", "欣怡"),
]

#: Accounts shown at the start: name to sign in with, name, role, post.
SHOWN = (
    ("admin", "郑管理", roles.ADMINISTRATOR, "系统管理员"),
    ("chen", "陈静", roles.OFFICE, "平安建设办公室"),
    # Nobody approves what he or she entered: the office needs two.
    ("he", "何建平", roles.OFFICE, "平安建设办公室主任"),
    ("liu", "刘伟", roles.COMMUNITY, "社区专职工作者"),
    ("wang", "王芳", roles.GRID_WORKER, "专职网格员"),
    ("zhao", "赵敏", roles.REPORTER, "医院公共卫生科"),
    ("sun", "孙磊", roles.PARTNER, "消防救援站"),
    ("zhou", "周红", roles.COMMITTEE, "促进委员会主任"),
    ("wu", "吴涛", roles.AUDITOR, "审计员"),
)
#: For which organisation of the demonstration somebody works.
UNITS = {"sun": "示范区金沙消防救援站"}
#: How many more people hold a role of the whole street.
MORE_AT_STREET = ((roles.OFFICE, 2), (roles.REPORTER, 2), (roles.PARTNER, 2), (roles.COMMITTEE, 2))


def hire(rng: random.Random, ground: Ground, since: dt.date) -> dict[str, list[User]]:
    """Open the accounts; return users by role, those of grids and communities in their order."""
    staff: list[tuple[User, str, Area]] = []
    # One hash for all: Argon2 is slow on purpose, and this password is no secret.
    password = make_password(PASSWORD)

    def open_account(username: str, name: str, role: str, area: Area, post: str = "") -> None:
        user = User(username=username, full_name=name, job_title=post, password=password)
        user.is_superuser = user.is_staff = role == roles.ADMINISTRATOR
        staff.append((user, role, area))

    for username, name, role, post in SHOWN:
        open_account(username, name, role, _place(ground, role), post)
    for number, area in enumerate(ground.communities[1:], start=2):
        open_account(f"community{number}", _name(rng), roles.COMMUNITY, area, "社区专职工作者")
    for number, area in enumerate(ground.grids[1:], start=2):
        open_account(f"grid{number}", _name(rng), roles.GRID_WORKER, area, "专职网格员")
    for role, more in MORE_AT_STREET:
        for number in range(2, more + 2):
            open_account(f"{role}{number}", _name(rng), role, ground.street)
    return _keep(staff, since)


def accounts_text() -> str:
    """Return the table of accounts as the start of the portal prints it."""
    names = {role.code: role for role in roles.BUILT_IN}
    lines = [f"  演示账号 / Demonstration accounts      密码 / password: {PASSWORD}", ""]
    for username, name, role, _post in SHOWN:
        built_in = names[role]
        lines.append(f"      {username:<8}{name}  {built_in.name_zh} / {built_in.name_en}")
    return "\n".join(lines) + "\n"


def _keep(staff: list[tuple[User, str, Area]], since: dt.date) -> dict[str, list[User]]:
    held = {role.code: role for role in Role.objects.all()}
    User.objects.bulk_create([user for user, _role, _area in staff])
    units = {one.name: one for one in Organisation.objects.filter(name__in=UNITS.values())}
    Membership.objects.bulk_create(
        Membership(
            user=user,
            area=area,
            role=held[role],
            organisation=units.get(UNITS.get(user.username, "")),
            valid_from=since,
        )
        for user, role, area in staff
    )
    users: dict[str, list[User]] = {}
    for user, role, _area in staff:
        users.setdefault(role, []).append(user)
    return users


def _place(ground: Ground, role: str) -> Area:
    places = {roles.COMMUNITY: ground.communities[0], roles.GRID_WORKER: ground.grids[0]}
    return places.get(role, ground.street)


def _name(rng: random.Random) -> str:
    return rng.choice(FAMILY) + rng.choice(GIVEN)
