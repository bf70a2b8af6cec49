"""Projects with their measures as they come from Excel: one row a measure, its project beside it.

A project that is not there yet is added as a draft together with its first measure; what a plan
lacks is then said on its page, and it is approved there as any other. A plan that is decided on is
not changed by a row: it is refused with the reason.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _, gettext_lazy

from communities.models import Area, Organisation
from communities.services.removal import remove_record
from ledgers.declaration import (
    CONFLICT,
    Addition,
    Change,
    Choice,
    Field,
    Kind,
    Ledger,
    Order,
    Stored,
    Undone,
    Values,
)
from ledgers.problems import Problem
from lib.errors import DomainError
from lib.text import bare
from programmes.models import Domain, Measure, MeasureKind, Project, Stage
from programmes.permissions import PROJECT_CHANGE
from programmes.services.plan import save_part
from programmes.services.projects import save_project

#: Columns of a measure that a row may change.
COLUMNS = ("kind", "start", "end", "planned_quantity", "unit", "note")
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
        yield Problem("end", "refused-by-rule", {"words": words})


class Projects:
    """The projects that somebody may change, found by code or title in their area."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.known: dict[str, list[Project]] = {}
        for one in Project.objects.where_allowed(order.actor, PROJECT_CHANGE).order_by("pk"):
            self._learn(one)

    def _learn(self, project: Project) -> None:
        for name in {bare(project.code), bare(project.title)}:
            self.known.setdefault(name, []).append(project)

    def of(self, values: Values) -> Project | None:
        """Return the one project that a row names: by its code, else by its title in the area."""
        for key in ("code", "project"):
            found = self.known.get(bare(str(values.get(key) or "")), [])
            if key == "project" and values.get("area"):
                found = [one for one in found if one.area_id == values["area"]] or found
            if len(found) == 1:
                return found[0]
        return None

    def add(self, values: Values) -> Project:
        """Add the project of a row as a draft. Raises what `save_project` does."""
        area = Area.objects.get(pk=values["area"])
        unit, leader = _unit(self.order, str(values.get("lead") or ""))
        project = Project(
            id=key_of_project(self.order, values),
            area=area,
            code=values.get("code") or "",
            title=values["project"],
            domain=values.get("domain") or "",
            problem=values.get("problem") or "",
            goal=values.get("goal") or "",
            lead_unit=unit,
            leader_name=leader,
            start=values.get("project_start"),
            end=values.get("project_end"),
        )
        save_project(actor=self.order.actor, project=project, covered=[], partners=[])
        self._learn(project)
        return project


def key_of_project(order: Order, values: Values) -> UUID:
    """Return the key of a project that a batch adds: undoing knows it by that."""
    name = f"{values.get('area')} {bare(str(values.get('project') or ''))}"
    return uuid5(order.batch or order.area.pk, name)


def made_above(order: Order) -> Callable[[Values], Iterator[Problem]]:
    """Return what tells that the project of a measure is not there and is added with it."""
    projects = Projects(order)

    def remarks(values: Values) -> Iterator[Problem]:
        project = projects.of(values)
        if project is None:
            yield Problem("project", "made-above", {"value": str(values.get("project"))})
        elif words := _decided(project):
            yield Problem("project", "refused-by-rule", {"words": words})

    return remarks


class MeasureStore:
    """Measures of projects, each written by the services that its own form uses."""

    def find(self, order: Order, rows: Sequence[Values]) -> Sequence[Sequence[Stored]]:
        """Return the measure of the same title in the project that the row names."""
        projects = Projects(order)
        owned = [projects.of(row) for row in rows]
        there: dict[tuple[UUID, str], Measure] = {}
        stored = Measure.objects.filter(project__in={one.pk for one in owned if one})
        for measure in stored.select_related("project").order_by("pk"):
            there.setdefault((measure.project_id, bare(measure.title)), measure)
        found: list[list[Stored]] = []
        for row, project in zip(rows, owned, strict=True):
            sign = (project.pk, bare(str(row.get("measure")))) if project else None
            known = there.get(sign) if sign else None
            found.append([_stored(known, row)] if known else [])
        return found

    def add(self, order: Order, rows: Sequence[Addition]) -> Mapping[int, Problem]:
        """Add measures, and drafts of the projects that are not there."""
        projects = Projects(order)
        refused: dict[int, Problem] = {}
        for row in rows:
            try:
                with transaction.atomic():
                    project = projects.of(row.values) or projects.add(row.values)
                    measure = Measure(id=row.key, project=project, title=row.values["measure"])
                    _fill(order, measure, row.values)
                    _save(order, measure)
            except (DomainError, ValidationError) as error:
                refused[row.number] = _refusal(error)
                projects = Projects(order)  # a project that was added with the row is gone again
        return refused

    def change(self, order: Order, rows: Sequence[Change]) -> Mapping[int, Problem]:
        """Change measures of drafts that are still as they were looked at."""
        there = _held(order, [row.key for row in rows])
        refused: dict[int, Problem] = {}
        for row in rows:
            measure = there.get(row.key)
            if measure is None or measure.revision != row.revision:
                refused[row.number] = Problem("", CONFLICT)
                continue
            try:
                with transaction.atomic():
                    _fill(order, measure, row.values)
                    _save(order, measure)
            except (DomainError, ValidationError) as error:
                refused[row.number] = _refusal(error)
        return refused

    def undo(self, order: Order, rows: Sequence[Undone]) -> Mapping[UUID, str]:
        """Take out and put back; a project that the batch added goes with its last measure."""
        there = _held(order, [row.key for row in rows])
        stayed: dict[UUID, str] = {}
        for row in rows:
            measure = there.get(row.key)
            if measure is None:
                continue
            if measure.revision != row.revision:
                stayed[row.key] = _("%s: changed by hand since") % measure
                continue
            try:
                with transaction.atomic():
                    _take_back(order, measure, row.before)
            except (DomainError, ValidationError) as error:
                stayed[row.key] = f"{measure}: {_words(error)}"
        return stayed


def _take_back(order: Order, measure: Measure, before: Values | None) -> None:
    if before is not None:
        _fill(order, measure, before)
        save_part(actor=order.actor, part=measure)
        return
    project, why = measure.project, _("The import was undone.")
    remove_record(actor=order.actor, record=measure, reason=why)
    made = key_of_project(order, {"area": project.area_id, "project": project.title})
    if project.pk == made and not project.measures.exists():
        remove_record(actor=order.actor, record=Project.objects.get(pk=made), reason=why)


def _held(order: Order, keys: Sequence[UUID]) -> dict[UUID, Measure]:
    allowed = Project.objects.where_allowed(order.actor, PROJECT_CHANGE).order_by().values("pk")
    rows = Measure.objects.filter(pk__in=keys, project__in=allowed)
    return {one.pk: one for one in rows.select_related("project")}


def _save(order: Order, measure: Measure) -> None:
    """Save a measure of a draft. Raises DomainError for a plan that is decided on."""
    if words := _decided(measure.project):
        raise DomainError(words)
    save_part(actor=order.actor, part=measure)


def _decided(project: Project) -> str:
    """Return why the measures of a project are not changed by a row, "" for a draft."""
    if project.stage == Stage.DRAFT:
        return ""
    text = _("The plan of “%s” is decided on: its measures are changed on its page.")
    return text % project


def _fill(order: Order, measure: Measure, values: Values) -> None:
    """Write what a row says into a measure; a day that it does not say is the project's."""
    for name in COLUMNS:
        if name in values:
            empty = None if name in ("start", "end") else ""
            setattr(measure, name, empty if values[name] is None else values[name])
    if "owner" in values:
        measure.owner, measure.owner_name = _unit(order, str(values["owner"] or ""))
    last: Any = measure.end or measure.project.end
    measure.start = measure.start or measure.project.start or last
    measure.end = last or measure.start
    measure.planned_quantity = measure.planned_quantity or Decimal(1)
    measure.unit = measure.unit or _("items")


def _unit(order: Order, name: str) -> tuple[Organisation | None, str]:
    """Return the unit of a name, or the name of a person where no unit in sight has it."""
    if not name:
        return None, ""
    units = Organisation.objects.visible_to(order.actor).filter(name=name).order_by()
    unit = units.first()
    return (unit, "") if unit else (None, name[:60])


def _stored(measure: Measure, row: Values) -> Stored:
    """Return what the portal has of a measure; of its project a row changes nothing."""
    values: dict[str, Any] = {name: getattr(measure, name) for name in COLUMNS}
    values["owner"] = str(measure.owner) if measure.owner_id else measure.owner_name
    said = {key: value for key, value in row.items() if key not in values}
    return Stored(
        key=measure.pk, revision=measure.revision, title=str(measure), values={**said, **values}
    )


def _refusal(error: DomainError | ValidationError) -> Problem:
    return Problem("", "refused-by-rule", {"words": _words(error)})


def _words(error: DomainError | ValidationError) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


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
