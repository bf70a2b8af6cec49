"""Projects that began, for the charts of other rooms."""

import datetime as dt

from django.utils.translation import gettext as _

from communities.models import Area
from lib.happenings import Happening, Happenings
from programmes.models import Project


def beginnings(area: Area, first: dt.date, after: dt.date) -> list[Happening]:
    """Approved projects of `area` that began; restricted ones are not told of."""
    rows = Project.objects.in_area(area).filter(
        restricted=False, running_from__gte=first, running_from__lt=after
    )
    found = rows.order_by().values_list("running_from", "title")
    return [
        Happening(day, _("%(title)s begins") % {"title": title})
        for day, title in found
        if day is not None
    ]


HAPPENINGS = Happenings(key="programmes.beginnings", find=beginnings)
