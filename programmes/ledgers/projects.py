"""Projects with their measures as they come from Excel: one row a measure, its project beside it.

A project that is not there yet is added as a draft together with its first measure; what a plan
lacks is then said on its page, and it is approved there as any other. A plan that is decided on is
not changed by a row: it is refused with the reason.
"""

from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _, gettext_lazy

from ledgers.declaration import Choice, Field, Kind, Ledger, Order, Values
from ledgers.problems import Problem, by_rule
from programmes.ledgers.measure_store import MeasureStore, Projects, decided
from programmes.models import Domain, MeasureKind
from programmes.permissions import PROJECT_CHANGE

#: What people call the domains and the kinds of measures; the portal's own names are known besides.
DOMAINS = {
    Domain.TRAFFIC: ("交通", "道路交通", "交通出行"),
    Domain.FIRE: ("消防", "火灾", "防火"),
    Domain.WORKPLACE: ("工作场所", "生产安全", "安全生产", "企业"),
    Domain.HOME: ("家居", "居家", "燃气", "用电"),
    Domain.OLDER_PEOPLE: ("老年人", "老人", "老年"),
    Domain.CHILDREN: ("儿童", "未成年人"),
    Domain.SCHOOL: ("学校", "校园"),
    Domain.PUBLIC_PLACES: ("公共场所", "人员密集场所"),
    Domain.SPORTS: ("体育", "运动"),
    Domain.WATER: ("涉水", "防溺水", "水上"),
    Domain.PUBLIC_SECURITY: ("治安", "社会治安"),
    Domain.DISASTER: ("防灾减灾", "减灾", "环境"),
}
KINDS = {
    MeasureKind.POLICY: ("政策", "制度"),
    MeasureKind.MANAGEMENT: ("管理", "排查", "整治", "检查"),
    MeasureKind.SERVICE: ("服务", "入户", "帮扶"),
    MeasureKind.PUBLICITY: ("宣传", "培训", "教育", "宣传教育"),
    MeasureKind.ENVIRONMENT: ("环境", "环境改造"),
    MeasureKind.FACILITY: ("设施", "工程", "设备", "改造"),
    MeasureKind.PRODUCT: ("产品", "发放", "配发"),
}


def domains() -> Sequence[Choice]:
    """Return the domains of projects."""
    return [Choice(one.value, one.label, DOMAINS[one]) for one in Domain]


def kinds() -> Sequence[Choice]:
    """Return the kinds of measures."""
    return [Choice(one.value, one.label, KINDS[one]) for one in MeasureKind]


def wrong(order: Order, values: Values) -> Iterator[Problem]:
    """Tell what is wrong with a measure as a whole."""
    start, end = values.get("start"), values.get("end")
    if start and end and end < start:
        words = _("The measure would end before it begins.")
        yield by_rule("end", words)


def made_above(order: Order) -> Callable[[Values], Iterator[Problem]]:
    """Return what tells that the project of a measure is not there and is added with it."""
    projects = Projects(order)

    def remarks(values: Values) -> Iterator[Problem]:
        project = projects.of(values)
        if project is None:
            yield Problem("project", "made-above", {"value": str(values.get("project"))})
        elif words := decided(project):
            yield by_rule("project", words)

    return remarks


FIELDS = (
    Field(
        key="project",
        label=gettext_lazy("project"),
        headings="项目名称 项目 促进项目 安全促进项目 项目标题",
        limit=100,
        required=True,
        fixed=True,
        help=gettext_lazy("Beside each of its measures; one that is not there is added."),
        examples=("出租屋消防安全", "出租屋消防安全"),
    ),
    Field(
        key="code",
        label=gettext_lazy("project code"),
        headings="项目编号 编号 项目代码",
        kind=Kind.NUMBER,
        limit=30,
        fixed=True,
    ),
    Field(
        key="domain",
        label=gettext_lazy("domain"),
        headings="领域 类别 项目类别 项目领域 所属领域",
        kind=Kind.CODE,
        choices=domains,
        fixed=True,
        required=True,
    ),
    Field(
        key="area",
        label=gettext_lazy("area"),
        headings="实施区域 区域 所属区域 社区 实施范围",
        kind=Kind.AREA,
        fixed=True,
        examples=("某社区", "某社区"),
    ),
    Field(
        key="lead",
        label=gettext_lazy("lead unit or leader"),
        headings="牵头单位 项目负责人 牵头部门 实施单位",
        limit=60,
        fixed=True,
    ),
    Field(
        key="problem",
        label=gettext_lazy("problem"),
        headings="问题 存在问题 项目背景 立项依据",
        limit=2000,
        fixed=True,
    ),
    Field(
        key="goal",
        label=gettext_lazy("overall goal"),
        headings="目标 总体目标 项目目标 工作目标",
        limit=2000,
        fixed=True,
    ),
    Field(
        key="project_start",
        label=gettext_lazy("planned start of the project"),
        headings="项目开始时间 项目起始时间 立项时间 项目开始日期",
        kind=Kind.DAY,
        fixed=True,
        examples=("2026-01-01", "2026-01-01"),
    ),
    Field(
        key="project_end",
        label=gettext_lazy("planned end of the project"),
        headings="项目结束时间 项目完成时间 项目结束日期",
        kind=Kind.DAY,
        fixed=True,
        examples=("2026-12-31", "2026-12-31"),
    ),
    Field(
        key="measure",
        label=gettext_lazy("measure"),
        headings="措施 干预措施 工作措施 措施名称 具体措施 工作内容",
        limit=150,
        required=True,
        fixed=True,
        examples=("入户检查", "安装烟感报警器"),
    ),
    Field(
        key="kind",
        label=gettext_lazy("kind of measure"),
        headings="措施类别 措施类型 措施种类",
        kind=Kind.CODE,
        choices=kinds,
        required=True,
    ),
    Field(
        key="owner",
        label=gettext_lazy("responsible unit or person"),
        headings="责任单位 责任人 责任部门 承办单位 负责人",
        limit=60,
    ),
    Field(
        key="start",
        label=gettext_lazy("start"),
        headings="开始时间 起始时间 开始日期 启动时间",
        kind=Kind.DAY,
        help=gettext_lazy("Without days a measure lasts as long as its project."),
        examples=("2026-03-01", "2026-04-01"),
    ),
    Field(
        key="end",
        label=gettext_lazy("end"),
        headings="完成时限 结束时间 完成时间 结束日期 完成日期 时限",
        kind=Kind.DAY,
        examples=("2026-05-31", "2026-09-30"),
    ),
    Field(
        key="planned_quantity",
        label=gettext_lazy("planned quantity"),
        headings="计划数量 数量 计划量 目标数量",
        kind=Kind.DECIMAL,
        lowest=0.01,
        highest=9_999_999_999,
        places=2,
        examples=("300", "500"),
    ),
    Field(
        key="unit",
        label=gettext_lazy("unit of the quantity"),
        headings="计量单位 数量单位",
        limit=20,
        examples=("户", "只"),
    ),
    Field(
        key="note",
        label=gettext_lazy("remark"),
        headings="备注 说明",
        limit=2000,
    ),
)

PROJECTS = Ledger(
    key="projects",
    label=gettext_lazy("Projects with measures"),
    permission=PROJECT_CHANGE,
    icon="bullseye",
    home="programmes:projects",
    fields=FIELDS,
    keys=(("code", "measure"), ("project", "measure")),
    check=wrong,
    remarks=made_above,
    help=gettext_lazy(
        "One row a measure, its project beside it. New projects come in as drafts; plans that are "
        "decided on stay as they are."
    ),
    store=MeasureStore(),
)
