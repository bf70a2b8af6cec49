"""Nobody approves what he or she wrote any part of."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from communities.services.attachments import attach
from lib.errors import NotAllowed
from programmes.models import IndicatorValue, Project, Stage, ValueState
from programmes.permissions import VALUE_APPROVE
from programmes.services.projects import move_project
from programmes.services.values import approve_value, return_value, save_value, submit_value
from tests.pages import as_read
from tests.programmes.factories import (
    make_indicator,
    make_measure,
    make_project,
    make_value,
    run_project,
)


def entered(value, cast) -> None:
    """Chen entered the value; Liu submits it."""


def evidence(value, cast) -> None:
    """Chen added a file to what Liu entered."""
    attach(actor=cast.chen, target=value, upload=ContentFile(b"2", name="second.csv"))


def mended(value, cast) -> None:
    """Chen corrected the note of what Liu entered."""
    value.note = "核对过"
    save_value(actor=cast.chen, value=value)


def taken_back(value, cast) -> None:
    """Chen submitted it, it came back, and Liu submitted it the second time."""
    submit_value(actor=cast.chen, value=value)
    return_value(actor=cast.admin, value=value, reason="再看")
    attach(actor=cast.chen, target=value, upload=ContentFile(b"3", name="third.csv"))


@pytest.mark.parametrize("part", [entered, evidence, mended, taken_back])
def test_who_wrote_a_part_of_a_value_does_not_approve_it(part, places, cast, as_user) -> None:
    """Whoever submitted it: by the address, on the page, in the list of what waits."""
    indicator = make_indicator(run_project(make_project(places.east)))
    value = make_value(indicator, cast.chen if part is entered else cast.liu)
    part(value, cast)
    value.refresh_from_db()
    submit_value(actor=cast.liu, value=value)
    chen, url = as_user(cast.chen), reverse("programmes:value-approve", args=[value.pk])
    assert chen.post(url, as_read(value)).status_code == 403
    assert url not in chen.get(value.get_absolute_url()).content.decode()
    waiting = IndicatorValue.objects.awaiting_approval_of(cast.chen, VALUE_APPROVE)
    assert not waiting.exists()
    assert IndicatorValue.objects.get().state == ValueState.SUBMITTED
    approve_value(actor=cast.admin, value=value)
    assert IndicatorValue.objects.get().approved_by == cast.admin


def test_who_planned_a_part_of_a_project_does_not_approve_it(places, cast, as_user) -> None:
    """Chen set the indicator of the plan that Liu wrote; the office's other clerk approves it."""
    project = make_project(places.east, cast.liu)
    make_indicator(project, cast.chen)
    make_measure(project, cast.liu)
    project.refresh_from_db()
    with pytest.raises(NotAllowed):
        move_project(
            actor=cast.chen, project=project, to="approved", reason="自己批", confirmed=True
        )
    url = reverse("programmes:project-move", args=[project.pk])
    offered = as_user(cast.chen).get(url).context["form"].fields["to"].choices
    assert "approved" not in dict(offered)
    assert Project.objects.get().stage == Stage.DRAFT
    move_project(actor=cast.admin, project=project, to="approved", reason="通过", confirmed=True)
    # Only the plan is judged: starting it is anybody's work who may.
    move_project(actor=cast.chen, project=project, to="running", reason="启动")
    assert Project.objects.get().stage == Stage.RUNNING
