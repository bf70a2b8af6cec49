"""When nobody is disturbed, and the hour of the digest."""

import datetime as dt

from django.utils import timezone

#: What is collected goes out at this time, before work begins.
MORNING = dt.time(7, 30)


def after_quiet(moment: dt.datetime, start: dt.time | None, end: dt.time | None) -> dt.datetime:
    """Return `moment`, or the end of the quiet hours in which it lies.

    `start` may be later than `end`: the quiet hours then go over midnight. Equal ones are none.
    """
    if start is None or end is None or start == end:
        return moment
    local = timezone.localtime(moment)
    clock = local.time()
    over_midnight = start > end
    quiet = (clock >= start or clock < end) if over_midnight else start <= clock < end
    if not quiet:
        return moment
    return _next(local, end)


def next_morning(moment: dt.datetime) -> dt.datetime:
    """Return the next hour of the digest after `moment`."""
    return _next(timezone.localtime(moment), MORNING)


def _next(local: dt.datetime, clock: dt.time) -> dt.datetime:
    """Return the first time after `local` at which clocks show `clock`."""
    day = timezone.localdate(local) + dt.timedelta(days=local.time() >= clock)
    return timezone.make_aware(dt.datetime.combine(day, clock))
