"""Ticked rows of a list: confirmed, done one by one, refused one by one in words."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from actions.models import CorrectiveAction
from actions.services import report_done
from tests.grids.makers import hazard, premises
from tests.training.factories import make_drill, make_finding

FINDINGS = reverse("actions:actions")
DUE = dt.date(2026, 3, 31)


@pytest.fixture
def findings(places, cast) -> list[CorrectiveAction]:
    """Three findings of the east: two that liu reported done, one that chen did."""
    drill = make_drill(places.east)
    made = [make_finding(drill, DUE, owner=cast.liu, owner_name="") for _n in range(3)]
    for one, who in zip(made, (cast.liu, cast.liu, cast.chen), strict=True):
        report_done(actor=who, action=one, done_on=dt.date(2026, 3, 20), note="已清理")
        one.refresh_from_db()
    return made


def ticked(action: str, rows: list, **more: object) -> dict[str, object]:
    """What the list, or its confirmation, sends."""
    return {"action": action, "row": [str(one.pk) for one in rows], **more}


def confirmed(action: str, rows: list, **more: object) -> dict[str, object]:
    """What the confirmation sends, as it was drawn for the rows as they are."""
    read = {f"read-{one.pk}": one.revision for one in rows}
    return ticked(action, rows, confirmed="1", **read, **more)


def test_chen_sees_which_rows_are_left_out_and_why_before_anything_is_done(
    cast, as_user, findings
) -> None:
    page = as_user(cast.chen).post(FINDINGS, ticked("verify", findings))
    assert {one.pk for one in page.context["ready"]} == {one.pk for one in findings[:2]}
    (refused,) = page.context["refused"]
    assert refused.record == findings[2]
    assert "You had a hand in this yourself" in page.text
    assert all(one.action in page.context["rows"] for one in findings[:2])
    assert {one.state for one in CorrectiveAction.objects.all()} == {"done"}


def test_chen_closes_two_at_once_and_is_led_back_to_the_same_list(cast, as_user, findings) -> None:
    address = f"{FINDINGS}?state=done&sort=due"
    page = as_user(cast.chen).post(address, confirmed("verify", findings[:2]), follow=True)
    assert page.redirect_chain == [(address, 302)]
    assert "2 rows done" in page.text
    states = dict(CorrectiveAction.objects.values_list("pk", "state"))
    assert [states[one.pk] for one in findings] == ["verified", "verified", "done"]
    entries = AuditEntry.objects.filter(code="actions.action.verified")
    assert {one.actor for one in entries} == {cast.chen}
    assert entries.count() == 2


def test_a_row_that_was_changed_meanwhile_stays_and_says_so(cast, as_user, findings) -> None:
    sent = confirmed("verify", findings[:2])
    CorrectiveAction.objects.filter(pk=findings[0].pk).update(revision=99)
    page = as_user(cast.chen).post(FINDINGS, sent, follow=True)
    assert "1 row done" in page.text
    assert "changed after your page was opened" in page.text
    states = dict(CorrectiveAction.objects.values_list("pk", "state"))
    assert (states[findings[0].pk], states[findings[1].pk]) == ("done", "verified")


def test_an_action_is_for_those_who_have_it(cast, as_user, findings) -> None:
    """sun reads the findings; he neither closes them nor gives them to anybody."""
    client = as_user(cast.sun)
    assert [one.key for one in client.get(FINDINGS).context["actions"]] == ["export"]
    assert client.post(FINDINGS, confirmed("verify", findings)).status_code == 403
    assert client.post(FINDINGS, ticked("nothing-of-the-kind", findings)).status_code == 403
    assert not CorrectiveAction.objects.filter(state="verified").exists()


def test_rows_out_of_sight_are_not_touched(cast, as_user, findings) -> None:
    """The key of a row of another street is no way to it."""
    page = as_user(cast.outsider).post(FINDINGS, confirmed("verify", findings), follow=True)
    assert "Tick the rows first." in page.text
    assert not CorrectiveAction.objects.filter(state="verified").exists()


def test_chen_gives_findings_to_liu_and_to_nobody_from_elsewhere(cast, as_user, places) -> None:
    rows = [make_finding(make_drill(places.east), DUE, owner_name="某人") for _n in range(2)]
    client = as_user(cast.chen)
    form = client.post(FINDINGS, ticked("assign", rows)).context["form"]
    assert cast.liu in form.fields["owner"].queryset
    assert cast.outsider not in form.fields["owner"].queryset
    client.post(FINDINGS, confirmed("assign", rows, owner=str(cast.liu.pk)))
    assert set(CorrectiveAction.objects.values_list("owner", "owner_name")) == {(cast.liu.pk, "")}


def test_who_does_not_work_there_is_refused_row_by_row(cast, as_user, places) -> None:
    """liu works in the east only."""
    east, west = (
        make_finding(make_drill(place), DUE, owner_name="某人")
        for place in (places.east, places.west)
    )
    sent = confirmed("assign", [east, west], owner=str(cast.liu.pk))
    page = as_user(cast.chen).post(FINDINGS, sent, follow=True)
    assert "刘伟 does not work in" in page.text
    west.refresh_from_db()
    assert west.owner is None


def test_ticked_hazards_are_printed_and_exported_alone(cast, as_user, places) -> None:
    address = reverse("grids:hazards")
    place = premises(places)
    first, second, third = (hazard(place, cast.wang, description=f"{n}号楼堆物") for n in range(3))
    client = as_user(cast.chen)
    slips = client.post(address, ticked("slips", [first, third]))
    assert {one.pk for one in slips.context["hazards"]} == {first.pk, third.pk}
    assert "1号楼堆物" not in slips.text
    book = client.post(address, ticked("export", [second]))
    assert book.headers["Content-Disposition"].endswith('.xlsx"')
    entry = AuditEntry.objects.filter(code="accounts.export.made").latest("id")
    assert entry.changes["rows"] == [None, 1]
