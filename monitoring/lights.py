"""The lights of the large numbers: how each stands against a year before.

The rule is the portal's own (no standard gives one), and stands on the page:

* green: nothing is left to be wished (none of what is unwanted, all of what is wanted, in a month
  that is over), or better than a year before and more than chance;
* amber: worse, but chance alone can explain it;
* red: worse, and more than chance, or of a number in which chance has no part;
* none: fewer than seven days of the period are over, no change that can be told from chance,
  nothing to compare with, or neither way is better.
"""

from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lib.comparison import Compared, Verdict
from lib.indicators import Direction

#: Days of a running period before which it says nothing: every day of the week once.
FIRST_DAYS = 7


class Signal(Enum):
    """A light: its tone, the icon that tells it without colour, and what it says."""

    GREEN = ("success", "check-circle-fill", _("good"))
    AMBER = ("warning", "exclamation-triangle-fill", _("to be watched"))
    RED = ("danger", "x-octagon-fill", _("worse"))
    NONE = ("secondary", "dash-circle", _("no clear change"))

    def __init__(self, tone: str, icon: str, label: str | Promise) -> None:
        self.tone = tone
        self.icon = icon
        self.label = label


def light_of(found: Compared) -> Signal:
    """Return the light of a figure."""
    if found.now.value is None or (found.running and found.period.days < FIRST_DAYS):
        return Signal.NONE
    if not found.running and _nothing_left(found):
        return Signal.GREEN
    within = found.verdict is Verdict.WITHIN
    if found.good is None:
        return Signal.NONE
    if found.good:
        return Signal.NONE if within else Signal.GREEN
    return Signal.AMBER if within else Signal.RED


def _nothing_left(found: Compared) -> bool:
    direction, value = found.definition.direction, found.now.value
    if direction is Direction.LOWER:
        return value == 0
    return direction is Direction.HIGHER and found.definition.is_percent and value == 100
