"""The administrator sets up channels in the browser, tries them, and says who is told of what."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from communities import roles
from lib.notice_kinds import APPROVED, OVERDUE
from notices.models import Channel, Preference, Rule
from notices.services.delivering import deliver
from tests.notices.conftest import channel
from tests.sent import form_on

NEW = reverse("notices:channel-new")
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=GEHEIM-1"


def typed(client, **fields: str) -> dict[str, object]:
    """What is sent from the form of a new channel."""
    return form_on(client.get(NEW), with_field="record_key") | fields


def test_admin_sets_up_a_robot_whose_key_is_never_shown_again(cast, as_user) -> None:
    client = as_user(cast.admin)
    answer = client.post(NEW, typed(client, name="街道群", kind="wecom", new_address=WECOM))
    made = Channel.objects.get()
    assert answer.status_code == 302 and made.address == WECOM
    page = client.get(made.get_absolute_url()).content.decode()
    assert "GEHEIM" not in page and "街道群" in page
    entry = AuditEntry.objects.get(code="notices.channel.added")
    assert "GEHEIM" not in str(entry.changes)
    told = set(Rule.objects.filter(kind=OVERDUE).values_list("role", flat=True))
    assert told == {roles.OFFICE, roles.COMMUNITY, roles.GRID_WORKER}


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://qyapi.weixin.qq.com/x",
        "https://evil.example.org/x",
        "https://user:pw@qyapi.weixin.qq.com/",
    ],
)
def test_an_address_that_is_not_the_robots_is_refused_at_its_field(cast, as_user, address) -> None:
    client = as_user(cast.admin)
    answer = client.post(NEW, typed(client, name="群", kind="wecom", new_address=address))
    assert "new_address" in answer.context["form"].errors
    assert not Channel.objects.exists()


def test_an_edit_that_leaves_the_secret_empty_keeps_it(cast, as_user) -> None:
    made = channel("dingtalk", "https://oapi.dingtalk.com/x", secret="SEC", rules={})
    client = as_user(cast.admin)
    page = client.get(made.get_absolute_url())
    data = form_on(page, with_field="new_secret") | {"name": "新名"}
    answer = client.post(made.get_absolute_url(), data)
    assert answer.status_code == 302
    made.refresh_from_db()
    assert (made.name, made.secret, made.address) == ("新名", "SEC", "https://oapi.dingtalk.com/x")


def test_a_test_shows_the_answer_or_what_went_wrong(cast, as_user, listen) -> None:
    answers = iter(['{"errcode": 0, "errmsg": "ok"}', '{"errcode": 93000, "errmsg": "invalid"}'])
    made = channel("wecom", listen(lambda body: (200, next(answers))).url, rules={})
    client = as_user(cast.admin)
    test = reverse("notices:channel-test", args=[made.pk])
    assert "errmsg&quot;: &quot;ok" in client.post(test, follow=True).content.decode()
    page = client.post(test, follow=True).content.decode()
    assert "93000," in page and "fails" in page
    assert AuditEntry.objects.filter(code="notices.channel.tried").count() == 2


def test_the_rules_are_a_table_of_ticks(cast, as_user) -> None:
    made = channel("mail", rules={roles.OFFICE: [OVERDUE]})
    client, url = as_user(cast.admin), reverse("notices:channel-rules", args=[made.pk])
    assert f'value="{roles.OFFICE}:{OVERDUE}"' in client.get(url).content.decode()
    client.post(url, {"rule": [f"{roles.AUDITOR}:{APPROVED}", "nobody:gossip"]})
    rules = set(Rule.objects.values_list("role", "kind"))
    assert rules == {(roles.AUDITOR, APPROVED)}
    entry = AuditEntry.objects.get(code="notices.rules.changed")
    assert entry.changes["rules"] == [
        f"{roles.OFFICE}: {OVERDUE}",
        f"{roles.AUDITOR}: {APPROVED}",
    ]


def test_the_office_of_the_only_street_sets_rules_but_no_channels(cast, as_user, places) -> None:
    places.next_community.delete()
    places.next_street.memberships.all().delete()
    places.next_street.delete()
    made = channel("mail", rules={})
    client = as_user(cast.chen)
    assert client.get(reverse("notices:channel-rules", args=[made.pk])).status_code == 200
    page = client.get(reverse("notices:channels")).content.decode()
    assert reverse("notices:channel-test", args=[made.pk]) not in page
    assert client.get(made.get_absolute_url()).status_code == 403
    assert client.post(reverse("notices:channel-test", args=[made.pk])).status_code == 403


def test_chen_chooses_what_comes_by_mail(cast, as_user) -> None:
    client, url = as_user(cast.chen), reverse("notices:preferences")
    assert 'value="approved"' in client.get(url).content.decode()
    data = {"wanted": [OVERDUE], "digest": "on", "language": "en"}
    data |= {"quiet_from": "21:00", "quiet_to": "07:00"}
    assert client.post(url, data).status_code == 302
    wish = Preference.objects.get(user=cast.chen)
    assert APPROVED in wish.unwanted and OVERDUE not in wish.unwanted and wish.digest
    answer = client.post(url, {"language": "en", "quiet_from": "21:00"})
    assert "quiet_to" in answer.context["form"].errors


def test_the_log_shows_what_left_and_what_failed_and_sends_it_again(
    cast, as_user, told, hospital, listen
) -> None:
    sink = listen()
    made = channel("webhook", sink.url, rules={roles.OFFICE: [OVERDUE]})
    told(OVERDUE, to=[cast.chen], about=hospital)
    made.deliveries.update(job_state="failed", answer="HTTP 500 down")
    client, url = as_user(cast.admin), reverse("notices:deliveries")
    page = client.get(url, {"job_state": "failed"}).content.decode()
    assert "HTTP 500 down" in page and hospital.name not in page
    row = str(made.deliveries.get().pk)
    client.post(url, {"action": "again", "row": row, "confirmed": "1"})
    assert deliver(made.pk) == 1 and len(sink.bodies) == 1
    assert AuditEntry.objects.filter(code="notices.delivery.again").count() == 1
