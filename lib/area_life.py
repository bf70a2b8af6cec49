"""What still goes on in an area: before the area is closed it is brought to an end or moved away.

Rooms above the areas say what they keep there; what is over stays with its area, so that figures of
earlier periods do not change.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from lib.indicators import rows_href
from lib.registry import Registry


@dataclass(frozen=True, kw_only=True)
class GoingOn:
    """Records of a kind: `rows(area)` are those that go on in the subtree of an area.

    `url_name` is the address of their list, which can be narrowed to an area.
    """

    key: str
    label: str | Promise
    rows: Callable[[Any], QuerySet[Any]]
    url_name: str

    def href(self, area: Any) -> str:
        """Return the address of the list, narrowed to `area`."""
        return rows_href(self.url_name, area)


going_on: Registry[GoingOn] = Registry("what goes on in areas")
