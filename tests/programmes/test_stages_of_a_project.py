"""Draft → approved → running → evaluated → sustained or closed; every move with its reason."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from lib.errors import Outdated, WrongState
from programmes.models import Project, ProjectStep, Stage
from programmes.services.measures import drop_measure
from programmes.services.projects import move_project
from tests.pages import as_read
from tests.programmes.factories import make_indicator, make_measure, make_project, run_project


def complete(area, actor) -> Project:
    """A plan with everything that approval asks for."""
    project = make_project(area, actor)
    make_indicator(project, actor)
    make_measure(project, actor)
    return project


def test_chen_approves_a_complete_plan(places, cast, as_user):
    """The stage, the step with its reason and the trail are written; nothing runs yet."""
    project = complete(places.east, cast.liu)
    url = reverse("programmes:project-move", args=[project.pk])
    response = as_user(cast.chen).post(
        url, as_read(project, to="approved", reason="促进委员会通过", confirmed="on")
    )
    assert response.status_code == 302
    project.refresh_from_db()
    assert project.stage == Stage.APPROVED and project.running_from is None
    step = project.steps.get()
    assert (step.source, step.target, step.note) == ("draft", "approved", "促进委员会通过")
    assert step.actor == cast.chen
    assert AuditEntry.objects.filter(code="programmes.project.moved").count() == 1


def test_an_incomplete_plan_is_refused_and_told_what_is_missing(places, cast, as_user):
    """Without indicator and measure it stays a draft, and the reason typed is kept."""
    project = make_project(places.east, cast.liu)
    url = reverse("programmes:project-move", args=[project.pk])
    page = as_user(cast.chen).post(
        url, as_read(project, to="approved", reason="先批再说", confirmed="on")
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert "an indicator with baseline and target; a measure" in text and "先批再说" in text
    project.refresh_from_db()
    assert project.stage == Stage.DRAFT and not project.steps.exists()


def test_liu_cannot_approve_her_own_communitys_project(places, cast, as_user):
    """Community staff start and evaluate; approving is the office's."""
    project = complete(places.east, cast.liu)
    url = reverse("programmes:project-move", args=[project.pk])
    page = as_user(cast.liu).post(
        url, as_read(project, to="approved", reason="自己批", confirmed="on")
    )
    assert page.status_code == 200 and "approved" not in page.context["form"].cleaned_data
    assert Project.objects.get().stage == Stage.DRAFT
    move_project(actor=cast.chen, project=project, to="approved", reason="通过", confirmed=True)
    start = as_read(project, to="running", reason="启动")
    assert as_user(cast.liu).post(url, start).status_code == 302
    assert Project.objects.get().running_from == timezone.localdate()


def test_a_stage_cannot_be_skipped(places, cast):
    """A draft does not run."""
    project = complete(places.east, cast.liu)
    with pytest.raises(WrongState):
        move_project(actor=cast.chen, project=project, to="running", reason="跳过")
    assert not ProjectStep.objects.exists()


def test_of_two_people_who_move_it_at_once_one_is_told(places, cast):
    """Both read a draft; the second action finds that it no longer is one."""
    project = complete(places.east, cast.liu)
    other = Project.objects.get(pk=project.pk)
    move_project(actor=cast.chen, project=project, to="approved", reason="一", confirmed=True)
    with pytest.raises(Outdated):
        move_project(actor=cast.admin, project=other, to="approved", reason="二", confirmed=True)
    assert ProjectStep.objects.count() == 1


def test_open_measures_must_be_settled_before_a_project_is_closed(places, cast):
    """Dropping the measure with a reason opens the way."""
    project = run_project(complete(places.east, cast.liu))
    with pytest.raises(WrongState) as refusal:
        move_project(actor=cast.chen, project=project, to="closed", reason="结项")
    assert refusal.value.code == "incomplete"
    drop_measure(actor=cast.liu, measure=project.measures.get(), reason="经费取消")
    move_project(actor=cast.chen, project=project, to="closed", reason="结项")
    project.refresh_from_db()
    assert project.stage == Stage.CLOSED and project.running_to == timezone.localdate()


def test_it_ran_between_its_start_and_the_day_before_it_was_evaluated(places, cast):
    """The first day that it no longer ran does not count."""
    project = run_project(make_project(places.east), dt.date(2026, 2, 10))
    Project.objects.update(running_to=dt.date(2026, 6, 1))
    for start, end, found in (
        (dt.date(2026, 1, 1), dt.date(2026, 2, 9), False),
        (dt.date(2026, 2, 1), dt.date(2026, 2, 28), True),
        (dt.date(2026, 5, 31), dt.date(2026, 6, 30), True),
        (dt.date(2026, 6, 1), dt.date(2026, 6, 30), False),
    ):
        rows = Project.objects.running_between(start, end)
        assert rows.filter(pk=project.pk).exists() is found, (start, end)


def test_steps_are_never_changed_or_deleted(places, cast):
    """History only grows."""
    project = complete(places.east, cast.liu)
    step = move_project(
        actor=cast.chen, project=project, to="approved", reason="通过", confirmed=True
    )
    step.note = "改写"
    with pytest.raises(RuntimeError):
        step.save()
    with pytest.raises(RuntimeError):
        step.delete()
