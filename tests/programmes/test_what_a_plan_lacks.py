"""A plan says what it lacks: some must be there, the rest is confirmed by whoever approves."""

import pytest
from django.urls import reverse

from lib.errors import WrongState
from programmes.models import Project, Stage
from programmes.services.projects import move_project
from tests.pages import as_read
from tests.programmes.factories import (
    make_budget_line,
    make_indicator,
    make_measure,
    make_project,
    run_project,
)
from tests.sent import form_on


@pytest.fixture
def draft(places, cast) -> Project:
    """A plan of Liu that has all it must have, and neither partners nor budget."""
    project = make_project(places.east, cast.liu)
    make_indicator(project, cast.liu)
    make_measure(project, cast.liu)
    project.refresh_from_db()
    return project


def approve(client, project, **typed):
    """Answer to the approval of a project."""
    url = reverse("programmes:project-move", args=[project.pk])
    return client.post(url, as_read(project, to="approved", reason="委员会通过", **typed))


def test_the_page_of_a_draft_says_what_is_missing_and_leads_there(places, cast, as_user) -> None:
    project = make_project(places.east, cast.liu, lead_unit=None, goal="")
    page = as_user(cast.liu).get(project.get_absolute_url())
    lacking = {one.words: one for one in page.context["lacking"]}
    assert {"the lead unit", "the overall goal", "a measure"} <= set(lacking)
    assert lacking["a measure"].required and not lacking["budget"].required
    edit = reverse("programmes:project-edit", args=[project.pk])
    assert f'href="{edit}#id_lead_unit"' in page.content.decode()
    assert f'href="{edit}#measures"' in page.content.decode()


def test_readers_see_it_without_links_and_a_running_project_asks_for_nothing(
    draft, cast, as_user
) -> None:
    page = as_user(cast.wang).get(draft.get_absolute_url())
    assert page.context["lacking"] and "/edit/" not in page.content.decode()
    run_project(draft)
    assert not as_user(cast.liu).get(draft.get_absolute_url()).context["lacking"]


@pytest.mark.parametrize("left_out", [{"lead_unit": None}, {"leader_name": ""}])
def test_without_who_answers_for_it_a_plan_is_not_approved(left_out, draft, cast, as_user) -> None:
    Project.objects.filter(pk=draft.pk).update(**left_out)
    page = approve(as_user(cast.chen), draft, confirmed="on")
    assert page.status_code == 200 and "委员会通过" in page.content.decode()
    assert "Still missing: the " in str(page.context["form"].non_field_errors())
    assert Project.objects.get().stage == Stage.DRAFT


def test_an_indicator_without_baseline_judges_nothing(places, cast) -> None:
    project = make_project(places.east, cast.liu)
    make_indicator(project, cast.liu, baseline_value=None, baseline_period="")
    make_measure(project, cast.liu)
    project.refresh_from_db()
    with pytest.raises(WrongState, match="an indicator with baseline and target"):
        move_project(actor=cast.chen, project=project, to="approved", reason="通过", confirmed=True)


def test_what_is_mostly_there_is_named_and_has_to_be_confirmed(draft, cast, as_user) -> None:
    chen = as_user(cast.chen)
    page = approve(chen, draft)
    said = str(page.context["form"].non_field_errors())
    assert page.status_code == 200 and "budget" in said and "partners" in said
    assert "入户检查" in said, "the measure without anybody responsible is named"
    assert Project.objects.get().stage == Stage.DRAFT
    listed = chen.get(reverse("programmes:project-move", args=[draft.pk]))
    assert "Check before approval" in listed.content.decode()
    assert approve(chen, draft, confirmed="on").status_code == 302
    assert Project.objects.get().stage == Stage.APPROVED


def whole(places, cast) -> Project:
    """A plan of Liu that lacks nothing."""
    project = make_project(places.east, cast.liu, target_group="租客")
    partner = project.lead_unit
    project.partners.add(partner)
    make_indicator(project, cast.liu)
    make_measure(project, cast.liu, owner=partner)
    make_budget_line(project, cast.liu)
    project.objectives.create(text="烟感全覆盖", created_by=cast.liu)
    project.refresh_from_db()
    return project


def test_nothing_is_to_be_confirmed_when_nothing_is_missing(places, cast, as_user) -> None:
    project, chen = whole(places, cast), as_user(cast.chen)
    form = chen.get(reverse("programmes:project-move", args=[project.pk])).context["form"]
    assert "confirmed" not in form.fields
    assert approve(chen, project).status_code == 302


def test_many_are_approved_at_once_but_none_that_lacks_something(
    draft, places, cast, as_user
) -> None:
    """What is missing is named beside the one left out; the reason stands with the other."""
    complete, chen = whole(places, cast), as_user(cast.chen)
    url = reverse("programmes:projects")
    page = chen.post(url, {"action": "approve", "row": [str(draft.pk), str(complete.pk)]})
    assert page.context["ready"] == [complete]
    (refused,) = page.context["refused"]
    assert refused.record == draft and "budget" in refused.why
    sent = form_on(page, with_field="confirmed") | {"reason": "第三季度会议通过"}
    assert chen.post(url, sent).status_code == 302
    complete.refresh_from_db()
    draft.refresh_from_db()
    assert (complete.stage, draft.stage) == (Stage.APPROVED, Stage.DRAFT)
    assert complete.steps.get().note == "第三季度会议通过"
    assert as_user(cast.liu).post(url, {"action": "approve", "row": []}).status_code == 403
