"""Corrective actions of the demonstration: those of meetings, and how any of them would have gone.

Invented. Upper rooms make those of their records with `settle` and `steps_of`.
"""

import datetime as dt

from django.utils import timezone

from accounts.models import User
from actions.models import ActionStep, CorrectiveAction
from actions.workflow import ActionState
from communities.models import Organisation, Sector
from communities.roles import COMMUNITY, OFFICE
from lib import bulk
from lib.demo import DemoContext

#: Actions due within this many days may still be open or wait to be verified.
RECENT = 180
#: Where no person of the office may verify it: then nobody with an account had owned it.
OUTSIDER = "物业项目经理"
#: Conclusions of the committee's meetings: problem, cause, corrective action, who has to do it.
MEETINGS = [
    (
        "老旧小区消防通道夜间被车辆占用",
        "停车位不足，物业夜间无人管理",
        "施划禁停标线，物业夜间巡查并登记",
        Sector.PROPERTY,
    ),
    (
        "电动自行车进楼充电屡禁不止",
        "集中充电桩数量不足",
        "新增集中充电点，张贴告示并逐户告知",
        Sector.PROPERTY,
    ),
    (
        "独居老人居家防跌倒改造进度偏慢",
        "施工单位人手不足",
        "增加一个施工班组，按周通报进度",
        Sector.CIVIL_AFFAIRS,
    ),
    (
        "小学门口上下学时段人车混行",
        "缺少隔离设施和执勤人员",
        "设置可移动护栏，安排护学岗",
        Sector.SCHOOL,
    ),
    (
        "燃气安全检查入户率偏低",
        "居民白天不在家",
        "燃气公司增加周末和晚间入户",
        Sector.GAS,
    ),
]
DAYS = (15, 30, 45)
DONE_NOTE = "已按措施完成整改，附照片。"


def seed(context: DemoContext) -> None:
    """Write what the committee concluded in its quarterly meetings of the last year."""
    rows: list[CorrectiveAction] = []
    steps: list[ActionStep] = []
    now = min(timezone.now(), _at(context.end, 0))
    units = list(Organisation.objects.in_area(context.street).order_by("name"))
    first = context.end - dt.timedelta(days=340)
    for number, words in enumerate(MEETINGS):
        day = first + dt.timedelta(days=80 * number)
        action = _of_meeting(context, day, words, units)
        settle(context, action, now=now)
        rows.append(action)
        steps += steps_of(action, _at(day, 16), now=now)
    bulk.insert(rows)
    bulk.insert(steps)


def _of_meeting(
    context: DemoContext,
    day: dt.date,
    words: tuple[str, str, str, Sector],
    units: list[Organisation],
) -> CorrectiveAction:
    problem, cause, action, sector = words
    fitting = [one for one in units if one.sector == sector] or units
    office = context.users.get(OFFICE) or [None]
    return CorrectiveAction(
        area=context.street,
        source=f"安全促进委员会会议（{day:%Y-%m-%d}）",
        found_on=day,
        problem=problem,
        cause=cause,
        action=action,
        owner_unit=context.rng.choice(fitting) if fitting else None,
        owner_name="" if fitting else OUTSIDER,
        due=day + dt.timedelta(days=context.rng.choice(DAYS)),
        created_by=office[0],
    )


def settle(context: DemoContext, action: CorrectiveAction, *, now: dt.datetime) -> None:
    """Bring an action as far as such a one would have come by now: old ones are closed."""
    rng, today = context.rng, timezone.localdate(now)
    late = rng.random() < 0.15
    done_on = action.due + dt.timedelta(days=rng.randint(1, 20) if late else -rng.randint(0, 6))
    done_on = max(done_on, action.found_on)
    recent = (today - action.due).days < RECENT
    forgotten, waits = rng.random() < 0.3, rng.random() < 0.3
    verified = done_on + dt.timedelta(days=rng.randint(1, 6))
    if done_on > today or (recent and forgotten):
        return
    action.state, action.done_on, action.done_by = ActionState.DONE, done_on, action.created_by
    if verified <= today and not (recent and waits):
        _verify(context, action, verified)


def _verify(context: DemoContext, action: CorrectiveAction, day: dt.date) -> None:
    """Have somebody else verify it; if all had a hand in it, its owner had no account."""
    staff = [user for role in (OFFICE, COMMUNITY) for user in context.users.get(role) or []]
    others = _not_involved(staff, action)
    if not others:
        action.owner, action.owner_name = None, OUTSIDER
        others = _not_involved(staff, action)
    if others:
        action.state, action.verified_by = ActionState.VERIFIED, others[0]
        action.verified_at = _at(day, 12)


def _not_involved(staff: list[User], action: CorrectiveAction) -> list[User]:
    return [user for user in staff if user.pk not in (action.owner_id, action.done_by_id)]


def steps_of(
    action: CorrectiveAction, recorded: dt.datetime, *, now: dt.datetime
) -> list[ActionStep]:
    """Return the steps that lead to the state of an action recorded at a moment."""
    found = [_step(action, "", ActionState.OPEN, recorded, action.created_by)]
    if action.done_on:
        at = min(_at(action.done_on, 12), now)
        done = _step(action, ActionState.OPEN, ActionState.DONE, at, action.done_by)
        done.note = DONE_NOTE
        found.append(done)
    if action.verified_at:
        states = (ActionState.DONE, ActionState.VERIFIED)
        found.append(_step(action, *states, action.verified_at, action.verified_by))
    return found


def _step(
    action: CorrectiveAction, source: str, target: str, at: dt.datetime, actor: User | None
) -> ActionStep:
    return ActionStep(corrective_action=action, source=source, target=target, at=at, actor=actor)


def _at(day: dt.date, hour: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
