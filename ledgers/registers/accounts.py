"""Accounts as they come from Excel: a person, where the person works, in which role.

Nobody gets a password here: who was brought in opens the portal by a link of the own
(`communities.services.first_links`). A row adds a membership and never ends one.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import User
from communities.account_rights import Rights, rights_of
from communities.models import Organisation, Role
from communities.permissions import ACCOUNT_IMPORT
from ledgers.declaration import Choice, Field, Kind, Ledger, Order, Values
from ledgers.problems import Problem, Unreadable, by_rule
from ledgers.registers.account_store import AccountStore, above_own, sign_in_name
from lib.text import bare


@lru_cache(maxsize=8)
def _rights_for(order: Order) -> Rights:
    """Remember for the preview of a batch; what is written is asked anew."""
    return rights_of(order.actor)


def wrong(order: Order, values: Values) -> Iterator[Problem]:
    """Tell what is wrong with an account as a whole."""
    for field, validate, text in (
        ("username", User.username_validator, sign_in_name(values)),
        ("email", validate_email, values.get("email")),
    ):
        try:
            if text:
                validate(text)
        except ValidationError as error:
            yield by_rule(field, " ".join(error.messages))
    role, area = values.get("role"), values.get("area")
    if role and area and not _rights_for(order).may_give(role, area):
        yield above_own(role)


def roles() -> Sequence[Choice]:
    """Return the roles by code and both names."""
    return [
        Choice(one.code, str(one), (one.name_zh, one.name_en))
        for one in Role.objects.filter(active=True)
    ]


def units(order: Order) -> Callable[[str], str]:
    """Return what finds the unit of a name, also a former one, among those in sight."""
    named: dict[str, set[str]] = {}
    for unit in Organisation.objects.visible_to(order.actor).order_by():
        for name in (unit.name, *unit.former_names):
            named.setdefault(bare(name), set()).add(str(unit.pk))

    def find(text: str) -> str:
        keys = named.get(bare(text), set())
        if len(keys) != 1:
            raise Unreadable("several-records" if keys else "unknown-record", value=text)
        return next(iter(keys))

    return find


FIELDS = (
    Field(
        key="full_name",
        label=pgettext_lazy("person", "name"),
        headings="姓名 人员姓名 用户姓名 真实姓名 名字 name",
        limit=60,
        required=True,
        examples=("张三", "李四"),
    ),
    Field(
        key="username",
        label=gettext_lazy("sign-in name"),
        headings="登录名 账号 用户名 账户 登录账号 系统账号 帐号 用户账号 username",
        kind=Kind.NUMBER,
        limit=150,
        fixed=True,
        help=gettext_lazy("Letters, digits and @.+-_; without one the mobile telephone is it."),
        examples=("zhangsan", ""),
    ),
    Field(
        key="role",
        label=gettext_lazy("role"),
        headings="角色 系统角色 用户角色 平台角色 权限 账号类型 岗位类别 人员类别 人员类型 role",
        kind=Kind.CODE,
        choices=roles,
        required=True,
        examples=("社区工作人员", "网格员"),
    ),
    Field(
        key="area",
        label=gettext_lazy("area"),
        headings="所属区域 区域 负责区域 管辖区域 所属网格 网格 负责网格 网格名称 辖区 "
        "工作区域 area",
        kind=Kind.AREA,
        within="community",
        examples=("某社区", "某社区第1网格"),
    ),
    Field(
        key="community",
        label=gettext_lazy("community in which the grid lies"),
        headings="所属社区 所在社区 社区 村居 社区名称",
        kind=Kind.AREA,
    ),
    Field(
        key="job_title",
        label=gettext_lazy("post"),
        headings="职务 岗位 职位 职务职称 工作岗位 担任职务",
        limit=60,
        examples=("社区主任", ""),
    ),
    Field(
        key="organisation",
        label=gettext_lazy("unit"),
        headings="单位 所属单位 工作单位 单位名称 所在单位 派出单位 部门",
        kind=Kind.RECORD,
        resolve=units,
        limit=100,
    ),
    Field(
        key="phone",
        label=gettext_lazy("telephone"),
        headings="手机号 手机 手机号码 联系电话 电话 联系方式 电话号码 移动电话",
        kind=Kind.PHONE,
        limit=60,
        personal=True,
        examples=("13800001234", "13900005678"),
    ),
    Field(
        key="email",
        label=gettext_lazy("e-mail address"),
        headings="邮箱 电子邮箱 邮件 电子邮件 email e-mail",
        limit=254,
        personal=True,
        examples=("zhangsan@example.org", ""),
    ),
)

ACCOUNTS = Ledger(
    key="accounts",
    label=gettext_lazy("Accounts"),
    permission=ACCOUNT_IMPORT,
    icon="people",
    home="communities:first-links",
    fields=FIELDS,
    keys=(("username",), ("phone",)),
    check=wrong,
    help=gettext_lazy(
        "People with the area and role in which they work. They choose their passwords themselves, "
        "by a link that you give them."
    ),
    then=gettext_lazy("Give out the links for the first sign-in"),
    store=AccountStore(),
)
