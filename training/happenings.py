"""Campaigns, for the charts of other rooms."""

import datetime as dt

from django.utils import timezone

from communities.models import Area
from lib.happenings import Happening, Happenings
from training.kinds import EventKind
from training.models import Event


def campaigns(area: Area, first: dt.date, after: dt.date) -> list[Happening]:
    """Campaign days and months that took place in `area`."""
    rows = Event.objects.in_area(area).took_place().filter(kind=EventKind.CAMPAIGN)
    rows = rows.begun_between(first, after - dt.timedelta(days=1)).order_by()
    found = rows.values_list("starts_at", "title")
    return [Happening(timezone.localdate(moment), title) for moment, title in found]


HAPPENINGS = Happenings(key="training.campaigns", find=campaigns)
