"""wu reads the audit trail: what the list shows can be searched, and leads on."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from accounts import audit
from accounts.models import AuditEntry
from communities.filters import ROOMS
from communities.models import Organisation
from communities.services.saving import save_record

TRAIL = reverse("communities:audit")


@pytest.fixture
def hospital(places, cast) -> Organisation:
    """A hospital that chen has added and then given another name."""
    made = Organisation(area=places.street, name="金沙医院", sector="hospital")
    save_record(actor=cast.chen, record=made, code="communities.organisation")
    made.name = "金沙街道医院"
    return save_record(actor=cast.chen, record=made, code="communities.organisation")


def found(client, **query: str) -> list[str]:
    """The codes of the entries that the list shows."""
    return [row.code for row in client.get(TRAIL, query).context["table"].rows]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("金沙街道医院", ["communities.organisation.changed"]),  # the record
        ("organisation added", ["communities.organisation.added"]),  # the action as it is read
        ("ORGANISATION CH", ["communities.organisation.changed"]),
        ("陈静", ["communities.organisation.changed", "communities.organisation.added"]),
        ("chen", ["communities.organisation.changed", "communities.organisation.added"]),
        ("刘伟", []),
    ],
)
def test_the_search_finds_what_the_list_shows(hospital, cast, as_user, words, codes) -> None:
    assert found(as_user(cast.wu), q=words, room="communities") == codes


def test_the_action_is_searched_in_the_readers_language(hospital, cast, as_user) -> None:
    client = as_user(cast.wu)
    client.cookies["language"] = "zh-hans"
    with override("zh-hans"):
        words = str(audit.CODE_LABELS["communities.organisation.added"])
    assert words != "organisation added"
    assert found(client, q=words, room="communities") == ["communities.organisation.added"]


def test_entries_are_narrowed_to_a_person_and_a_part_of_the_portal(hospital, cast, as_user) -> None:
    audit.record(actor=cast.liu, code="grids.hazard.report", target=hospital)
    client = as_user(cast.wu)
    assert found(client, actor=str(cast.liu.pk)) == ["grids.hazard.report"]
    assert "grids.hazard.report" not in found(client, room="communities")
    assert found(client, room="grids") == ["grids.hazard.report"]


def test_an_entry_shows_before_and_after_and_leads_to_the_record(hospital, cast, as_user) -> None:
    entry = AuditEntry.objects.get(code="communities.organisation.changed")
    page = as_user(cast.wu).get(entry.get_absolute_url())
    assert page.context["changes"] == [("name", "金沙医院", "金沙街道医院")]
    assert hospital.get_absolute_url() in page.content.decode()
    assert [one.code for one in page.context["neighbours"]] == [
        "communities.organisation.changed",
        "communities.organisation.added",
    ]
    assert entry.get_absolute_url() in as_user(cast.wu).get(TRAIL).content.decode()


def test_an_entry_of_a_record_that_is_gone_still_stands(hospital, cast, as_user) -> None:
    Organisation.objects.all().delete()
    entry = AuditEntry.objects.get(code="communities.organisation.added")
    page = as_user(cast.wu).get(entry.get_absolute_url())
    assert page.context["record"] is None and "金沙医院" in page.content.decode()


def test_the_trail_is_closed_to_those_who_do_not_audit(hospital, cast, as_user) -> None:
    entry = AuditEntry.objects.get(code="communities.organisation.added")
    assert as_user(cast.chen).get(entry.get_absolute_url()).status_code == 403
    assert as_user(cast.outsider).get(entry.get_absolute_url()).status_code in {403, 404}


def test_no_link_leads_wu_to_a_refusal(hospital, cast, as_user, monkeypatch) -> None:
    """He reads of everything, but has not the right to open everything."""
    entry = AuditEntry.objects.get(code="communities.organisation.changed")
    monkeypatch.setattr("communities.permissions.permission_of", lambda _path: "nobody.has")
    page = as_user(cast.wu).get(entry.get_absolute_url()).content.decode()
    assert hospital.get_absolute_url() not in page and "金沙街道医院" in page


def test_every_part_of_the_portal_with_a_trail_can_be_chosen() -> None:
    """A room that begins to write into the trail has its entry in the filter."""
    assert {code.split(".")[0] for code in audit.CODE_LABELS} == {room for room, _name in ROOMS}
