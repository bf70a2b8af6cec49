"""What grids put into an evaluation report."""

import datetime as dt

import pytest
from django.utils import timezone

from documents import Chart, Finding, KeyFigures, Table
from documents.context import ReportContext
from grids.sections import hazards_section, inspections_section
from lib.indicators import measure
from lib.periods import Period
from tests.grids.test_numbers_open_rows import MARCH, world  # noqa: F401 - a fixture


def context(area, period: Period = MARCH) -> ReportContext:
    """A report made now."""
    return ReportContext(area, period, timezone.now())


def blocks(section, kind: type) -> list:
    """The blocks of one kind."""
    return [block for block in section.blocks if isinstance(block, kind)]


def test_the_figures_of_the_report_are_those_of_the_pages(world) -> None:  # noqa: F811
    section = hazards_section(context(world.street))
    figures = {f.label.en: f for f in blocks(section, KeyFigures)[0].figures}
    assert figures["Hazards found"].value == 5
    assert figures["Rectified on time"].value == pytest.approx(100 / 3)
    assert figures["Rectified on time"].note.zh_hans == "1/3"
    found = measure("grids.hazards.found", world.street, MARCH)
    assert figures["Hazards found"].href == found.href


def test_the_table_by_category_adds_up(world) -> None:  # noqa: F811
    table = blocks(hazards_section(context(world.street)), Table)[0]
    assert [cell.value for cell in table.totals[1:]] == [4, 1, 5, 1, 3]
    assert table.rows[0][0].value.zh_hans == "消防安全"


def test_the_chart_shows_twelve_months_up_to_the_period(world) -> None:  # noqa: F811
    chart = blocks(hazards_section(context(world.street)), Chart)[0]
    assert [row[0].value for row in chart.data.rows][0::11] == ["2025-04", "2026-03"]
    assert [row[1].value for row in chart.data.rows if row[1].value] == [1, 5]


def test_overdue_and_repeated_hazards_are_named_as_findings(world) -> None:  # noqa: F811
    findings = blocks(hazards_section(context(world.street)), Finding)
    assert [finding.severity for finding in findings] == ["high", "medium"]
    assert findings[0].text.en.startswith("2 hazards")


def test_coverage_is_told_for_each_community_below_the_street(world) -> None:  # noqa: F811
    section = inspections_section(context(world.street))
    coverage, workers = blocks(section, Table)
    values = [[cell.value for cell in row] for row in coverage.rows]
    assert values == [["东社区", 2, 1, 50.0, 2, 1, 5], ["西社区", 1, 0, 0.0, 0, 0, 0]]
    assert [cell.value for cell in workers.rows[0]] == ["王芳", 2, 1, 2, 5]


def test_a_grid_has_no_table_of_areas_below(world) -> None:  # noqa: F811
    section = inspections_section(context(world.grid1))
    assert len(blocks(section, Table)) == 1


def test_nothing_recorded_is_no_section(places) -> None:
    empty = context(places.street, Period(dt.date(2026, 3, 1)))
    assert hazards_section(empty) is None and inspections_section(empty) is None
