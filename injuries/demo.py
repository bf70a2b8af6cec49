"""Demonstration injuries: three years of a street with seasons, a trend and a pilot.

The shapes follow what surveillance papers find (domain facts 5.4, 5.6): falls first and, among
older people, in winter; drowning and animal bites in summer; boys more than girls; mostly at home
and on the road. All names and numbers are made up; ID numbers are left out.
"""

import datetime as dt
import itertools
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import User
from communities import roles
from communities.models import Area, Membership, Organisation
from injuries.codes import Activity, BodySite, Cause, Intent, Nature, Outcome, Place
from injuries.models import InjuryRecord, ReportingSite
from injuries.services.sites import save_site
from lib import bulk
from lib.demo import DemoContext

RECORDS = 2400
CHUNK = 5000
#: The pilot (falls of older people) starts so long before the end, in the first community.
PILOT_MONTHS = 18
PILOT_EFFECT = 0.6
TREND_A_YEAR = 0.96
#: Cards come some days after the visit; a few come too late.
DELAY_DAYS = (0, 1, 1, 2, 2, 3, 5, 7, 12, 20, 45)

FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英玉兰建国志红春梅宇轩欣怡子涵"


@dataclass(frozen=True)
class Shape:
    """How injuries of one cause look: share of all, peak month with its strength, ages, codes."""

    cause: Cause
    share: float
    peak: int
    swing: float
    ages: tuple[tuple[int, int, float], ...]
    places: tuple[tuple[Place, float], ...]
    activities: tuple[tuple[Activity, float], ...]
    natures: tuple[tuple[Nature, float], ...]
    sites: tuple[tuple[BodySite, float], ...]
    men: float = 0.55


ALL_AGES = ((0, 14, 2), (15, 44, 4), (45, 64, 3), (65, 90, 2))
LIMBS = ((BodySite.UPPER_LIMB, 4), (BodySite.LOWER_LIMB, 4), (BodySite.HEAD, 2))
WHOLE = ((BodySite.WHOLE_BODY, 1),)
SHAPES = (
    Shape(
        Cause.FALL,
        0.4,
        1,
        0.45,
        ((0, 14, 3), (15, 44, 2), (45, 64, 3), (65, 92, 9)),
        ((Place.HOME, 6), (Place.RESIDENTIAL, 3), (Place.ROAD, 2), (Place.SCHOOL_PUBLIC, 2)),
        ((Activity.VITAL, 3), (Activity.HOUSEWORK, 3), (Activity.WALKING, 3)),
        ((Nature.FRACTURE, 4), (Nature.BRUISE, 4), (Nature.SPRAIN, 3), (Nature.BRAIN, 1)),
        (*LIMBS, (BodySite.TRUNK, 2)),
        0.44,
    ),
    Shape(
        Cause.MOTOR_VEHICLE,
        0.11,
        10,
        0.15,
        ((5, 14, 1), (15, 44, 5), (45, 64, 4), (65, 85, 2)),
        ((Place.ROAD, 1),),
        ((Activity.DRIVING, 7), (Activity.WALKING, 2)),
        ((Nature.FRACTURE, 3), (Nature.BRUISE, 4), (Nature.OPEN_WOUND, 2), (Nature.BRAIN, 2)),
        (*LIMBS, (BodySite.MULTIPLE, 2)),
        0.62,
    ),
    Shape(
        Cause.NON_MOTOR_VEHICLE,
        0.12,
        9,
        0.2,
        ALL_AGES,
        ((Place.ROAD, 1),),
        ((Activity.DRIVING, 1),),
        ((Nature.BRUISE, 5), (Nature.FRACTURE, 2), (Nature.SPRAIN, 2)),
        LIMBS,
        0.58,
    ),
    Shape(
        Cause.BLUNT,
        0.1,
        6,
        0.1,
        ALL_AGES,
        ((Place.HOME, 3), (Place.INDUSTRY, 3), (Place.SCHOOL_PUBLIC, 2), (Place.SPORTS, 1)),
        ((Activity.WORK, 4), (Activity.SPORT, 2), (Activity.LEISURE, 2)),
        ((Nature.BRUISE, 6), (Nature.FRACTURE, 2), (Nature.OPEN_WOUND, 2)),
        LIMBS,
        0.68,
    ),
    Shape(
        Cause.SHARP,
        0.09,
        7,
        0.1,
        ALL_AGES,
        ((Place.HOME, 5), (Place.TRADE, 2), (Place.INDUSTRY, 3)),
        ((Activity.HOUSEWORK, 5), (Activity.WORK, 4)),
        ((Nature.OPEN_WOUND, 1),),
        ((BodySite.UPPER_LIMB, 8), (BodySite.LOWER_LIMB, 2)),
        0.6,
    ),
    Shape(
        Cause.ANIMAL,
        0.1,
        7,
        0.55,
        ((0, 14, 4), (15, 44, 4), (45, 64, 3), (65, 85, 2)),
        ((Place.HOME, 4), (Place.RESIDENTIAL, 4), (Place.ROAD, 2)),
        ((Activity.LEISURE, 4), (Activity.WALKING, 3)),
        ((Nature.OPEN_WOUND, 1),),
        LIMBS,
        0.48,
    ),
    Shape(
        Cause.BURN,
        0.05,
        1,
        0.2,
        ((0, 4, 4), (5, 44, 3), (45, 64, 2), (65, 85, 1)),
        ((Place.HOME, 7), (Place.TRADE, 2), (Place.INDUSTRY, 1)),
        ((Activity.HOUSEWORK, 5), (Activity.VITAL, 3)),
        ((Nature.BURN, 1),),
        (*LIMBS, (BodySite.TRUNK, 2)),
        0.5,
    ),
    Shape(
        Cause.POISONING,
        0.012,
        12,
        0.4,
        ALL_AGES,
        ((Place.HOME, 1),),
        ((Activity.VITAL, 1),),
        ((Nature.OTHER, 1),),
        WHOLE,
        0.5,
    ),
    Shape(
        Cause.DROWNING,
        0.003,
        7,
        0.95,
        ((3, 14, 6), (15, 44, 2), (65, 85, 1)),
        ((Place.OTHER, 3), (Place.SPORTS, 1)),
        ((Activity.LEISURE, 1),),
        ((Nature.OTHER, 1),),
        WHOLE,
        0.75,
    ),
    Shape(
        Cause.OTHER,
        0.015,
        6,
        0.0,
        ALL_AGES,
        ((Place.HOME, 1), (Place.OTHER, 1)),
        ((Activity.OTHER, 1),),
        ((Nature.OTHER, 1),),
        LIMBS,
        0.55,
    ),
)


def seed(context: DemoContext) -> None:
    """Make the reporting sites and, at scale 1, some 2,400 cards; memory does not grow with it."""
    sites = _sites(context)
    reporters = context.users.get(roles.REPORTER, [])[:1]
    Membership.objects.filter(user__in=reporters).update(organisation=sites[0].organisation)
    cards = cards_of(context, sites)
    while chunk := list(itertools.islice(cards, CHUNK)):
        bulk.insert(chunk)


def _sites(context: DemoContext) -> list[ReportingSite]:
    """The street's hospital and health centre, a clinic that has stopped reporting."""
    clerk = context.users[roles.OFFICE][0]
    stem = context.street.name.removesuffix("街道")
    wanted = (
        (f"{stem}医院", "hospital", "hospital", "H001"),
        (f"{stem}社区卫生服务中心", "health-centre", "health-centre", "H002"),
        (f"{stem}中心诊所", "clinic", "hospital", "H003"),
    )
    sites: list[ReportingSite] = []
    for name, kind, sector, code in wanted:
        organisation, _made = Organisation.objects.get_or_create(
            area=context.street, name=name, defaults={"sector": sector, "created_by": clerk}
        )
        site = ReportingSite(
            area=context.street, name=name, kind=kind, code=code, organisation=organisation
        )
        reporters = context.users[roles.REPORTER][:1] if not sites else []
        sites.append(save_site(actor=clerk, record=site, code="injuries.site", reporters=reporters))
    return sites


def cards_of(context: DemoContext, sites: list[ReportingSite]) -> Iterator[InjuryRecord]:
    """Yield cards day by day; more cards at a larger scale, not more areas or years."""
    rng = context.rng
    days = (context.end - context.start).days
    a_day = RECORDS * context.scale / days
    weights = [rng.uniform(0.7, 1.4) for _area in context.communities]
    reporter = (context.users.get(roles.REPORTER) or context.users[roles.OFFICE])[0]
    grids = {
        area.pk: [grid for grid in context.grids if area.contains(grid)] or [area]
        for area in context.communities
    }
    number = itertools.count(1)
    last_day = context.end - dt.timedelta(days=1)
    for offset in range(days):
        day = context.start + dt.timedelta(days=offset)
        # The clinic has sent nothing for a year: the report says so.
        open_sites = sites if days - offset > 365 else sites[:2]
        expected = a_day * TREND_A_YEAR ** (offset / 365.25) / TREND_A_YEAR ** (days / 730.5)
        for _card in range(_poisson(rng, expected)):
            shape = rng.choices(SHAPES, [one.share * _season(one, day) for one in SHAPES])[0]
            community = rng.choices(context.communities, weights)[0]
            age = _age(rng, shape)
            if _prevented(context, rng, shape, community, age, day):
                continue
            area = rng.choice(grids[community.pk])
            yield _card_of(rng, shape, area, age, day, open_sites, reporter, next(number), last_day)


def _season(shape: Shape, day: dt.date) -> float:
    """A wave over the year with its top in the shape's peak month."""
    return 1 + shape.swing * math.cos(2 * math.pi * (day.month - shape.peak) / 12)


def _prevented(
    context: DemoContext,
    rng: random.Random,
    shape: Shape,
    community: object,
    age: int,
    day: dt.date,
) -> bool:
    """The pilot in the first community prevents part of the falls of older people."""
    start = context.end - dt.timedelta(days=PILOT_MONTHS * 30)
    reached = community == context.communities[0] and shape.cause == Cause.FALL and age >= 65
    return reached and day >= start and rng.random() > PILOT_EFFECT


def _poisson(rng: random.Random, mean: float) -> int:
    """A Poisson number: Knuth's product for small means, the normal approximation for large."""
    if mean > 50:
        return max(0, round(rng.gauss(mean, math.sqrt(mean))))
    limit, product, count = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count


def _age(rng: random.Random, shape: Shape) -> int:
    low, high, _weight = rng.choices(shape.ages, [weight for *_range, weight in shape.ages])[0]
    return rng.randint(low, high)


def _one_of(rng: random.Random, weighted: tuple) -> str:
    return rng.choices([code for code, _w in weighted], [weight for _c, weight in weighted])[
        0
    ].value


def _card_of(
    rng: random.Random,
    shape: Shape,
    area: Area,
    age: int,
    day: dt.date,
    sites: list[ReportingSite],
    reporter: User,
    number: int,
    last_day: dt.date,
) -> InjuryRecord:
    severity = rng.choices("123", (6, 3.4, 0.6))[0]
    hour = min(23, max(0, round(rng.gauss(14, 4.5))))
    late = rng.choice(DELAY_DAYS)
    record = InjuryRecord(
        area_id=area.pk,
        reporting_site=rng.choices(sites, (6, 4, 1)[: len(sites)])[0],
        card_number=f"{day.year}{number:07d}",
        name=rng.choice(FAMILY) + "".join(rng.choices(GIVEN, k=rng.randint(1, 2))),
        phone=f"000{rng.randint(0, 99_999_999):08d}",
        sex="1" if rng.random() < shape.men else "2",
        age_value=age,
        registration=rng.choices("1234", (70, 15, 14, 1))[0],
        occurred_on=day,
        occurred_hour=hour,
        visited_on=day,
        visited_hour=min(23, hour + rng.randint(0, 3)),
        cause=shape.cause.value,
        place=_one_of(rng, shape.places),
        activity=_one_of(rng, shape.activities),
        intent=rng.choices(Intent.values, (965, 8, 22, 3, 2))[0],
        nature=_one_of(rng, shape.natures),
        body_site=_one_of(rng, shape.sites),
        severity=severity,
        outcome=_outcome(rng, shape, severity),
        reported_on=min(day + dt.timedelta(days=late), last_day),
        reporter_name=reporter.full_name,
        created_by=reporter,
    )
    record.derive()
    return record


def _outcome(rng: random.Random, shape: Shape, severity: str) -> str:
    deadly = {Cause.DROWNING: 0.3, Cause.MOTOR_VEHICLE: 0.02}.get(shape.cause, 0.004)
    if severity == "3" or shape.cause == Cause.DROWNING:
        if rng.random() < deadly * (1 if shape.cause == Cause.DROWNING else 8):
            return Outcome.DEATH.value
        return rng.choices(["2", "3", "4"], (1, 2, 5))[0]
    return rng.choices(["1", "2", "4"], (90, 5, 5))[0]
