"""The time limits that every installation starts with.

Written once after migrating; then they belong to the deployment: what is there is never
overwritten.
"""

from pathlib import Path

from grids.models import TimeLimit
from lib.reference import read_list

FOLDER = Path(__file__).parent


def sync_reference(**_kwargs: object) -> None:
    """Add the limits that are missing."""
    for row in read_list(FOLDER / "time_limits.json"):
        TimeLimit.objects.get_or_create(category=None, grade=row["grade"], defaults=row)
