"""Organisations as they come from Excel: departments, hospitals, schools, companies."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from communities.models import Organisation, Sector
from communities.permissions import ORGANISATION_CHANGE
from ledgers.declaration import Choice, Field, Kind, Ledger, Order, Stored, Values
from ledgers.model_store import ModelStore


class OrganisationStore(ModelStore):
    """A unit is recognised by its name in its area.

    A row without an area is of the batch's; a unit of its name in a smaller area makes it doubtful.
    """

    def find(self, order: Order, rows: Sequence[Values]) -> Sequence[Sequence[Stored]]:
        """Return the units that the rows may mean."""
        placed: list[dict[str, Any]] = [{"area": order.area.pk, **row} for row in rows]
        here, anywhere = super().find(order, placed), super().find(order, rows)
        return [one or other for one, other in zip(here, anywhere, strict=True)]


def sectors() -> Sequence[Choice]:
    """Return the sectors."""
    return [Choice(one.value, one.label) for one in Sector]


FIELDS = (
    Field(
        key="name",
        label=gettext_lazy("name"),
        headings="单位名称 名称 单位 机构名称 成员单位 部门名称 部门 企业名称 name",
        limit=100,
        required=True,
        examples=("某街道社区卫生服务中心", "某物业服务有限公司"),
    ),
    Field(
        key="sector",
        label=gettext_lazy("sector"),
        headings="单位类别 类别 行业 单位类型 类型 行业类别 性质 单位性质 sector",
        kind=Kind.CODE,
        choices=sectors,
        required=True,
    ),
    Field(
        key="area",
        label=gettext_lazy("area"),
        headings="所属区域 区域 所属社区 社区 所在社区 辖区 所在区域 area",
        kind=Kind.AREA,
    ),
    Field(
        key="contact_name",
        label=gettext_lazy("contact person"),
        headings="联系人 联络员 负责人 联系人姓名 联络人 分管领导",
        limit=60,
        personal=True,
        examples=("张三", "李四"),
    ),
    Field(
        key="contact_phone",
        label=gettext_lazy("office telephone"),
        headings="联系电话 办公电话 电话 联系方式 单位电话 手机 联系人电话",
        kind=Kind.PHONE,
        limit=30,
        examples=("0990-8800001", "0990-8800002"),
    ),
    Field(
        key="address",
        label=gettext_lazy("address"),
        headings="地址 单位地址 详细地址 办公地址 联系地址",
        limit=200,
        examples=("银杏路1号", "桂花路2号"),
    ),
    Field(
        key="active",
        label=gettext_lazy("active"),
        headings="在用 是否在用 是否有效 启用 状态",
        kind=Kind.FLAG,
        help=gettext_lazy("No takes the unit out of what is offered; its records stay."),
        examples=("是", "是"),
    ),
)

ORGANISATIONS = Ledger(
    key="organisations",
    label=gettext_lazy("Organisations"),
    permission=ORGANISATION_CHANGE,
    icon="buildings",
    home="communities:organisations",
    fields=FIELDS,
    keys=(("name", "area"), ("name",)),
    help=gettext_lazy("Departments, hospitals, schools, companies … with which the office works."),
    store=OrganisationStore(
        model=Organisation,
        permission=ORGANISATION_CHANGE,
        code="communities.organisation",
        keys=(("name", "area"),),
        loose=(("name",),),
        columns={"area": "area_id"},
        fields=tuple(field.key for field in FIELDS),
    ),
)
