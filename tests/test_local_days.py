"""The day is the portal's, also in the eight hours in which UTC still has the day before."""

import datetime as dt

import pytest
from django.utils import timezone

from documents import Finding
from documents.context import ReportContext
from lib.periods import Period
from tests.training.factories import make_drill, make_finding
from training.sections_drills import drills_section
from training.workflow import EventState

DUE = dt.date(2026, 3, 25)


@pytest.mark.parametrize("clock", ["00:20", "23:40"])
def test_days_overdue_are_counted_in_local_days(clock: str, places) -> None:
    """A report of 4 April says 10 days, in its first and in its last half hour."""
    make_finding(make_drill(places.east, "2026-03-20", state=EventState.WRITTEN_UP), DUE)
    moment = timezone.make_aware(dt.datetime.fromisoformat(f"2026-04-04 {clock}"))
    section = drills_section(ReportContext(places.street, Period(dt.date(2026, 3, 1)), moment))
    (told,) = [block for block in section.blocks if isinstance(block, Finding)]
    assert "10 days ago" in told.text.en
