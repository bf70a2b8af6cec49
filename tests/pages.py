"""What a page sends along that somebody opens now."""

from typing import Any

from lib.records import Record


def as_read(record: Record, **typed: Any) -> dict[str, Any]:
    """The form of an action on `record`, drawn now: the revision read, and what is typed."""
    return {"revision": type(record).objects.get(pk=record.pk).revision, **typed}
