"""Hazards of earlier years as they come from Excel.

What comes in is history: its steps stand at their own days, with a note that they come from an
earlier register. A row is only added: what happens to a hazard in the portal is done in the portal.
Undoing withdraws the hazards, because steps are never deleted.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from accounts import audit
from checklists.models import Grade, HazardCategory
from communities.models import Area
from grids.models import Action, Hazard, HazardState, HazardStep
from grids.permissions import HAZARD_MANAGE
from grids.services.hazards import take_back
from ledgers.declaration import (
    Addition,
    Choice,
    Field,
    Kind,
    Ledger,
    Order,
    Stored,
    Undone,
    Values,
)
from ledgers.history import HistoryStore, as_it_is, noon, origin_note
from ledgers.problems import Problem, by_rule
from lib import bulk
from lib.errors import DomainError
from lib.text import bare
from premises.models import Premises

#: What decides that two rows speak of one hazard.
Sign = tuple[str, str, dt.date]


def categories() -> Sequence[Choice]:
    """Return the hazard categories in use."""
    rows = HazardCategory.objects.filter(active=True)
    return [Choice(one.code, str(one), (one.name_zh, one.name_en)) for one in rows]


def grades() -> Sequence[Choice]:
    """Return the grades."""
    words = {Grade.GENERAL: ("一般", "一般隐患"), Grade.MAJOR: ("重大", "重大隐患", "较大")}
    return [Choice(one.value, one.label, words[one]) for one in Grade]


def wrong(order: Order, values: Values) -> Iterator[Problem]:
    """Tell what is wrong with the days of a hazard."""
    found, done = values.get("found_on"), values.get("rectified_on")
    checked = values.get("verified_on")
    if found and found > order.today:
        yield by_rule("found_on", _("The hazard cannot be found in the future."))
    for name in ("deadline", "rectified_on"):
        if found and (day := values.get(name)) and day < found:
            yield by_rule(name, _("This day lies before the one on which the hazard was found."))
    if done and done > order.today:
        yield by_rule("rectified_on", _("This day lies in the future."))
    if checked and (done is None or checked < done or checked > order.today):
        yield by_rule("verified_on", _("Verified on a day behind the rectification, up to today."))
    if checked and found and found >= order.today.replace(day=1):
        words = _("A hazard of this month is verified in the portal, by somebody else.")
        yield by_rule("verified_on", words)
    if not (values.get("premises") or values.get("place")):
        yield by_rule("premises", _("Say in which premises or at which place the hazard was."))


class HazardStore(HistoryStore):
    """Adds hazards of the past with their steps."""

    def find(self, order: Order, rows: Sequence[Values]) -> Sequence[Sequence[Stored]]:
        """Return the hazard that was found on the same day at the same place."""
        days = {row["found_on"] for row in rows if row.get("found_on")}
        there: dict[Sign, Hazard] = {}
        if days:
            first, last = min(days), max(days) + dt.timedelta(days=1)
            stored = Hazard.objects.standing().where_allowed(order.actor, HAZARD_MANAGE)
            stored = stored.found_between(first, last).select_related("premises")
            for hazard in stored.order_by("pk"):
                day = timezone.localdate(hazard.found_at)
                there.setdefault((bare(hazard.where), bare(hazard.description), day), hazard)
        found = []
        for row in rows:
            sign = _sign(row)
            known = there.get(sign) if sign else None
            found.append([as_it_is(known, row)] if known else [])
        return found

    def add(self, order: Order, rows: Sequence[Addition]) -> Mapping[int, Problem]:
        """Make hazards with their steps; the premises of a name in the same area are theirs."""
        premises = _premises(rows)
        hazards, steps = [], []
        for row in rows:
            named = (str(row.values.get("premises") or ""), row.values["area"])
            hazard = _hazard(order, row, premises.get(named))
            taken = _steps(order, hazard, row.values, origin_note())
            hazard.revision = len(taken)
            hazards.append(hazard)
            steps += taken
        bulk.insert(hazards)
        bulk.insert(steps)
        audit.keep(
            audit.entry(actor=order.actor, code="grids.hazard.report", target=one)
            for one in hazards
        )
        return {}

    def undo(self, order: Order, rows: Sequence[Undone]) -> Mapping[UUID, str]:
        """Withdraw the hazards, with the reason; one that was moved since stays."""
        stayed: dict[UUID, str] = {}
        keys = {row.key for row in rows}
        held = Hazard.objects.standing().where_allowed(order.actor, HAZARD_MANAGE)
        for hazard in held.filter(pk__in=keys).prefetch_related("steps"):
            if any(step.note != origin_note() for step in hazard.steps.all()):
                stayed[hazard.pk] = _("%s: changed by hand since") % hazard
                continue
            try:
                take_back(actor=order.actor, hazard=hazard, note=_("The import was undone."))
            except DomainError as error:
                stayed[hazard.pk] = str(error)
        return stayed


def _place(values: Values) -> str:
    return str(values.get("premises") or values.get("place") or "")


def _sign(values: Values) -> Sign | None:
    """Return what two rows of one hazard have in common."""
    day, what = values.get("found_on"), values.get("description")
    return (bare(_place(values)), bare(str(what)), day) if day and what else None


def _premises(rows: Sequence[Addition]) -> dict[tuple[str, UUID], Premises | None]:
    """Return the premises of the names that rows give, by name and area; None where several are.

    A row may name the community while the premises lie in one of its grids.
    """
    names = {str(row.values["premises"]) for row in rows if row.values.get("premises")}
    areas = Area.objects.in_bulk({row.values["area"] for row in rows})
    there = list(Premises.objects.filter(name__in=names).select_related("area").order_by())
    found: dict[tuple[str, UUID], Premises | None] = {}
    for name in names:
        for key, area in areas.items():
            same = [one for one in there if one.name == name and area.contains(one.area)]
            found[name, key] = same[0] if len(same) == 1 else None
    return found


def _hazard(order: Order, row: Addition, premises: Premises | None) -> Hazard:
    values = row.values
    place = "" if premises else _place(values)
    return Hazard(
        id=row.key,
        area_id=premises.area_id if premises else values["area"],
        premises=premises,
        place=place[:200],
        category_id=values["category"],
        grade=values.get("grade") or Grade.GENERAL,
        description=values["description"],
        advice=values.get("advice") or "",
        state=_state(values),
        found_at=noon(values["found_on"]),
        found_by=order.actor,
        created_by=order.actor,
        deadline=values.get("deadline"),
        rectified_at=_moment(values.get("rectified_on")),
        # Whoever brings the register in vouches for what it says.
        verified_by=order.actor if values.get("verified_on") else None,
        ended_at=_moment(values.get("verified_on")),
    )


def _state(values: Values) -> str:
    if values.get("verified_on"):
        return HazardState.CLOSED
    if values.get("rectified_on"):
        return HazardState.RECTIFIED
    return HazardState.ADVISED if values.get("deadline") else HazardState.FOUND


def _moment(day: dt.date | None) -> dt.datetime | None:
    return noon(day) if day else None


def _steps(order: Order, hazard: Hazard, values: Values, note: str) -> list[HazardStep]:
    """Return the steps by which the hazard came where the register left it."""
    taken: list[tuple[Action, str, dt.datetime]] = [
        (Action.REPORT, HazardState.FOUND, hazard.found_at)
    ]
    if hazard.deadline:
        taken.append((Action.ADVISE, HazardState.ADVISED, hazard.found_at))
    if hazard.rectified_at:
        taken.append((Action.RECTIFY, HazardState.RECTIFIED, hazard.rectified_at))
    if hazard.ended_at:
        taken.append((Action.VERIFY, HazardState.CLOSED, hazard.ended_at))
    source = ""
    steps = []
    for action, target, at in taken:
        steps.append(
            HazardStep(
                hazard=hazard,
                action=action,
                source=source,
                target=target,
                actor=order.actor,
                at=at,
                note=note,
                deadline=hazard.deadline if action is Action.ADVISE else None,
            )
        )
        source = target
    return steps


FIELDS = (
    Field(
        key="found_on",
        label=gettext_lazy("found on"),
        headings="发现日期 检查日期 排查日期 检查时间 发现时间 排查时间 隐患发现日期 日期 时间",
        kind=Kind.DAY,
        required=True,
        examples=("2025-06-05", "2025-09-12"),
    ),
    Field(
        key="area",
        label=gettext_lazy("area"),
        headings="所属区域 所属网格 网格 网格名称 区域 辖区",
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
        key="premises",
        label=gettext_lazy("premises"),
        headings="场所名称 场所 单位名称 被检查单位 受检单位 单位 店名 企业名称 隐患单位",
        limit=100,
        examples=("福源副食店", ""),
    ),
    Field(
        key="place",
        label=gettext_lazy("place"),
        headings="地点 隐患地点 隐患位置 位置 具体位置 地址 隐患部位",
        limit=200,
        examples=("", "3号楼2单元楼道"),
    ),
    Field(
        key="description",
        label=gettext_lazy("what is wrong, and where exactly"),
        headings="隐患内容 隐患描述 存在问题 问题描述 隐患情况 存在隐患 主要隐患 问题 隐患",
        limit=2000,
        required=True,
        examples=("灭火器过期", "楼道堆放杂物"),
    ),
    Field(
        key="category",
        label=gettext_lazy("category"),
        headings="隐患类别 类别 隐患类型 类型 隐患分类 问题类型",
        kind=Kind.CODE,
        choices=categories,
        required=True,
    ),
    Field(
        key="grade",
        label=gettext_lazy("grade"),
        headings="隐患等级 等级 隐患级别 级别 隐患程度",
        kind=Kind.CODE,
        choices=grades,
    ),
    Field(
        key="advice",
        label=gettext_lazy("what is to be done"),
        headings="整改措施 整改要求 整改建议 整改意见 处理意见 措施",
        limit=2000,
    ),
    Field(
        key="deadline",
        label=gettext_lazy("deadline"),
        headings="整改期限 整改时限 限期 要求完成日期 计划完成时间 完成时限",
        kind=Kind.DAY,
        examples=("2025-06-10", "2025-09-15"),
    ),
    Field(
        key="rectified_on",
        label=gettext_lazy("rectified on"),
        headings="整改完成日期 整改日期 完成日期 整改时间 整改完成时间 完成时间 实际完成日期",
        kind=Kind.DAY,
        examples=("2025-06-09", ""),
    ),
    Field(
        key="verified_on",
        label=gettext_lazy("verified on"),
        headings="复查日期 销号日期 复查时间 验收日期 销号时间 验收时间 核查日期",
        kind=Kind.DAY,
        examples=("2025-06-11", ""),
    ),
)

HAZARDS = Ledger(
    key="hazards",
    label=gettext_lazy("Hazards of earlier years"),
    permission=HAZARD_MANAGE,
    icon="exclamation-triangle",
    home="grids:hazards",
    fields=FIELDS,
    keys=(("premises", "found_on", "description"), ("place", "found_on", "description")),
    check=wrong,
    help=gettext_lazy(
        "Hazards from registers kept before the portal. They are only added; what happens to them "
        "from now on is done on their pages."
    ),
    store=HazardStore(),
)
