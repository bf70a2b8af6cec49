"""What was typed wrong or is only planned can be deleted; what something stands on stays."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from communities.models import Attachment, Organisation
from communities.services.attachments import attach
from communities.services.removal import MISTYPED, remove_record
from lib.errors import DomainError, Outdated, WrongState
from lib.records import bump
from lib.removal import removals
from lib.workflow import Step
from programmes.models import Indicator, Objective, Project
from tests.programmes.factories import (
    make_budget_line,
    make_indicator,
    make_measure,
    make_project,
    make_value,
    run_project,
)
from tests.training.factories import count, make_event
from training.models import Event
from training.workflow import EventState


def address(record) -> str:
    return reverse("communities:record-remove", args=[record._meta.label_lower, record.pk])


@pytest.fixture
def draft(places, cast) -> Project:
    """A draft of chen's with a part of each kind."""
    project = make_project(places.street, cast.chen)
    objective = Objective.objects.create(project=project, text="降低跌倒", created_by=cast.chen)
    make_indicator(project, cast.chen, objective=objective)
    make_measure(project, cast.chen)
    make_budget_line(project, cast.chen)
    return project


def test_a_draft_goes_with_its_parts_and_files(draft, cast, as_user) -> None:
    upload = SimpleUploadedFile("方案.txt", "草案".encode())
    attach(actor=cast.chen, target=draft, upload=upload)
    page = as_user(cast.chen).get(address(draft))
    answer = as_user(cast.chen).post(
        address(draft), {"revision": page.context["form"]["revision"].value()}
    )
    assert answer.status_code == 302 and answer.url == reverse("programmes:projects")
    assert not Project.objects.filter(pk=draft.pk).exists()
    assert not Indicator.objects.exists() and not Objective.objects.exists()
    assert not Attachment.objects.exists()


def test_the_trail_keeps_what_it_was_and_no_personal_data(draft, cast) -> None:
    remove_record(actor=cast.chen, record=draft, reason="重复")
    entry = AuditEntry.objects.get(code="communities.record.deleted")
    assert entry.actor == cast.chen and entry.target_text == draft.title
    assert entry.changes["title"] == [draft.title, None] and entry.changes["reason"] == [
        None,
        "重复",
    ]
    assert entry.area_key == draft.area_id


def test_a_part_of_a_draft_is_told_in_its_history(draft, cast) -> None:
    measure, before = draft.measures.get(), draft.revision
    remove_record(actor=cast.chen, record=measure)
    entry = AuditEntry.objects.get(code="communities.record.deleted")
    assert entry.target_id == str(draft.pk) and entry.changes["measure"] == [measure.title, None]
    draft.refresh_from_db()
    assert draft.revision > before and not draft.measures.exists()


def test_what_something_stands_on_stays_and_it_says_what(draft, cast, as_user) -> None:
    objective = draft.objectives.get()
    with pytest.raises(WrongState, match="1"):
        remove_record(actor=cast.chen, record=objective)
    page = as_user(cast.chen).get(address(objective))
    assert page.status_code == 200 and "form" not in page.context
    assert as_user(cast.chen).post(address(objective), {"revision": 1}).status_code == 200
    assert Objective.objects.filter(pk=objective.pk).exists()


def test_a_value_keeps_its_indicator_and_the_whole_project(draft, cast) -> None:
    make_value(draft.indicators.get(), actor=cast.chen)
    for record in (draft, draft.indicators.get()):
        with pytest.raises(WrongState):
            remove_record(actor=cast.chen, record=record)


def test_a_project_that_was_decided_on_stays(draft, cast, as_user) -> None:
    run_project(draft)
    draft.refresh_from_db()
    for record in (draft, draft.measures.get(), draft.budget_lines.get()):
        with pytest.raises(WrongState):
            remove_record(actor=cast.chen, record=record)
    edit = as_user(cast.chen).get(reverse("programmes:project-edit", args=[draft.pk]))
    assert address(draft) not in edit.content.decode()


def test_the_way_to_it_stands_on_the_form(draft, cast, as_user) -> None:
    edit = as_user(cast.chen).get(reverse("programmes:project-edit", args=[draft.pk]))
    assert address(draft) in edit.content.decode()
    line = draft.budget_lines.get()
    edit = as_user(cast.chen).get(reverse("programmes:budget-edit", args=[line.pk]))
    assert address(line) in edit.content.decode()


def test_who_sees_it_and_may_not_edit_it_is_refused(draft, cast, as_user) -> None:
    assert as_user(cast.zhou).get(address(draft)).status_code == 403
    assert as_user(cast.outsider).get(address(draft)).status_code == 404
    assert Project.objects.filter(pk=draft.pk).exists()


def test_somebody_elses_or_an_old_record_asks_for_a_reason(draft, cast) -> None:
    with pytest.raises(DomainError, match="reason"):
        remove_record(actor=cast.admin, record=draft)
    Project.objects.update(created_at=timezone.now() - MISTYPED)
    draft.refresh_from_db()
    with pytest.raises(DomainError, match="reason"):
        remove_record(actor=cast.chen, record=draft)
    remove_record(actor=cast.chen, record=draft, reason="写错了")


def test_what_was_changed_meanwhile_is_looked_at_again(draft, cast) -> None:
    bump(Project.objects.get(pk=draft.pk))
    with pytest.raises(Outdated):
        remove_record(actor=cast.chen, record=draft)


def test_a_planned_event_goes_and_a_held_one_stays(places, cast) -> None:
    ahead = timezone.localdate() + dt.timedelta(days=9)
    planned = make_event(places.east, str(ahead), state=EventState.PLANNED, created_by=cast.liu)
    remove_record(actor=cast.liu, record=planned)
    held = make_event(places.east, state=EventState.HELD, created_by=cast.liu)
    count(held, 12)
    with pytest.raises(WrongState):
        remove_record(actor=cast.liu, record=held)
    assert list(Event.objects.all()) == [held]


def test_an_organisation_stays_where_it_is_named(places, cast) -> None:
    named, free = (
        Organisation.objects.create(
            area=places.street, name=name, sector="gas", created_by=cast.chen
        )
        for name in ("燃气公司", "燃汽公司")
    )
    event = make_event(places.east)
    event.co_hosts.add(named)
    with pytest.raises(WrongState):
        remove_record(actor=cast.chen, record=named)
    remove_record(actor=cast.chen, record=free)
    assert list(Organisation.objects.all()) == [named]


@pytest.mark.parametrize("removal", list(removals), ids=lambda one: one.key)
def test_each_kind_names_relations_that_are_there(removal) -> None:
    """A step is history: it goes only with a record that has taken none but its first."""
    model = apps.get_model(removal.key)
    for name in removal.along:
        part = model._meta.get_field(name).related_model
        assert not issubclass(part, Step) or removal.key == "training.event"
    assert hasattr(model._default_manager.all(), "visible_to")


def test_what_is_of_no_such_kind_is_not_found(places, cast, as_user) -> None:
    url = reverse("communities:record-remove", args=["accounts.user", cast.liu.pk])
    assert as_user(cast.admin).get(url).status_code == 404
