"""Reads boundaries in a process of its own: `python polygon_reader.py read|compare < input`.

Thirty megabytes of brackets are a gigabyte of lists, and an outline that crosses itself at every
corner keeps GEOS busy for hours: here only this process dies. It costs about 0.3 s a file.

`read` takes a GeoJSON file and answers a Reading; `compare` takes a pickle of Lying and answers a
Comparison. Exit codes as in `lib.children`.
"""

import pickle
import resource
import sys
from pathlib import Path
from typing import Any

MOST_MEMORY = 1024 * 1024 * 1024
TOO_LARGE = 4
#: Neighbours drawn by hand from two maps overlap by a hair's breadth; this is more than that.
NOTICEABLE = 1.0


def read(data: bytes) -> dict[str, Any]:
    """Return `features` (dicts of number, properties, geometry, surface, fault, notes), or `fault`.

    A fault or a note is a (code, values).
    """
    from lib.geojson import Fault, features_of

    try:
        return {"features": [_settled(one) for one in features_of(data)]}
    except Fault as fault:
        return {"fault": (fault.code, fault.params)}


def _settled(feature: Any) -> dict[str, Any]:
    from lib import polygons
    from lib.geojson import Fault, Note

    geometry, surface = None, 0.0
    if feature.fault is None:
        try:
            geometry = polygons.settle(feature)
            surface = polygons.surface(polygons.whole(geometry))
        except Fault as found:
            feature.fault = Note(found.code, found.params)
    fault = feature.fault
    return {
        "number": feature.number,
        "properties": feature.properties,
        "geometry": geometry,
        "surface": round(surface, 4),
        "fault": (fault.code, fault.params) if fault else None,
        "notes": [(note.code, note.params) for note in feature.notes],
    }


def compare(data: bytes) -> dict[str, Any]:
    """Return what lies noticeably `outside` of its parent, which siblings are `on_each_other`, and
    how much of a parent is `uncovered` by its children.

    The input is a pickle of {"geometries": {key: geometry}, "parents": {key: key of the parent},
    "asked": keys}: only pairs with an asked one are answered.
    """
    from lib import polygons

    told = pickle.loads(data)  # noqa: S301 - written by our own code
    drawn = {key: polygons.whole(one) for key, one in told["geometries"].items()}
    asked, parents = set(told["asked"]), told["parents"]
    outside = [
        (key, share)
        for key in told["asked"]
        if (parent := parents.get(key)) in drawn
        and (share := polygons.share_outside(drawn[key], drawn[parent])) > NOTICEABLE
    ]
    families: dict[str, dict[str, Any]] = {}
    for key, area in drawn.items():
        if key in parents:
            families.setdefault(parents[key], {})[key] = area
    on_each_other = [
        (one, other, share)
        for family in families.values()
        for one, other, share in polygons.overlaps(family)
        if share > NOTICEABLE and {one, other} & asked
    ]
    uncovered = [
        (parent, share)
        for parent in sorted({parents[key] for key in asked if parents.get(key) in drawn})
        if (share := polygons.share_uncovered(drawn[parent], list(families[parent].values())))
        > NOTICEABLE
    ]
    return {"outside": outside, "on_each_other": on_each_other, "uncovered": uncovered}


def main(arguments: list[str]) -> int:
    """Limit the memory, read standard input, answer."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # `-I` leaves the project out of the path on purpose; only this package is needed.
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    work = {"read": read, "compare": compare}[arguments[0]]
    try:
        answer = work(sys.stdin.buffer.read())
        pickle.dump(answer, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return TOO_LARGE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
