"""Two areas of the same name: what is added to each so that nobody takes one for the other.

Pure: the rows come in, the words go out (also in a migration, which has no models of today).
"""

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)
STEP = 4  # letters of a path that name one level (`treebeard`)


class Named(NamedTuple):
    """What of an area its name is told apart by."""

    path: str
    name: str
    code: str


def told_apart(areas: Mapping[Key, Named]) -> dict[Key, str]:
    """Return for each area what stands behind its name, "" for nothing.

    That is the area it lies in, with as many above it as are needed; the code where no name helps.
    """
    names = {one.path: one.name for one in areas.values()}
    groups: dict[str, list[Key]] = {}
    for key, one in areas.items():
        groups.setdefault(one.name, []).append(key)
    found = dict.fromkeys(areas, "")
    for same in groups.values():
        if len(same) > 1:
            found |= _among({key: areas[key] for key in same}, names)
    return found


def _among(same: Mapping[Key, Named], names: Mapping[str, str]) -> dict[Key, str]:
    above = {key: _above(one.path, names) for key, one in same.items()}
    found: dict[Key, str] = {}
    for levels in range(1, max(map(len, above.values())) + 1):
        often = Counter(tuple(line[:levels]) for line in above.values())
        for key, line in above.items():
            if key not in found and line and often[tuple(line[:levels])] == 1:
                found[key] = "·".join(reversed(line[:levels]))
    for key, one in same.items():
        if key not in found:
            found[key] = "·".join([*above[key][:1], one.code])
    return found


def _above(path: str, names: Mapping[str, str]) -> list[str]:
    """Return the names of the areas that contain the one at `path`, the nearest first."""
    ends = range(len(path) - STEP, 0, -STEP)
    return [names[path[:end]] for end in ends if path[:end] in names]
