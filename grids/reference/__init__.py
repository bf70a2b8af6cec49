"""The time limits that every installation starts with.

Written once after migrating; then they belong to the deployment: what is there is never
overwritten.
"""

import datetime as dt
from pathlib import Path

from grids.models import TimeLimit
from lib.reference import read_list

FOLDER = Path(__file__).parent
#: The first limits hold for whatever was found before the portal, too.
SINCE = dt.date(2000, 1, 1)


def sync_reference(**_kwargs: object) -> None:
    """Add the limits that are missing."""
    for row in read_list(FOLDER / "time_limits.json"):
        general = TimeLimit.objects.filter(area=None, category=None, grade=row["grade"])
        if not general.exists():
            TimeLimit.objects.create(**row, valid_from=SINCE)
