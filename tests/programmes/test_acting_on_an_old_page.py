"""Who decides on a page that has grown old is told what has changed, and nothing is decided."""

from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.models import AuditEntry
from communities.models import Attachment
from communities.services.attachments import attach, detach
from lib.errors import Outdated
from programmes.models import IndicatorValue, Project, Stage, ValueStep
from programmes.services.measures import drop_measure
from programmes.services.projects import move_project
from programmes.services.values import approve_value, return_value, submit_value
from programmes.workflow import ValueState
from tests.pages import as_read
from tests.programmes.factories import (
    make_indicator,
    make_measure,
    make_project,
    make_value,
    run_project,
)


@pytest.fixture
def value(places, cast) -> IndicatorValue:
    """A value that Liu entered with its evidence: 30 %."""
    return make_value(make_indicator(run_project(make_project(places.east)), cast.liu), cast.liu)


def test_a_value_changed_since_is_not_approved(value, cast, as_user) -> None:
    """Chen's page shows 30 %; it was returned, mended and submitted again meanwhile."""
    submit_value(actor=cast.liu, value=value)
    page = as_read(value)
    return_value(actor=cast.admin, value=value, reason="分母不对")
    edit = reverse("programmes:value-edit", args=[value.pk])
    typed = {"numerator": "57", "denominator": "60", "note": ""}
    assert as_user(cast.liu).post(edit, as_read(value, **typed)).status_code == 302
    value.refresh_from_db()
    submit_value(actor=cast.liu, value=value)
    chen, approve = as_user(cast.chen), reverse("programmes:value-approve", args=[value.pk])
    refused = chen.post(approve, page)
    assert refused.status_code == 409
    assert "30.0000 → 95.0000" in refused.content.decode()
    assert IndicatorValue.objects.get().state == ValueState.SUBMITTED
    assert not AuditEntry.objects.filter(code="programmes.value.approved").exists()
    assert chen.post(approve, as_read(value)).status_code == 302
    assert IndicatorValue.objects.get().approved_by == cast.chen


def test_a_page_that_does_not_say_what_it_showed_decides_nothing(value, cast, as_user) -> None:
    """A form without a revision is of an older version of the portal, or was made by hand."""
    submit_value(actor=cast.liu, value=value)
    url = reverse("programmes:value-approve", args=[value.pk])
    assert as_user(cast.chen).post(url).status_code == 409
    assert as_user(cast.chen).post(url, {"revision": "x"}).status_code == 409
    assert IndicatorValue.objects.get().state == ValueState.SUBMITTED


def test_evidence_exchanged_since_is_a_change_of_the_value(value, cast) -> None:
    """Liu submits on a page that shows another file than the one that lies there now."""
    read = value.revision
    detach(actor=cast.admin, attachment=Attachment.objects.get())
    value.refresh_from_db()
    attach(actor=cast.admin, target=value, upload=ContentFile(b"other", name="other.csv"))
    with pytest.raises(Outdated) as refusal:
        submit_value(actor=cast.liu, value=value, revision=read)
    assert "other.csv" in str(refusal.value)
    assert not ValueStep.objects.exists()


def test_of_two_who_decide_at_once_the_second_is_told(value, cast) -> None:
    """One approves, one returns: both had read the same."""
    submit_value(actor=cast.liu, value=value)
    other = IndicatorValue.objects.get()
    approve_value(actor=cast.chen, value=value)
    with pytest.raises(Outdated, match="陈静"):
        return_value(actor=cast.admin, value=other, reason="等等")
    assert [step.target for step in ValueStep.objects.all()] == ["submitted", "approved"]


def test_a_plan_whose_target_was_lowered_since_is_not_approved(places, cast, as_user) -> None:
    """What is approved is the plan with its parts; the reason that was typed is kept."""
    project = make_project(places.east, cast.liu)
    indicator = make_indicator(project, cast.liu)
    make_measure(project, cast.liu)
    page = as_read(project, to="approved", reason="促进委员会通过", confirmed="on")
    indicator.refresh_from_db()
    edit = reverse("programmes:indicator-edit", args=[indicator.pk])
    form = as_user(cast.liu).get(edit).context["form"]
    typed = {name: one for name, one in form.initial.items() if one not in (None, [])}
    as_user(cast.liu).post(edit, as_read(indicator, **typed | {"target_value": "30"}))
    indicator.refresh_from_db()
    assert indicator.target_value == Decimal(30)
    url = reverse("programmes:project-move", args=[project.pk])
    refused = as_user(cast.chen).post(url, page)
    text = refused.content.decode()
    assert refused.status_code == 200 and "changed after your page was opened" in text
    assert "促进委员会通过" in text
    assert Project.objects.get().stage == Stage.DRAFT
    assert as_user(cast.chen).post(url, {**page, **as_read(project)}).status_code == 302


def test_a_measure_that_went_on_since_is_not_dropped(places, cast) -> None:
    """Its quantity was changed after Liu had opened the page."""
    measure = make_measure(make_project(places.east, cast.liu), cast.liu)
    read = measure.revision
    drop_measure(actor=cast.liu, measure=measure, reason="经费取消", revision=read)
    with pytest.raises(Outdated):
        drop_measure(actor=cast.chen, measure=measure, reason="再次", revision=read)


def test_a_project_moved_since_is_not_moved_again(places, cast) -> None:
    """The move that Chen wants does not exist any more; what has happened is said first."""
    project = make_project(places.east, cast.liu)
    make_indicator(project, cast.liu)
    make_measure(project, cast.liu)
    project.refresh_from_db()
    read = project.revision
    move_project(actor=cast.chen, project=project, to="approved", reason="通过", confirmed=True)
    with pytest.raises(Outdated, match="通过"):
        move_project(
            actor=cast.chen,
            project=project,
            to="approved",
            reason="二",
            confirmed=True,
            revision=read,
        )
