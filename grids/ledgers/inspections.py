"""Inspections of earlier years as they come from Excel: one row a visit to premises.

What comes in is history: it says when premises were visited last, so that the next visit falls due
from there, and tells nobody. It has no answers, photos or position. A row is only added.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, override

from accounts import audit
from accounts.models import User
from checklists.models import ChecklistVersion
from communities.models import Membership
from grids.models import Inspection, Outcome
from grids.permissions import HAZARD_MANAGE
from grids.services.inspections import recount_last_visits
from ledgers.declaration import (
    CONFLICT,
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
from ledgers.problems import Problem, Unreadable, by_rule
from ledgers.standing import stood_on, take_out
from lib import bulk
from lib.text import bare
from premises.models import Premises

OUTCOMES = {
    Outcome.DONE: (
        "已检查",
        "合格",
        "不合格",
        "正常",
        "有隐患",
        "无隐患",
        "已查",
        "通过",
        "未通过",
    ),
    Outcome.ABSENT: ("到访不遇", "无人", "关门", "歇业", "未开门", "未见人"),
    Outcome.REFUSED: ("拒绝", "拒检", "拒绝检查"),
}


def outcomes() -> Sequence[Choice]:
    """Return how a visit may have ended."""
    return [Choice(one.value, one.label, OUTCOMES[one]) for one in Outcome]


def _inspectable(order: Order) -> QuerySet[Premises]:
    return Premises.objects.where_allowed(order.actor, HAZARD_MANAGE).inspectable().order_by()


def finder_by(column: str) -> Callable[[Order], Callable[[str], str]]:
    """Return what finds, for an order, premises by their `column` (name, number)."""

    def resolve(order: Order) -> Callable[[str], str]:
        known: dict[str, set[str]] = {}
        for key, text in _inspectable(order).exclude(**{column: ""}).values_list("pk", column):
            known.setdefault(bare(text), set()).add(str(key))

        def find(text: str) -> str:
            keys = known.get(bare(text), set())
            if len(keys) != 1:
                raise Unreadable("several-records" if keys else "unknown-record", value=text)
            return next(iter(keys))

        return find

    return resolve


def wrong(order: Order, values: Values) -> Iterator[Problem]:
    """Tell what is wrong with a visit as a whole."""
    day = values.get("inspected_on")
    if day and day > order.today:
        words = _("This day lies in the future.")
        yield by_rule("inspected_on", words)
    named = {values[key] for key in ("number", "premises") if values.get(key)}
    if len(named) > 1:
        words = _("Number and name are those of different premises.")
        yield by_rule("number", words)


def _key(values: Values) -> UUID | None:
    found = values.get("number") or values.get("premises")
    return UUID(str(found)) if found else None


class InspectionStore(HistoryStore):
    """Adds visits of the past and moves the last visit of their premises forward."""

    def find(self, order: Order, rows: Sequence[Values]) -> Sequence[Sequence[Stored]]:
        """Return the visit to the same premises on the same day."""
        keys = {key for row in rows if (key := _key(row))}
        days = {row["inspected_on"] for row in rows if row.get("inspected_on")}
        there: dict[tuple[UUID | None, dt.date], Inspection] = {}
        if keys and days:
            stored = Inspection.objects.where_allowed(order.actor, HAZARD_MANAGE)
            last = max(days) + dt.timedelta(days=1)
            stored = stored.filter(premises__in=keys).started_between(min(days), last)
            for one in stored.select_related("premises").order_by("pk"):
                there.setdefault((one.premises_id, timezone.localdate(one.started_at)), one)
        found = []
        for row in rows:
            known = there.get((_key(row), row.get("inspected_on", dt.date.min)))
            found.append([as_it_is(known, row)] if known else [])
        return found

    def add(self, order: Order, rows: Sequence[Addition]) -> Mapping[int, Problem]:
        """Keep the visits; who made one is the account of that name, else who brings it in."""
        named = {row.number: key for row in rows if (key := _key(row.values))}
        places = _inspectable(order).select_related("category__checklist").in_bulk(named.values())
        versions = _versions(places.values())
        people = _people(row.values.get("inspector") for row in rows)
        made, refused = [], {}
        for row in rows:
            premises = places.get(named.get(row.number, row.key))
            version = versions.get(premises.category_id) if premises else None
            if premises is None or version is None:
                refused[row.number] = Problem("", CONFLICT)
            else:
                made.append(_inspection(order, row, premises, version, people))
        bulk.insert(made)
        recount_last_visits(_premises_of(made))
        audit.keep(
            audit.entry(actor=order.actor, code="grids.inspection.made", target=one) for one in made
        )
        return refused

    def undo(self, order: Order, rows: Sequence[Undone]) -> Mapping[UUID, str]:
        """Take out visits on which nothing stands."""
        keys = [row.key for row in rows]
        held = Inspection.objects.where_allowed(order.actor, HAZARD_MANAGE).filter(pk__in=keys)
        used = stood_on(Inspection, keys)
        stayed, gone = {}, []
        for one in held.select_related("premises").order_by():
            if one.pk in used:
                stayed[one.pk] = _("%s: something stands on it by now") % one
            else:
                gone.append(one)
        take_out(order.actor, gone)
        recount_last_visits(_premises_of(gone))
        return stayed


def _premises_of(visits: Iterable[Inspection]) -> QuerySet[Premises]:
    return Premises.objects.filter(pk__in={one.premises_id for one in visits})


def _versions(places: Iterable[Premises]) -> dict[str, ChecklistVersion]:
    """Return the checklist by which premises of each kind are inspected today."""
    lists = {one.category_id: one.category.checklist for one in places}
    current = {code: known.current for code, known in lists.items() if known}
    return {code: version for code, version in current.items() if version}


def _people(names: Iterable[Any]) -> dict[str, User]:
    """Return the accounts at work by their name, where only one has it."""
    wanted = {str(name) for name in names if name}
    found: dict[str, set[User]] = {}
    rows = Membership.objects.active_on().filter(user__full_name__in=wanted).select_related("user")
    for row in rows.order_by():
        found.setdefault(row.user.full_name, set()).add(row.user)
    return {name: users.pop() for name, users in found.items() if len(users) == 1}


def _inspection(
    order: Order,
    row: Addition,
    premises: Premises,
    version: ChecklistVersion,
    people: Mapping[str, User],
) -> Inspection:
    values = row.values
    at = noon(values["inspected_on"])
    inspector = str(values.get("inspector") or "")
    return Inspection(
        id=row.key,
        premises=premises,
        area_id=premises.area_id,
        version=version,
        inspector=people.get(inspector, order.actor),
        created_by=order.actor,
        started_at=at,
        finished_at=at,
        outcome=values.get("outcome") or Outcome.DONE,
        failed_items=values.get("failed") or 0,
        note=_note(values, inspector if inspector not in people else ""),
    )


def _note(values: Values, inspector: str) -> str:
    """Return where the visit comes from, who made it without an account, and the row's remark."""
    with override(settings.LANGUAGE_CODE):
        said = [origin_note()]
        if inspector:
            said.append(_("Inspected by %s") % inspector)
    return "\n".join([*said, *filter(None, [values.get("note")])])


FIELDS = (
    Field(
        key="inspected_on",
        label=gettext_lazy("inspected on"),
        headings="巡查日期 检查日期 安检日期 巡查时间 检查时间 日期 时间 走访日期",
        kind=Kind.DAY,
        required=True,
        examples=("2025-11-05", "2025-11-12"),
    ),
    Field(
        key="number",
        label=gettext_lazy("number of the premises"),
        headings="场所编号 编号 台账编号 单位编号 户号",
        kind=Kind.RECORD,
        resolve=finder_by("number"),
        limit=40,
        help=gettext_lazy("As on the register of premises; else the name says which they are."),
        examples=("JS-0001", ""),
    ),
    Field(
        key="premises",
        label=gettext_lazy("premises"),
        headings="场所名称 场所 单位名称 被检查单位 受检单位 店名 商户名称 企业名称",
        kind=Kind.RECORD,
        resolve=finder_by("name"),
        limit=100,
        help=gettext_lazy("They have to be on the register: bring it in first."),
        examples=("", "阳光宾馆"),
    ),
    Field(
        key="outcome",
        label=gettext_lazy("outcome"),
        headings="检查结果 巡查结果 安检结果 结果 结论",
        kind=Kind.CODE,
        choices=outcomes,
        examples=("已检查", "到访不遇"),
    ),
    Field(
        key="failed",
        label=gettext_lazy("failed items"),
        headings="隐患数 隐患数量 问题数 不合格项 不合格项数",
        kind=Kind.INTEGER,
        lowest=0,
        highest=1000,
        examples=("2", ""),
    ),
    Field(
        key="inspector",
        label=gettext_lazy("inspector"),
        headings="检查人 巡查人 检查人员 巡查员 安检员 网格员",
        limit=60,
        examples=("张三", "李四"),
    ),
    Field(
        key="note",
        label=gettext_lazy("note"),
        headings="备注 说明 检查情况 巡查情况 隐患内容",
        limit=2000,
    ),
)

INSPECTIONS = Ledger(
    key="inspections",
    label=gettext_lazy("Inspections of earlier years"),
    permission=HAZARD_MANAGE,
    icon="clipboard-check",
    home="grids:inspections",
    fields=FIELDS,
    keys=(("number", "inspected_on"), ("premises", "inspected_on")),
    check=wrong,
    help=gettext_lazy(
        "One row a visit. From the last one of each place the next falls due; what was found "
        "wrong is brought in as hazards of earlier years."
    ),
    store=InspectionStore(),
)
