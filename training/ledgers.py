"""Events of earlier years as they come from Excel: one row an event, with how many came.

What comes in is history: it is written up, so that nobody is asked to write it up again, and tells
nobody. A row is only added; who came by name stays in the office's own sheets. Drills have a page
of their own, with what they are judged by, and are not brought in.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from accounts import audit
from communities.models import Sex
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
from ledgers.standing import stood_on, take_out
from lib import bulk
from lib.text import bare
from training.kinds import UNCOUNTED_KINDS, AudienceAge, AudienceGroup, EventKind
from training.models import AudienceCount, Event, EventStep
from training.permissions import EVENT_CHANGE
from training.workflow import EventState

#: How long an event lasts that says nothing of it.
HOURS = Decimal(1)
#: What people call the kinds; the names of the portal are known besides.
WORDS: Mapping[str, tuple[str, ...]] = {
    EventKind.STAFF_WIDE: ("培训", "集中培训", "全员培训", "业务培训"),
    EventKind.LECTURE: ("讲座", "知识讲座", "宣讲", "进社区", "居民讲座"),
    EventKind.CAMPAIGN: ("宣传", "宣传活动", "主题宣传", "咨询", "集中宣传", "进校园"),
    EventKind.DISTRIBUTION: ("发放资料", "入户", "入户宣传", "发放宣传品"),
    EventKind.OUTDOOR: ("户外宣传", "悬挂横幅", "宣传栏", "展板"),
    EventKind.SELF_MEDIA: ("公众号", "微信推送", "线上宣传", "新媒体"),
    EventKind.JOINT_MEETING: ("联席会议", "会议", "例会"),
    EventKind.GRID_MONTHLY: ("网格员培训", "网格例会"),
}
#: Groups that have a column of their own, with what it is called.
GROUPS: Mapping[str, str] = {
    AudienceGroup.RESIDENTS: "居民 居民人数 居民代表",
    AudienceGroup.STUDENTS: "学生 学生人数 中小学生",
    AudienceGroup.OLDER: "老年人 老人",
    AudienceGroup.CHILDREN: "儿童 幼儿",
    AudienceGroup.HEADS: "企业负责人 单位负责人",
    AudienceGroup.MIDDLE: "从业人员 职工 员工 企业职工",
    AudienceGroup.GRID_WORKERS: "网格员 网格员人数",
    AudienceGroup.VOLUNTEERS: "志愿者 志愿者人数",
}
LARGEST = 1_000_000


def kinds() -> Sequence[Choice]:
    """Return the kinds of events but drills."""
    known = [kind for kind in EventKind if kind is not EventKind.DRILL]
    return [Choice(kind.value, kind.label, WORDS.get(kind, ())) for kind in known]


def audience(values: Values) -> dict[str, int]:
    """Return how many came of each group; those of whom no group is told count as untold."""
    told = {group: values[group] for group in GROUPS if values.get(group)}
    rest = (values.get("persons") or 0) - sum(told.values())
    return {**told, AudienceGroup.UNTOLD.value: rest} if rest > 0 else told


def wrong(order: Order, values: Values) -> Iterator[Problem]:
    """Tell what is wrong with an event as a whole."""
    day, total = values.get("held_on"), values.get("persons")
    if day and day > order.today:
        yield by_rule("held_on", _("An event that lies ahead cannot have been held."))
    told = sum(values.get(group) or 0 for group in GROUPS)
    if total is not None and told > total:
        yield by_rule("persons", _("The groups add up to more persons than came."))
    if values.get("kind") not in UNCOUNTED_KINDS and not audience(values):
        yield by_rule("persons", _("Say how many came."))


class EventStore(HistoryStore):
    """Adds events of the past, written up, with their audience."""

    def find(self, order: Order, rows: Sequence[Values]) -> Sequence[Sequence[Stored]]:
        """Return the event of the same title on the same day in the same area."""
        days = {row["held_on"] for row in rows if row.get("held_on")}
        there: dict[tuple[str, dt.date, UUID], Event] = {}
        if days:
            stored = Event.objects.where_allowed(order.actor, EVENT_CHANGE)
            for event in stored.begun_between(min(days), max(days)).order_by("pk"):
                day = timezone.localdate(event.starts_at)
                there.setdefault((bare(event.title), day, event.area_id), event)
        found = []
        for row in rows:
            title, day = bare(str(row.get("title"))), row.get("held_on", dt.date.min)
            known = there.get((title, day, row.get("area", order.area.pk)))
            found.append([as_it_is(known, row)] if known else [])
        return found

    def add(self, order: Order, rows: Sequence[Addition]) -> Mapping[int, Problem]:
        """Make events with their step and audience."""
        events = [_event(order, row) for row in rows]
        steps = [
            EventStep(event=event, actor=order.actor, target=event.state, note=origin_note())
            for event in events
        ]
        counts = [
            AudienceCount(
                event_id=row.key,
                group=group,
                sex=Sex.UNKNOWN,
                age=AudienceAge.UNKNOWN,
                persons=persons,
            )
            for row in rows
            for group, persons in audience(row.values).items()
        ]
        bulk.insert(events)
        bulk.insert(steps)
        AudienceCount.objects.bulk_create(counts, batch_size=500)
        audit.keep(
            audit.entry(actor=order.actor, code="training.event.added", target=one)
            for one in events
        )
        return {}

    def undo(self, order: Order, rows: Sequence[Undone]) -> Mapping[UUID, str]:
        """Take out events that nobody has touched since and on which nothing stands."""
        by_key = {row.key: row for row in rows}
        held = Event.objects.where_allowed(order.actor, EVENT_CHANGE).filter(pk__in=by_key)
        parts = (AudienceCount, EventStep)
        used = stood_on(Event, list(by_key), parts)
        stayed: dict[UUID, str] = {}
        gone = []
        for event in held.select_for_update(of=("self",)):
            if event.revision != by_key[event.pk].revision:
                stayed[event.pk] = _("%s: changed by hand since") % event
            elif event.pk in used:
                stayed[event.pk] = _("%s: something stands on it by now") % event
            else:
                gone.append(event)
        take_out(order.actor, gone, parts)
        return stayed


def _event(order: Order, row: Addition) -> Event:
    values = row.values
    start = noon(values["held_on"])
    hours = values.get("hours") or HOURS
    return Event(
        id=row.key,
        area_id=values["area"],
        kind=values["kind"],
        title=values["title"],
        topic=values.get("topic") or "",
        place=values.get("place") or "",
        trainers=values.get("trainers") or "",
        starts_at=start,
        ends_at=start + dt.timedelta(hours=float(hours)),
        summary=values.get("summary") or origin_note(),
        state=EventState.WRITTEN_UP,
        created_by=order.actor,
    )


FIELDS = (
    Field(
        key="title",
        label=gettext_lazy("title"),
        headings="活动名称 培训名称 名称 活动主题 培训主题 主题 活动 会议名称 培训项目",
        limit=120,
        required=True,
        examples=("消防安全知识讲座", "燃气安全入户宣传"),
    ),
    Field(
        key="kind",
        label=gettext_lazy("type"),
        headings="形式 活动形式 类型 类别 活动类型 培训形式 培训类型 活动类别",
        kind=Kind.CODE,
        choices=kinds,
        required=True,
    ),
    Field(
        key="held_on",
        label=gettext_lazy("held on"),
        headings="时间 日期 活动时间 活动日期 培训时间 培训日期 举办时间 开展时间",
        kind=Kind.DAY,
        required=True,
        help=gettext_lazy("An event stands at noon of its day."),
        examples=("2025-03-15", "2025-04-01"),
    ),
    Field(
        key="area",
        label=gettext_lazy("area"),
        headings="所属区域 区域 所属社区 社区 开展社区 范围",
        kind=Kind.AREA,
        examples=("某社区", ""),
    ),
    Field(
        key="place",
        label=gettext_lazy("place"),
        headings="地点 活动地点 培训地点 举办地点 场地",
        limit=120,
        examples=("社区活动室", ""),
    ),
    Field(
        key="topic",
        label=gettext_lazy("topic"),
        headings="内容 活动内容 培训内容 主要内容",
        limit=200,
    ),
    Field(
        key="trainers",
        label=gettext_lazy("trainers"),
        headings="授课人 主讲人 讲师 组织单位 主办单位 承办单位",
        limit=200,
        help=gettext_lazy("Who spoke or organised it."),
        examples=("街道安全办", "燃气公司"),
    ),
    Field(
        key="hours",
        label=gettext_lazy("hours"),
        headings="学时 课时 时长 小时",
        kind=Kind.DECIMAL,
        lowest=0.25,
        highest=240,
        places=2,
        examples=("2", ""),
    ),
    Field(
        key="persons",
        label=pgettext_lazy("of an event", "persons"),
        headings="参加人数 参与人数 人数 参加人次 人次 参训人数 培训人数 受众人数 总人数 合计",
        kind=Kind.INTEGER,
        lowest=0,
        highest=LARGEST,
        help=gettext_lazy("All who came; those of no group of their own count as not told apart."),
        examples=("65", ""),
    ),
    *(
        Field(
            key=str(group),
            label=AudienceGroup(group).label,
            headings=headings,
            kind=Kind.INTEGER,
            lowest=0,
            highest=LARGEST,
        )
        for group, headings in GROUPS.items()
    ),
    Field(
        key="summary",
        label=gettext_lazy("summary"),
        headings="小结 总结 活动小结 效果 活动效果 备注",
        limit=2000,
    ),
)

EVENT_LEDGER = Ledger(
    key="events",
    label=gettext_lazy("Events of earlier years"),
    permission=EVENT_CHANGE,
    icon="mortarboard",
    home="training:events",
    fields=FIELDS,
    keys=(("title", "held_on", "area"), ("title", "held_on")),
    check=wrong,
    help=gettext_lazy(
        "Trainings, lectures and publicity with how many came, one row an event. Lists of names "
        "are not brought in, and drills have a page of their own."
    ),
    store=EventStore(),
)
