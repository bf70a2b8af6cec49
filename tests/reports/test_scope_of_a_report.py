"""The first section says what lies in the area, and nothing about levels that it does not have."""

from django.utils import timezone

from documents import KeyFigures
from documents.context import ReportContext
from reports.sections import scope


def counted(area, period) -> list[str]:
    """The names of the key figures of the scope."""
    section = scope(ReportContext(area=area, period=period, as_of=timezone.now()))
    figures = next(one for one in section.blocks if isinstance(one, KeyFigures))
    return [one.label.en for one in figures.figures]


def test_a_community_does_not_count_its_communities(places, last_month) -> None:
    """“Communities: 0” stood over the report of a community."""
    assert counted(places.street, last_month) == ["Communities", "Grids", "Residents"]
    assert counted(places.east, last_month) == ["Grids", "Residents"]
    assert counted(places.grid1, last_month) == ["Residents"]
