"""The retention periods that every installation starts with."""

from communities.models import RetentionPeriod
from communities.retention import PERIODS


def sync_periods(**_signal: object) -> None:
    """Add the periods that are missing; what is there belongs to the office."""
    known = set(RetentionPeriod.objects.values_list("code", flat=True))
    RetentionPeriod.objects.bulk_create(
        RetentionPeriod(code=one.key, days=one.default)
        for one in PERIODS.values()
        if one.key not in known
    )
