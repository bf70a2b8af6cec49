"""What the monthly report says about goals and projects."""

import datetime as dt
from decimal import Decimal

import pytest

from documents import Chart, Document, KeyFigures, Meta, Table
from documents.context import ReportContext
from documents.html import render
from lib.periods import Period
from programmes.models import IndicatorValue
from programmes.sections import goals_section, projects_section
from programmes.services.budget import add_expense
from programmes.services.measures import add_progress
from programmes.services.values import approve_value, submit_value
from tests.programmes.factories import (
    make_budget_line,
    make_indicator,
    make_measure,
    make_project,
    make_value,
    run_project,
)

SEPTEMBER = Period.parse("2026-09")


def context(area, period=SEPTEMBER) -> ReportContext:
    """The report of a period, read two days after its end."""
    return ReportContext(area, period, period.end_at + dt.timedelta(days=2))


@pytest.fixture
def project(places, cast):
    """A running project: one indicator at 30 %, one measure late with 4 of 10, a fourth spent."""
    project = run_project(make_project(places.east, cast.liu))
    indicator = make_indicator(project, cast.liu)
    value = make_value(indicator, cast.liu)
    submit_value(actor=cast.liu, value=value)
    approve_value(actor=cast.chen, value=value)
    approved = SEPTEMBER.end_at + dt.timedelta(days=1)
    IndicatorValue.objects.update(approved_at=approved)
    measure = make_measure(project, cast.liu)
    add_progress(actor=cast.liu, measure=measure, day=dt.date(2026, 4, 1), quantity=Decimal(4))
    line = make_budget_line(project)
    for day, amount in ((dt.date(2026, 5, 1), 2500), (dt.date(2026, 10, 1), 5000)):
        add_expense(actor=cast.liu, line=line, day=day, amount=Decimal(amount))
    return project


def block(section, kind):
    """The first block of a kind."""
    return next(one for one in section.blocks if isinstance(one, kind))


def test_goals_against_actual_values(project, places, cast, as_user):
    """The row says 20 → 80, actual 30 with its interval, behind plan; numbers open their rows."""
    section = goals_section(context(places.street))
    row = block(section, Table).rows[0]
    assert [cell.value for cell in row[2:5]] == [20.0, 80.0, 30.0]
    assert row[5].value == "21.9 – 39.6"
    assert row[7].value.en == "Behind plan" and row[7].value.zh_hans == "落后计划"
    assert as_user(cast.chen).get(row[4].href).status_code == 200
    late = block(section, KeyFigures).figures[-1]
    assert late.value == 1
    assert as_user(cast.chen).get(late.href).context["table"].count == 1


def test_a_value_approved_after_the_report_was_read_is_not_in_it(project, places):
    """As of 2 October the value of September was approved; as of 30 September it was not."""
    early = ReportContext(places.street, SEPTEMBER, SEPTEMBER.end_at - dt.timedelta(hours=1))
    row = block(goals_section(early), Table).rows[0]
    assert row[4].value is None and row[7].value.en == "No judgement"


def test_projects_with_measures_and_money(project, places):
    """Expenses of October are not in the report of September."""
    section = projects_section(context(places.street))
    row = [cell.value for cell in block(section, Table).rows[0]]
    assert row[0] == project.title
    assert row[2:7] == [1, 0, 1, Decimal(10_000), Decimal(2500)]


def test_two_communities_with_the_same_project_stand_side_by_side(project, places, cast):
    """Codes are unique in an area only: the street's chart names the community of each."""
    twin = run_project(make_project(places.west, cast.chen, title=project.title))
    twin.code = project.code
    twin.save()
    make_measure(twin, cast.chen)
    chart = block(projects_section(context(places.street)), Chart)
    labels = [row[0].value for row in chart.data.rows]
    assert labels == [f"{project.code} {project.title} · {place}" for place in ("东社区", "西社区")]


def test_a_report_of_an_area_or_time_without_projects_has_no_section(project, places):
    """The western community has none, nor had the eastern one in 2025."""
    assert goals_section(context(places.west)) is None
    assert projects_section(context(places.west)) is None
    assert projects_section(context(places.east, Period.parse("2025-09"))) is None


def test_both_languages_are_rendered(project, places):
    """No English in the Chinese report: the words of the sections are translated."""
    sections = (goals_section(context(places.street)), projects_section(context(places.street)))
    document = Document("月报", Meta(), sections)
    chinese, english = render(document, language="zh-hans"), render(document, language="en")
    assert "逾期措施" in chinese and "Measures overdue" not in chinese
    assert "Measures overdue" in english
