"""The trail shows an auditor what was done in the areas audited, and repeats no personal data."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from accounts import audit
from accounts.middleware import client_address
from accounts.models import AuditEntry
from communities import roles
from communities.models import Membership, Organisation, Role
from injuries.services.records import change_record
from tests.cast import LONG_AGO
from tests.injuries.conftest import card


def organisation(area, name: str) -> Organisation:
    """A record that somebody has touched."""
    return Organisation.objects.create(area=area, name=name, sector="hospital")


def test_wu_reads_what_was_done_in_the_street_by_whomever(cast, places, as_user) -> None:
    """Chen also works in the other street: what chen does there is not wu's to read."""
    office = Role.objects.get(code=roles.OFFICE)
    Membership.objects.create(
        user=cast.chen, area=places.next_street, role=office, valid_from=LONG_AGO
    )
    code = "communities.organisation.changed"
    audit.record(actor=cast.chen, code=code, target=organisation(places.east, "东社区医院"))
    audit.record(actor=cast.admin, code=code, target=organisation(places.west, "西社区医院"))
    audit.record(actor=None, code=code, target=organisation(places.grid1, "网格诊所"))
    audit.record(actor=cast.chen, code=code, target=organisation(places.next_street, "邻街医院"))
    page = as_user(cast.wu).get(reverse("communities:audit")).text
    for name in ("东社区医院", "西社区医院", "网格诊所"):
        assert name in page
    assert "邻街医院" not in page
    sheet = as_user(cast.wu).get(reverse("communities:audit"), {"export": "csv"})
    assert "邻街医院" not in sheet.getvalue().decode()


def test_wu_reads_of_exports_only_while_their_makers_work_in_the_street(
    cast, places, as_user
) -> None:
    """An export lies nowhere: it is its maker's membership that counts, on that day."""
    url = reverse("communities:organisations")
    as_user(cast.chen).get(url, {"export": "csv"})
    gone = cast.liu.memberships.get()
    gone.valid_to = LONG_AGO.replace(year=2021)
    gone.save()
    audit.record(actor=cast.liu, code="accounts.user.changed", target=cast.liu)
    shown = as_user(cast.wu).get(reverse("communities:audit")).context["table"].rows
    assert [entry.actor for entry in shown] == [cast.chen]


def test_the_trail_of_an_export_does_not_repeat_who_was_searched_for(cast, places, as_user) -> None:
    """A name or an identity number; the other filters stand there."""
    url = reverse("injuries:records")
    as_user(cast.chen).get(url, {"q": "欧阳震华", "sex": "1", "export": "csv"})
    said = AuditEntry.objects.get(code="accounts.export.made").changes["filter"][1]
    assert said == "q=***&sex=1&export=csv"


def test_the_history_of_a_card_does_not_repeat_its_story(cast, places, as_user) -> None:
    """Zhou reads figures and does not see the course of the event, so not its changes either."""
    record = card(places.east, name="张三", narrative="欧阳家的楼梯", created_by=cast.chen)
    record.narrative = "欧阳家门口的楼梯"
    change_record(actor=cast.chen, record=record)
    page = as_user(cast.zhou).get(record.get_absolute_url())
    assert page.status_code == 200
    assert "欧阳" not in page.text
    assert "narrative" in AuditEntry.objects.get(code="injuries.record.changed").changes


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("6.6.6.6, 203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:4711", None),
        ("unknown'; --", None),
    ],
)
def test_an_address_is_one_or_is_left_out(settings, forwarded, address) -> None:
    """The client's own entries are lies; noise would make PostgreSQL refuse the action."""
    settings.TRUSTED_PROXIES = 1
    request = RequestFactory().get("/", headers={"x-forwarded-for": forwarded})
    assert client_address(request) == address


def test_the_export_of_the_trail_speaks_in_words(cast, places, as_user) -> None:
    """What was done and what changed, not codes and the brackets of a program."""
    hospital = organisation(places.east, "东社区医院")
    changes = {"sector": ["hospital", "school"], "active": [True, False], "reason": [None, "迁址"]}
    code = "communities.organisation.changed"
    audit.record(actor=cast.chen, code=code, target=hospital, changes=changes)
    sheet = as_user(cast.wu).get(reverse("communities:audit"), {"export": "csv"})
    text = sheet.getvalue().decode()
    assert "organisation changed" in text and code not in text
    for one in ("sector: Hospital → School or kindergarten", "active: yes → no", "reason:  → 迁址"):
        assert one in text
    assert "{" not in text
