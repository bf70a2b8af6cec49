"""The dashboard as the origin of lists: figure, month and area in `?from=board:…`."""

from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from communities.models import Area
from lib.crumbs import Crumb, Origin
from lib.indicators import indicators
from lib.periods import Period

KEY = "board"


def place_of(area: Area, period: Period) -> str:
    """Return where the dashboard stands, for the address of a list."""
    return f"{period.code}:{area.pk}"


def trail(value: str) -> list[Crumb]:
    """Read `2026-10:<area>[:<figure>]`; [] when it is none."""
    period, _colon, rest = value.partition(":")
    area, _colon, figure = rest.partition(":")
    try:
        query: dict[str, str] = {"area": str(UUID(area)), "period": Period.parse(period).code}
    except ValueError:
        return []
    crumbs = [Crumb(_("Dashboard"), f"{reverse('monitoring:dashboard')}?{urlencode(query)}")]
    if figure in indicators:
        crumbs.append(Crumb(indicators[figure].name))
    return crumbs


ORIGIN = Origin(key=KEY, trail=trail)
