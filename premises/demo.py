"""Premises of the demonstration, each inside its grid."""

import datetime as dt
import math
import random
from typing import Any

from lib.demo import DemoContext, key, moment
from premises.models import Premises, PremisesCategory

PREMISES = 1500
MOST_PREMISES = 30_000  # beyond this, scale adds inspections of the same premises
KINDS = {
    "small-shop": (34, ("便利店", "超市", "五金店", "文具店", "服装店", "水果店"), (20, 260)),
    "small-restaurant": (24, ("面馆", "饺子馆", "快餐店", "火锅店", "烧烤店"), (30, 180)),
    "small-hotel": (5, ("旅馆", "宾馆", "民宿"), (150, 800)),
    "small-entertainment": (2, ("歌厅", "棋牌室"), (60, 190)),
    "small-internet-cafe": (2, ("网吧", "网咖"), (80, 190)),
    "small-bath-beauty": (11, ("美容院", "理发店", "足浴店", "浴室"), (25, 190)),
    "small-clinic": (4, ("诊所", "口腔门诊部"), (40, 200)),
    "small-school": (4, ("托管班", "培训学校", "幼儿园"), (100, 900)),
    "small-production": (6, ("印刷厂", "加工厂", "装订厂", "制衣作坊"), (60, 400)),
    "rental": (8, ("号出租屋",), (30, 120)),
}
FIRST = "金福顺兴华康安宏瑞祥泰和盛美佳新春明德永"
SECOND = "源发隆达记来家园缘香味友乐居诚信鑫通"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平"
STREETS = ("兴园路", "文化巷", "建设路", "新村路", "学府街", "河滨路", "工农路", "长乐巷")


def make_premises(context: DemoContext) -> list[Premises]:
    rng = context.rng
    count = min(round(PREMISES * context.scale), MOST_PREMISES)
    categories = {one.pk: one for one in PremisesCategory.objects.filter(pk__in=KINDS)}
    kinds, weights = list(KINDS), [KINDS[kind][0] for kind in KINDS]
    rows = []
    for number in range(count):
        grid = context.grids[number % len(context.grids)]
        kind = rng.choices(kinds, weights)[0]
        rows.append(_place(context, grid, categories[kind], KINDS[kind], number))
    return rows


def _place(
    context: DemoContext,
    grid: Any,
    category: PremisesCategory,
    kind: tuple[int, Any, Any],
    number: int,
) -> Premises:
    rng = context.rng
    _weight, words, (low, high) = kind
    street = rng.choice(STREETS)
    name = rng.choice(FIRST) + rng.choice(SECOND) + rng.choice(words)
    if category.pk == "rental":
        name = f"{street}{number + 1}号出租屋"
    start = context.start + dt.timedelta(days=rng.randrange(-400, 200))
    closed = start + dt.timedelta(days=rng.randrange(500, 1400)) if rng.random() < 0.05 else None
    latitude, longitude = _position(grid, rng)
    return Premises(
        id=key(rng, moment(start, 9)),
        area=grid,
        category=category,
        name=name,
        address=f"{street}{number % 180 + 1}号",
        contact_name=rng.choice(SURNAMES) + rng.choice(GIVEN),
        floor_area=rng.randrange(low, high),
        persons=rng.randrange(10, 100)
        if category.pk in {"small-restaurant", "small-school"}
        else None,
        beds=rng.randrange(8, 50) if category.pk == "small-hotel" else None,
        latitude=latitude,
        longitude=longitude,
        registered_on=start,
        closed_on=closed if closed and closed < context.end else None,
    )


def _position(grid: Any, rng: random.Random) -> tuple[float | None, float | None]:
    """Return a place inside the grid's boundary, near its centre without one, or none."""
    ring = _ring(grid.boundary)
    if ring:
        xs, ys = [x for x, _y in ring], [y for _x, y in ring]
        for _try in range(200):
            x, y = rng.uniform(min(xs), max(xs)), rng.uniform(min(ys), max(ys))
            if _inside(x, y, ring):
                return round(y, 6), round(x, 6)
    if grid.latitude is None:
        return None, None
    turn, radius = rng.uniform(0, 2 * math.pi), 0.0008 * math.sqrt(rng.random())
    return (
        round(grid.latitude + radius * math.sin(turn), 6),
        round(grid.longitude + radius * math.cos(turn), 6),
    )


def _ring(boundary: dict[str, Any] | None) -> list[tuple[float, float]]:
    """Return the outer ring of a GeoJSON Polygon, or of the first of a MultiPolygon."""
    if not boundary:
        return []
    rings = boundary["coordinates"]
    ring = rings[0][0] if boundary["type"] == "MultiPolygon" else rings[0]
    return [(point[0], point[1]) for point in ring]


def _inside(x: float, y: float, ring: list[tuple[float, float]]) -> bool:
    """Tell whether a ray from the point crosses the ring an odd number of times."""
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
