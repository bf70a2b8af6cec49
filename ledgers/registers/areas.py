"""Areas as they come from Excel: streets, communities, grids, buildings, each below another."""

from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _, gettext_lazy

from communities.area_names import AreaNames
from communities.models import AreaKind
from communities.permissions import AREA_CHANGE
from ledgers.declaration import ANGLE, Choice, Field, Kind, Ledger, Order, Values
from ledgers.problems import Problem, by_rule
from ledgers.registers.area_store import AreaStore, kind_of, may_be_made

#: What people call the levels.
WORDS = {
    AreaKind.CITY: ("市", "地级市", "城市"),
    AreaKind.DISTRICT: ("区", "县", "区县"),
    AreaKind.STREET: ("街道", "镇", "乡", "街镇", "街道办"),
    AreaKind.COMMUNITY: ("社区", "村", "居委会", "村居", "居民区"),
    AreaKind.GRID: ("网格", "综合网格", "专属网格"),
    AreaKind.BUILDING: ("楼栋", "楼", "栋", "幢", "楼宇"),
}


def kinds() -> Sequence[Choice]:
    """Return the levels of areas."""
    return [Choice(kind.value, kind.label, WORDS[kind]) for kind in AreaKind]


def wrong(order: Order, values: Values) -> Iterator[Problem]:
    """Tell what is wrong with an area as a whole."""
    if (values.get("latitude") is None) != (values.get("longitude") is None):
        words = _("Give both latitude and longitude, or neither.")
        yield by_rule("latitude", words)
    if not kind_of(values, order.area):
        words = _("Say which level the area has: community, grid …")
        yield by_rule("kind", words)


def made_above(order: Order) -> Callable[[Values], Iterator[Problem]]:
    """Return what tells that the community of a grid is not there and is added with it."""
    names = AreaNames(order.actor, AREA_CHANGE)

    def remarks(values: Values) -> Iterator[Problem]:
        parent = str(values.get("parent") or "")
        if parent and may_be_made(parent, order) and not names.knows(parent):
            yield Problem("parent", "made-above", {"value": parent})

    return remarks


FIELDS = (
    Field(
        key="code",
        label=gettext_lazy("division code"),
        headings="区划代码 编码 代码 行政区划代码 统计用区划代码 社区代码 网格编码 网格编号 code",
        kind=Kind.NUMBER,
        limit=20,
        fixed=True,
        help=gettext_lazy("National code down to the community; a grid without one gets the next."),
        examples=("990100001001", ""),
    ),
    Field(
        key="name",
        label=gettext_lazy("name"),
        headings="名称 区域名称 楼栋名称 楼栋 网格名称 网格 社区名称 村居名称 区域 社区 村居 name",
        limit=60,
        required=True,
        examples=("某社区", "某社区第1网格"),
    ),
    Field(
        key="kind",
        label=gettext_lazy("level"),
        headings="层级 级别 类型 类别 区域类型 区域级别",
        kind=Kind.CODE,
        choices=kinds,
        fixed=True,
        examples=("社区", "网格"),
    ),
    Field(
        key="parent",
        label=gettext_lazy("lies in"),
        headings="上级区域 上级 所属上级 上级名称 上级代码 上级编码 所属网格 所属社区 "
        "社区名称 社区 村居名称 村居 所属街道 街道名称 街道 隶属",
        limit=60,
        fixed=True,
        help=gettext_lazy(
            "Name or code; without it the code says it, else the area of the batch. A community "
            "that is not there yet is added with its grids."
        ),
        examples=("某街道", "某社区"),
    ),
    Field(
        key="households",
        label=gettext_lazy("households"),
        headings="户数 总户数 居民户数 住户数 户籍户数",
        kind=Kind.INTEGER,
        lowest=0,
        highest=50_000_000,
        examples=("2100", "350"),
    ),
    Field(
        key="surface",
        label=gettext_lazy("surface (km²)"),
        headings="面积 辖区面积 面积（平方公里） 区域面积",
        kind=Kind.DECIMAL,
        unit="km2",
        lowest=0,
        highest=9_999_999,
        examples=("0.85", ""),
    ),
    Field(
        key="latitude",
        label=gettext_lazy("latitude"),
        headings="纬度 latitude",
        kind=Kind.DECIMAL,
        unit=ANGLE,
        lowest=-90,
        highest=90,
    ),
    Field(
        key="longitude",
        label=gettext_lazy("longitude"),
        headings="经度 longitude",
        kind=Kind.DECIMAL,
        unit=ANGLE,
        lowest=-180,
        highest=180,
    ),
    Field(
        key="boundary",
        label=gettext_lazy("boundary"),
        headings="边界 边界数据 区域边界 GeoJSON",
        limit=32_767,
        help=gettext_lazy("GeoJSON of the polygon; a file of boundaries has a page of its own."),
    ),
)

AREAS = Ledger(
    key="areas",
    label=gettext_lazy("Areas"),
    permission=AREA_CHANGE,
    icon="map",
    home="communities:areas",
    fields=FIELDS,
    keys=(("code",), ("name", "parent"), ("name",)),
    check=wrong,
    remarks=made_above,
    help=gettext_lazy("Communities, grids and buildings with the area they lie in."),
    store=AreaStore(),
)
