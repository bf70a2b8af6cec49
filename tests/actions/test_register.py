"""One register: whatever an action comes from, it is recorded, handed over, done and verified."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from actions.models import CorrectiveAction
from actions.services import report_done
from actions.workflow import ActionState
from communities.finding import find_all
from communities.models import Membership, Organisation
from communities.services.removal import remove_record
from grids.models import Hazard
from lib.errors import WrongState
from lib.periods import Period, PeriodKind
from reports.models import ReportRun, ReportTemplate
from tests.grids.makers import hazard as make_hazard, premises
from tests.pages import as_read
from tests.training.factories import make_drill, make_event, make_finding
from training.workflow import EventState

DUE = dt.date(2026, 4, 1)


def typed(**fields: object) -> dict[str, object]:
    """Return what is typed into the form of a new action."""
    values = {
        "record_key": str(uuid.uuid4()),
        "problem": "消防通道被占",
        "action": "施划禁停标线",
        "owner_name": "物业经理",
        "due": "2126-04-01",
    }
    return values | fields


def make_action(area, **fields: object) -> CorrectiveAction:
    """Make an open action of a meeting."""
    values = {
        "source": "委员会会议",
        "found_on": dt.date(2026, 3, 1),
        "problem": "消防通道被占",
        "action": "施划禁停标线",
        "owner_name": "物业经理",
        "due": DUE,
    }
    return CorrectiveAction.objects.create(area=area, **values | fields)


@pytest.fixture
def property_office(places, cast) -> Organisation:
    """The unit for which sun works."""
    unit = Organisation.objects.create(name="金沙物业", area=places.street, sector="property")
    Membership.objects.filter(user=cast.sun).update(organisation=unit)
    return unit


def test_chen_records_what_a_meeting_concluded(places, cast, as_user, property_office) -> None:
    """A unit is responsible; twice sent it stands there once, with its step and its entry."""
    address = reverse("actions:action-new")
    words = typed(
        source="委员会三月会议",
        area=places.street.pk,
        found_on="2026-03-03",
        owner_name="",
        owner_unit=property_office.pk,
    )
    for _press in range(2):
        answer = as_user(cast.chen).post(address, words)
    action = CorrectiveAction.objects.get()
    assert answer.status_code == 302 and answer.url == action.get_absolute_url()
    assert (action.source_kind, action.source, action.responsible) == (
        "",
        "委员会三月会议",
        "金沙物业",
    )
    assert list(action.steps.values_list("target", "actor")) == [("open", cast.chen.pk)]
    assert AuditEntry.objects.filter(code="actions.action.added").count() == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"owner_name": ""}, {"owner"}),
        ({"source": ""}, {"source"}),
        ({"found_on": "2126-03-01"}, {"found_on"}),
        ({"due": "2026-03-02"}, {"due"}),
    ],
)
def test_nobody_responsible_no_source_or_impossible_days_are_refused(
    fields, wrong, places, cast, as_user
) -> None:
    words = typed(source="会议", area=places.street.pk, found_on="2026-03-03") | fields
    page = as_user(cast.chen).post(reverse("actions:action-new"), words)
    assert set(page.context["form"].errors) == wrong
    assert not CorrectiveAction.objects.exists()


def test_an_owner_from_elsewhere_is_refused(places, cast, as_user) -> None:
    """Liu works in the east, not in the west."""
    words = typed(source="会议", found_on="2026-03-03", owner_name="", owner=cast.liu.pk)
    page = as_user(cast.chen).post(reverse("actions:action-new"), words | {"area": places.west.pk})
    assert set(page.context["form"].errors) == {"owner"}


def test_a_row_without_anybody_responsible_is_refused_by_the_database(places, cast) -> None:
    action = make_action(places.street)
    with pytest.raises(IntegrityError), transaction.atomic():
        CorrectiveAction.objects.filter(pk=action.pk).update(owner_name="")


def test_liu_makes_an_action_of_a_hazard(places, cast, as_user) -> None:
    """The button stands on its page; what is wrong there is the problem; the panel names it."""
    hazard = make_hazard(premises(places, area=places.east), cast.liu, description="灭火器过期")
    client, address = (
        as_user(cast.liu),
        reverse("actions:action-of", args=["grids.hazard", hazard.pk]),
    )
    assert address in client.get(hazard.get_absolute_url()).content.decode()
    form = client.get(address).context["form"]
    assert "灭火器过期" in form["problem"].value()
    assert "area" not in form.fields and "source" not in form.fields
    assert client.post(address, typed()).url == hazard.get_absolute_url()
    action = CorrectiveAction.objects.get()
    assert (action.area, action.source_kind, action.source_key) == (
        places.east,
        "grids.hazard",
        hazard.pk,
    )
    assert action.found_on == timezone.localdate(hazard.found_at)
    assert action.get_absolute_url() in client.get(hazard.get_absolute_url()).content.decode()
    assert hazard.get_absolute_url() in client.get(action.get_absolute_url()).content.decode()


def test_of_a_withdrawn_hazard_nothing_follows(places, cast, as_user) -> None:
    hazard = make_hazard(premises(places, area=places.east), cast.liu)
    Hazard.objects.update(state="withdrawn", ended_at=timezone.now())
    address = reverse("actions:action-of", args=["grids.hazard", hazard.pk])
    assert address not in as_user(cast.liu).get(hazard.get_absolute_url()).content.decode()
    assert as_user(cast.liu).post(address, typed()).status_code == 403
    assert not CorrectiveAction.objects.exists()


def test_a_report_s_conclusions_become_actions(places, cast, as_user) -> None:
    """Not while its figures are being computed."""
    run = ReportRun.objects.create(
        template=ReportTemplate.objects.first(),
        area=places.street,
        period_start=Period.parse("2026-03").start,
        period_kind=PeriodKind.MONTH,
        state="computing",
        as_of=timezone.now(),
    )
    address = reverse("actions:action-of", args=["reports.reportrun", run.pk])
    assert as_user(cast.chen).post(address, typed()).status_code == 403
    ReportRun.objects.update(state="draft")
    as_user(cast.chen).post(address, typed())
    action = CorrectiveAction.objects.get()
    assert (action.source_key, action.area, action.source) == (run.pk, places.street, str(run))


def test_a_meeting_kept_as_an_event_feeds_the_register_a_drill_by_its_own_page(
    places, cast, as_user
) -> None:
    """What is only planned has concluded nothing."""
    held = make_event(places.east, kind="joint-meeting", follow_up="增加护学岗")
    ahead = make_event(places.east, state=EventState.PLANNED)
    drill = make_drill(places.east)
    client = as_user(cast.liu)

    def form_of(record):
        return client.get(reverse("actions:action-of", args=["training.event", record.pk]))

    assert form_of(held).context["form"]["action"].value() == "增加护学岗"
    assert form_of(ahead).status_code == form_of(drill.event).status_code == 403


@pytest.mark.parametrize("key", ["premises.premises", "nothing"])
def test_of_what_feeds_no_actions_none_is_made(key, places, cast, as_user) -> None:
    address = reverse("actions:action-of", args=[key, uuid.uuid4()])
    assert as_user(cast.chen).get(address).status_code == 404


def test_sun_sees_and_does_what_his_unit_has_to_do(places, cast, as_user, property_office) -> None:
    """Wherever it lies; what is another's in the same place he does not see."""
    its = make_action(places.next_street, owner_name="", owner_unit=property_office)
    other = make_action(places.next_street)
    client = as_user(cast.sun)
    rows = client.get(reverse("actions:actions"), {"mine": "1"}).context["table"].rows
    assert [row.pk for row in rows] == [its.pk]
    assert client.get(other.get_absolute_url()).status_code == 404
    done = reverse("actions:action-done", args=[its.pk])
    sent = {"done_on": "2026-03-20", "note": "已清理"}
    assert client.post(done, as_read(its, **sent)).status_code == 302
    its.refresh_from_db()
    assert (its.state, its.done_by) == (ActionState.DONE, cast.sun)


def test_an_action_is_given_up_with_a_reason_by_who_does_not_owe_it(places, cast, as_user) -> None:
    """Then it stands in no number; without a reason nothing moves."""
    action = make_action(places.east, owner=cast.liu, owner_name="")
    address = reverse("actions:action-withdraw", args=[action.pk])
    assert as_user(cast.liu).post(address, as_read(action, note="不做了")).status_code == 403
    page = as_user(cast.chen).post(address, as_read(action, note=""))
    assert set(page.context["form"].errors) == {"note"}
    as_user(cast.chen).post(address, as_read(action, note="与三月重复"))
    action.refresh_from_db()
    assert (action.state, action.steps.last().note) == (ActionState.WITHDRAWN, "与三月重复")
    assert not CorrectiveAction.objects.standing().exists()
    assert not CorrectiveAction.objects.overdue(DUE + dt.timedelta(days=1)).exists()
    assert (
        as_user(cast.chen).get(reverse("actions:action-edit", args=[action.pk])).status_code == 409
    )


def test_the_list_tells_sources_apart_and_exports_what_it_shows(places, cast, as_user) -> None:
    own = make_action(places.east)
    of_drill = make_finding(make_drill(places.east), DUE)
    client, address = as_user(cast.chen), reverse("actions:actions")

    def keys(**query: str) -> set[object]:
        return {row.pk for row in client.get(address, query).context["table"].rows}

    assert keys(source="none") == {own.pk}
    assert keys(source="training.drill") == {of_drill.pk}
    lines = b"".join(client.get(address, {"source": "none", "export": "csv"}).streaming_content)
    assert "委员会会议" in lines.decode() and "消防疏散演练" not in lines.decode()


def test_the_old_addresses_of_findings_lead_to_what_they_were(places, cast, as_user) -> None:
    """With their filters; one that never was leads nowhere."""
    finding = make_finding(make_drill(places.east), DUE)
    make_action(places.east)
    client = as_user(cast.chen)
    page = client.get(reverse("training:findings"), {"state": "overdue"}, follow=True)
    assert [row.pk for row in page.context["table"].rows] == [finding.pk]
    assert (
        client.get(reverse("training:finding", args=[finding.pk])).url == finding.get_absolute_url()
    )
    edit = client.get(f"/training/findings/{finding.pk}/edit/")
    assert edit.url == reverse("actions:action-edit", args=[finding.pk])
    assert client.get(f"/training/findings/{finding.pk}/what/").status_code == 404


def test_a_drill_of_which_actions_were_made_is_not_deleted(places, cast) -> None:
    """It is over, and nobody has marked it as held."""
    drill = make_drill(places.east, state=EventState.PLANNED)
    finding = make_finding(drill, DUE)
    for record in (drill, drill.event):
        with pytest.raises(WrongState, match="Corrective actions"):
            remove_record(actor=cast.chen, record=record)
    finding.refresh_from_db()


def test_the_trail_of_a_finding_goes_on_on_the_page_of_the_action(places, cast, as_user) -> None:
    """What was written under its old name is history of the action."""
    finding = make_finding(make_drill(places.east), DUE)
    AuditEntry.objects.create(
        actor=cast.liu,
        code="training.finding.added",
        target_type="training.drillfinding",
        target_id=str(finding.pk),
    )
    report_done(actor=cast.liu, action=finding, done_on=dt.date(2026, 3, 20), note="已清理")
    page = as_user(cast.chen).get(finding.get_absolute_url()).content.decode()
    assert "finding added" in page and "corrective action done" in page


def test_the_one_box_finds_actions_in_sight_and_no_others(places, cast) -> None:
    """By their problem, what is done, and where they come from."""
    action = make_action(places.east)
    for words in ("通道", "禁停标线", "委员会"):
        hits = {one.finder.key: one.hits for one in find_all(cast.liu, words)}
        assert [hit.record for hit in hits["actions.correctiveaction"]] == [action]
    assert find_all(cast.outsider, "禁停标线") == find_all(cast.zhao, "禁停标线") == []
