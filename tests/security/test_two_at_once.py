"""Two people at one record: what was submitted or decided meanwhile is not written over."""

from decimal import Decimal

import pytest
from django.utils import timezone

from lib.errors import WrongState
from lib.periods import Period
from programmes.models import IndicatorValue, Project
from programmes.services.projects import save_project
from programmes.services.values import approve_value, save_value, submit_value
from tests.programmes.factories import make_indicator, make_project, make_value, run_project


def test_an_edit_that_comes_late_does_not_change_an_approved_value(cast, places) -> None:
    """Liu's form was read as a draft; submitted and approved before it is saved, it is refused."""
    indicator = make_indicator(run_project(make_project(places.east, cast.liu)), cast.liu)
    period = Period.containing(timezone.localdate()).previous
    stored = make_value(indicator, cast.liu, period_start=period.start)
    late = IndicatorValue.objects.get(pk=stored.pk)
    submit_value(actor=cast.liu, value=stored)
    approve_value(actor=cast.chen, value=stored)
    late.numerator = Decimal(100)
    with pytest.raises(WrongState):
        save_value(actor=cast.liu, value=late)
    stored.refresh_from_db()
    assert (stored.state, stored.numerator, stored.approved_by) == ("approved", 30, cast.chen)


def test_an_edit_that_comes_late_does_not_move_the_project_back(cast, places) -> None:
    """The stage is moved by decisions with a reason, not by a form."""
    project = make_project(places.east, cast.liu)
    late = Project.objects.get(pk=project.pk)
    run_project(project)
    late.title = "新的名称"
    save_project(actor=cast.liu, project=late, covered=[places.east], partners=[])
    project.refresh_from_db()
    assert (project.title, project.stage) == ("新的名称", "running")
    assert project.running_from is not None
