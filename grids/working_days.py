"""Working days after the calendar of the State Council, with holidays and make-up days.

The package chinesecalendar carries the yearly notices; the one for next year comes out in November
and reaches the package some days later. Outside its years plain weekdays are used, with a warning
in the log, so that a deadline in January can be given in December.
"""

import datetime as dt
import logging
from functools import lru_cache

import chinese_calendar

logger = logging.getLogger(__name__)


def is_working_day(day: dt.date) -> bool:
    """Tell whether offices work on `day`."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        _warn(day.year)
        return day.weekday() < 5


def add_working_days(day: dt.date, count: int) -> dt.date:
    """Return the `count`-th working day after `day`; 0 is `day` itself."""
    while count > 0:
        day += dt.timedelta(days=1)
        count -= is_working_day(day)
    return day


@lru_cache(maxsize=32)
def _warn(year: int) -> None:
    logger.warning("no holiday calendar for %s: counting plain weekdays", year)
