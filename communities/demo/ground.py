"""Areas with boundaries that tile: a lattice of slightly shifted points cut into blocks."""

import math
import random
from dataclasses import dataclass
from decimal import Decimal

from communities.models import Area, AreaKind
from communities.services.areas import add_area

#: South-west corner of the street (longitude, latitude) and size of a lattice cell, in degrees.
#: The place is chosen so that maps show inhabited land; no real division has these borders.
CORNER = (114.206, 30.612)
CELL = (0.0031, 0.0026)
#: Cells of a community: columns × rows = grids of a community; communities of the street alike.
BLOCK = (5, 2)
BLOCKS = (2, 3)
#: A point moves by up to this share of a cell, below one half, so that no border crosses another.
SHIFT = 0.28
DISTRICT_CODE, STREET_CODE = "990100", "990100001"
COMMUNITIES = ("银杏社区", "桂花社区", "梧桐社区", "海棠社区", "翠竹社区", "紫薇社区")
KM_PER_DEGREE = 111.195

Point = tuple[float, float]
Rectangle = tuple[int, int, int, int]


@dataclass(frozen=True)
class Ground:
    """The areas that were made; `grids[i]` lies in `communities[i // grids per community]`."""

    district: Area
    street: Area
    communities: list[Area]
    grids: list[Area]


def lay_ground(rng: random.Random) -> Ground:
    """Make district → street → 6 communities → 60 grids; children tile their parent exactly."""
    lattice = _lattice(rng)
    whole = (0, 0, BLOCK[0] * BLOCKS[0], BLOCK[1] * BLOCKS[1])
    district = _area(None, AreaKind.DISTRICT, "示范区", DISTRICT_CODE, None)
    street = _area(district, AreaKind.STREET, "金沙街道", STREET_CODE, _outline(lattice, whole))
    communities, grids = [], []
    for number, name in enumerate(COMMUNITIES):
        left = number % BLOCKS[0] * BLOCK[0]
        bottom = number // BLOCKS[0] * BLOCK[1]
        block = (left, bottom, left + BLOCK[0], bottom + BLOCK[1])
        code = f"{STREET_CODE}{number + 1:03d}"
        outline = _outline(lattice, block)
        community = _area(street, AreaKind.COMMUNITY, name, code, outline)
        communities.append(community)
        grids += _grids(community, name, lattice, block)
    return Ground(district, street, communities, grids)


def _grids(
    community: Area, name: str, lattice: dict[tuple[int, int], Point], block: Rectangle
) -> list[Area]:
    grids = []
    cells = [(x, y) for y in range(block[1], block[3]) for x in range(block[0], block[2])]
    for number, (x, y) in enumerate(cells, start=1):
        outline = _outline(lattice, (x, y, x + 1, y + 1))
        label = f"{name.removesuffix('社区')}第{number}网格"
        grids.append(
            _area(community, AreaKind.GRID, label, f"{community.code}{number:03d}", outline)
        )
    return grids


def _lattice(rng: random.Random) -> dict[tuple[int, int], Point]:
    """Return shifted lattice points; neighbours share them, so borders meet without a gap."""
    columns, rows = BLOCK[0] * BLOCKS[0], BLOCK[1] * BLOCKS[1]
    return {
        (x, y): (
            round(CORNER[0] + CELL[0] * (x + rng.uniform(-SHIFT, SHIFT)), 6),
            round(CORNER[1] + CELL[1] * (y + rng.uniform(-SHIFT, SHIFT)), 6),
        )
        for x in range(columns + 1)
        for y in range(rows + 1)
    }


def _outline(lattice: dict[tuple[int, int], Point], block: Rectangle) -> list[Point]:
    """Return the border of `block` counter-clockwise, closed (RFC 7946, section 3.1.6)."""
    left, bottom, right, top = block
    keys = [(x, bottom) for x in range(left, right)]
    keys += [(right, y) for y in range(bottom, top)]
    keys += [(x, top) for x in range(right, left, -1)]
    keys += [(left, y) for y in range(top, bottom, -1)]
    return [lattice[key] for key in [*keys, keys[0]]]


def _area(
    parent: Area | None, kind: AreaKind, name: str, code: str, outline: list[Point] | None
) -> Area:
    more: dict[str, object] = {}
    if outline:
        more = {
            "boundary": {"type": "Polygon", "coordinates": [[list(point) for point in outline]]},
            "longitude": round(sum(x for x, _y in outline[1:]) / (len(outline) - 1), 6),
            "latitude": round(sum(y for _x, y in outline[1:]) / (len(outline) - 1), 6),
            "surface": Decimal(f"{surface(outline):.3f}"),
        }
    return add_area(actor=None, parent=parent, kind=kind, name=name, code=code, **more)


def surface(outline: list[Point]) -> float:
    """Return the surface of a small polygon in km² (shoelace on a local plane)."""
    stretch = math.cos(math.radians(sum(y for _x, y in outline) / len(outline)))
    pairs = zip(outline, outline[1:], strict=False)
    twice = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)
    return abs(twice) / 2 * KM_PER_DEGREE**2 * stretch
