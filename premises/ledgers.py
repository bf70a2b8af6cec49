"""The register of premises as it comes from Excel."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from communities.models import AreaKind
from ledgers.declaration import ANGLE, Choice, Field, Kind, Ledger, Order, Values
from ledgers.model_store import ModelStore
from ledgers.problems import Problem, by_rule
from premises.models import Premises, PremisesCategory
from premises.permissions import PREMISES_CHANGE

#: Where premises lie: what stands in the form is also what a row may name.
KINDS = (AreaKind.COMMUNITY, AreaKind.GRID)


def categories() -> Sequence[Choice]:
    """Return the kinds of premises in use, by code and name."""
    rows = PremisesCategory.objects.filter(active=True)
    return [Choice(one.code, str(one), (one.name_zh, one.name_en)) for one in rows]


def wrong(order: Order, values: Values) -> Iterator[Problem]:
    """Tell what is wrong with premises as a whole."""
    closed, since = values.get("closed_on"), values.get("registered_on")
    if closed and since and closed < since:
        words = _("The premises cannot close before they are registered.")
        yield by_rule("closed_on", str(words))
    if (values.get("latitude") is None) != (values.get("longitude") is None):
        words = _("Give both latitude and longitude, or neither.")
        yield by_rule("latitude", str(words))
    if values.get("area") == order.area.pk and order.area.kind not in KINDS:
        words = _("Say in which community or grid the premises lie.")
        yield by_rule("area", str(words))


FIELDS = (
    Field(
        key="number",
        label=_("number of the office"),
        headings="编号 场所编号 台账编号 单位编号 档案编号 number",
        kind=Kind.NUMBER,
        limit=40,
        examples=("JS-0001", "JS-0002"),
    ),
    Field(
        key="name",
        label=_("name"),
        headings="名称 场所名称 单位名称 店名 商户名称 企业名称 字号 招牌名称 门店名称 name",
        limit=100,
        required=True,
        examples=("福源副食店", "阳光宾馆"),
    ),
    Field(
        key="category",
        label=_("category"),
        headings="类别 场所类别 场所类型 类型 九小类别 单位类别 行业类别 行业 经营类别 category",
        kind=Kind.CODE,
        choices=categories,
        required=True,
    ),
    Field(
        key="area",
        label=_("grid or community"),
        headings="所属网格 网格 网格名称 网格或社区 所属区域 辖区 区域 area",
        kind=Kind.AREA,
        within="community",
    ),
    Field(
        key="community",
        label=_("community in which the grid lies"),
        headings="所属社区 社区 村居 居委会 社区村 所属村居 社区名称",
        kind=Kind.AREA,
    ),
    Field(
        key="address",
        label=_("address"),
        headings="地址 场所地址 详细地址 经营地址 门牌地址 单位地址 经营场所 address",
        limit=200,
        examples=("河滨路9号", "人民路12号"),
    ),
    Field(
        key="contact_name",
        label=_("person responsible"),
        headings="负责人 责任人 法定代表人 法人 经营者 联系人 安全负责人 业主",
        limit=60,
        personal=True,
        examples=("张三", "李四"),
    ),
    Field(
        key="contact_phone",
        label=_("telephone"),
        headings="电话 联系电话 手机 手机号 联系方式 负责人电话 电话号码",
        kind=Kind.PHONE,
        limit=60,
        personal=True,
        examples=("13800001234", "0571-88880000"),
    ),
    Field(
        key="floor_area",
        label=_("floor area (m²)"),
        headings="建筑面积 面积 经营面积 使用面积 场所面积 营业面积",
        kind=Kind.DECIMAL,
        lowest=0,
        highest=99_999_999,
        places=1,
        unit="m2",
        examples=("85", "620.5"),
    ),
    Field(
        key="persons",
        label=_("persons"),
        headings="人数 从业人数 员工人数 容纳人数 就餐人数 学生人数 从业人员",
        kind=Kind.INTEGER,
        lowest=0,
        highest=2_000_000,
        examples=("3", "18"),
    ),
    Field(
        key="beds",
        label=_("beds"),
        headings="床位 床位数 床位数量",
        kind=Kind.INTEGER,
        lowest=0,
        highest=2_000_000,
        examples=("", "60"),
    ),
    Field(
        key="latitude",
        label=_("latitude"),
        headings="纬度 latitude",
        kind=Kind.DECIMAL,
        unit=ANGLE,
        lowest=-90,
        highest=90,
    ),
    Field(
        key="longitude",
        label=_("longitude"),
        headings="经度 longitude",
        kind=Kind.DECIMAL,
        unit=ANGLE,
        lowest=-180,
        highest=180,
    ),
    Field(
        key="registered_on",
        label=_("on the register since"),
        headings="登记日期 建档日期 录入日期 开业日期 登记时间 建档时间",
        kind=Kind.DAY,
        examples=("2026-03-01", "2025-11-20"),
    ),
    Field(
        key="closed_on",
        label=_("closed on"),
        headings="关闭日期 注销日期 停业日期 关停日期",
        kind=Kind.DAY,
    ),
)

PREMISES_LEDGER = Ledger(
    key="premises",
    label=_("Premises"),
    permission=PREMISES_CHANGE,
    icon="shop",
    home="premises:list",
    fields=FIELDS,
    keys=(("number",), ("name", "address"), ("name", "area"), ("name",)),
    check=wrong,
    help=_(
        "Shops, workshops, hotels, schools … A row is recognised by its number, else by name and "
        "address."
    ),
    store=ModelStore(
        model=Premises,
        permission=PREMISES_CHANGE,
        code="premises.premises",
        keys=(("number",), ("name", "address")),
        loose=(("name",),),
        columns={"area": "area_id", "category": "category_id"},
        fields=tuple(field.key for field in FIELDS if field.key != "community"),
    ),
)
