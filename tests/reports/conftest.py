"""A finished report of the street and the month before."""

import pytest
from django.utils import timezone

from lib.periods import Period
from reports.models import ReportRun, ReportTemplate
from reports.services.compute import compute
from reports.services.requests import request_report


@pytest.fixture
def last_month() -> Period:
    """The last month that is over."""
    return Period.containing(timezone.localdate()).previous


@pytest.fixture
def monthly(db: None) -> ReportTemplate:
    """The built-in template."""
    return ReportTemplate.objects.get(code="monthly")


@pytest.fixture
def draft(cast, places, monthly, last_month) -> ReportRun:
    """A computed draft that Chen asked for."""
    run, _made = request_report(
        actor=cast.chen, template=monthly, area=places.street, period=last_month
    )
    assert compute(run.pk)
    return ReportRun.objects.get(pk=run.pk)
