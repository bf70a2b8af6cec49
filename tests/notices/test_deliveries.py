"""What leaves the portal: by rule, once, at its time, nothing personal, and what then happens."""

import base64
import datetime as dt
import hashlib
import hmac
import json
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from accounts.models import Mail
from communities import roles
from communities.models import Organisation
from lib.errors import WrongState
from lib.jobs import MAX_ATTEMPTS, JobState
from lib.notice_kinds import APPROVED, OVERDUE
from notices.models import Channel, Delivery, Preference
from notices.models.deliveries import KEPT, LEASE, TRIED_FOR
from notices.outside import post
from notices.services import delivering
from notices.services.delivering import (
    deliver,
    purge_deliveries,
    send_again,
    settle_doubts,
    try_out,
    waiting_channels,
)
from tests.notices.conftest import channel

OFFICE_TOLD = {roles.OFFICE: [OVERDUE]}
TAKEN = '{"errcode": 0, "errmsg": "ok"}'


def states() -> list[str]:
    """The states of all deliveries, in their order."""
    return list(Delivery.objects.order_by("at", "pk").values_list("job_state", flat=True))


def at_once() -> None:
    """Let the time come for which everything waits."""
    ago = timezone.now() - dt.timedelta(seconds=1)
    Delivery.objects.filter(job_state=JobState.WAITING).update(not_before=ago)
    Channel.objects.update(resting_until=None)


def test_a_webhook_gets_what_its_rules_name_with_a_link_and_nothing_personal(
    cast, told, hospital, listen
) -> None:
    sink = listen()
    hook = channel("webhook", sink.url, secret="geheim", rules=OFFICE_TOLD)
    told(OVERDUE, to=[cast.chen, cast.liu], about=hospital)
    told(APPROVED, to=[cast.chen], about=hospital)
    assert deliver(hook.pk) == 1
    (body,), (head,) = sink.bodies, sink.headers
    delivery = Delivery.objects.get()
    assert body == {
        "id": str(delivery.pk),
        "kinds": [OVERDUE],
        "title": "您负责的事项已逾期。",
        "text": "",
        "link": f"https://portal.example.org{hospital.get_absolute_url()}",
    }
    assert head["Idempotency-Key"] == str(delivery.pk)
    digest = hmac.new(b"geheim", sink.raw[0], hashlib.sha256).hexdigest()
    assert head["X-SafeCommunity-Signature"] == f"sha256={digest}"
    for secret in (hospital.name, cast.chen.full_name, cast.chen.username, str(cast.chen.pk)):
        assert secret not in sink.raw[0].decode()
    assert (delivery.job_state, delivery.answer) == (JobState.DONE, "HTTP 200 ok")
    assert deliver(hook.pk) == 0 and len(sink.bodies) == 1


def test_a_group_is_told_once_however_many_of_its_people_are_meant(
    cast, told, hospital, listen
) -> None:
    sink = listen()
    hook = channel("webhook", sink.url, rules={roles.OFFICE: [OVERDUE], roles.COMMUNITY: [OVERDUE]})
    for _time in range(2):
        told(OVERDUE, to=[cast.chen, cast.liu], about=hospital)
    assert deliver(hook.pk) == 1 and len(sink.bodies) == 1


def test_the_group_of_a_community_hears_only_of_its_area(
    cast, told, hospital, places, listen
) -> None:
    sink = listen()
    hook = channel("webhook", sink.url, rules=OFFICE_TOLD, area=places.east)
    told(OVERDUE, to=[cast.chen], about=hospital)
    assert not Delivery.objects.exists()
    school = Organisation.objects.create(area=places.grid1, name="东小学", sector="school")
    told(OVERDUE, to=[cast.chen], about=school)
    assert deliver(hook.pk) == 1


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu"])
def test_each_robot_is_written_to_in_its_own_way(cast, told, hospital, listen, kind) -> None:
    answer = '{"code": 0, "msg": "success"}' if kind == "feishu" else TAKEN
    sink = listen(lambda body: (200, answer))
    robot = channel(kind, f"{sink.url}?key=abc", secret="SEC", rules=OFFICE_TOLD)
    told(OVERDUE, to=[cast.chen], about=hospital)
    assert deliver(robot.pk) == 1
    (body,), query = sink.bodies, parse_qs(urlsplit(sink.paths[0]).query)
    text = body["content"]["text"] if kind == "feishu" else body["text"]["content"]
    assert text.startswith("【安全社区】您负责的事项已逾期。\nhttps://portal.example.org/")
    assert query["key"] == ["abc"]
    if kind == "dingtalk":
        (now,), (sign,) = query["timestamp"], query["sign"]
        signed = hmac.digest(b"SEC", f"{now}\nSEC".encode(), "sha256")
        assert base64.b64decode(sign) == signed
        assert abs(time.time() * 1000 - int(now)) < 60_000
    if kind == "feishu":
        signed = hmac.digest(f"{body['timestamp']}\nSEC".encode(), b"", "sha256")
        assert base64.b64decode(body["sign"]) == signed


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("wecom", '{"errcode": 93000, "errmsg": "invalid webhook url"}'),
        ("dingtalk", '{"errcode": 310000, "errmsg": "sign not match"}'),
        ("feishu", '{"code": 19021, "msg": "sign match fail"}'),
        ("wecom", "<html>portal of the hotel</html>"),
    ],
)
def test_a_wrong_secret_is_a_failure_though_robots_answer_it_with_200(
    cast, told, hospital, listen, kind, answer
) -> None:
    sink = listen(lambda body: (200, answer))
    robot = channel(kind, sink.url, rules=OFFICE_TOLD)
    told(OVERDUE, to=[cast.chen], about=hospital)
    assert deliver(robot.pk) == 0
    delivery = Delivery.objects.get()
    robot.refresh_from_db()
    assert delivery.job_state == JobState.WAITING and answer in delivery.answer
    assert answer in robot.answer and robot.resting_until > timezone.now()


def test_what_fails_is_tried_again_later_and_later_and_in_the_end_given_up(
    cast, told, hospital, listen
) -> None:
    sink = listen(lambda body: (500, "down"))
    hook = channel("webhook", sink.url, rules=OFFICE_TOLD)
    told(OVERDUE, to=[cast.chen], about=hospital)
    waits = []
    for _time in range(MAX_ATTEMPTS):
        deliver(hook.pk)
        assert deliver(hook.pk) == 0  # it rests: no second try at once
        hook.refresh_from_db()
        waits.append(round((hook.resting_until - timezone.now()).total_seconds() / 60))
        at_once()
    assert waits == [1, 5, 15, 60, 60]
    assert len(sink.bodies) == MAX_ATTEMPTS and states() == [JobState.FAILED]
    assert len({head["Idempotency-Key"] for head in sink.headers}) == 1
    assert cast.chen.notices.count() == 1  # it stands in the inbox all the same


def test_one_that_heals_gets_everything_and_rests_no_more(cast, told, hospital, listen) -> None:
    answers = iter([(503, "later")])
    sink = listen(lambda body: next(answers, (200, "ok")))
    hook = channel("webhook", sink.url, rules=OFFICE_TOLD)
    for once in "abc":
        told(OVERDUE, to=[cast.chen], about=hospital, once=once)
    assert deliver(hook.pk) == 0 and len(sink.bodies) == 1
    at_once()
    assert deliver(hook.pk) == 3
    hook.refresh_from_db()
    assert (hook.failures, hook.resting_until) == (0, None)


def test_a_webhook_that_never_answers_holds_nothing_else_up(
    cast, told, hospital, listen, monkeypatch
) -> None:
    monkeypatch.setattr(post, "TIMEOUT", post.urllib3.Timeout(connect=0.2, read=0.2))
    silent = listen(lambda body: time.sleep(1) or (200, "late"))
    mute = channel("webhook", silent.url, rules=OFFICE_TOLD)
    sink = listen()
    good = channel("webhook", sink.url, rules=OFFICE_TOLD)
    for once in range(30):
        told(OVERDUE, to=[cast.chen], about=hospital, once=str(once))
    began = time.monotonic()
    assert deliver(mute.pk) == 0
    assert time.monotonic() - began < 3
    assert len(silent.bodies) <= 1
    assert deliver(good.pk) == 30
    mute.refresh_from_db()
    assert "ReadTimeoutError" in mute.answer


def test_what_could_not_be_sent_for_a_day_is_given_up(cast, told, hospital, listen) -> None:
    hook = channel("webhook", listen().url, rules=OFFICE_TOLD)
    told(OVERDUE, to=[cast.chen], about=hospital)
    now = timezone.now()
    assert waiting_channels(now) == [hook.pk]
    assert waiting_channels(now + TRIED_FOR + dt.timedelta(minutes=1)) == []
    assert states() == [JobState.FAILED]


def test_two_workers_share_the_work_and_never_hold_the_same_row(
    cast, told, hospital, listen
) -> None:
    hook = channel("webhook", listen().url, rules=OFFICE_TOLD)
    for once in "abc":
        told(OVERDUE, to=[cast.chen], about=hospital, once=once)
    now = timezone.now()
    first = Delivery.objects.claim_some(hook, 2, now)
    second = Delivery.objects.claim_some(hook, 2, now)
    assert len(first) == 2 and len(second) == 1
    assert not Delivery.objects.claim_some(hook, 2, now)
    after = now + LEASE + dt.timedelta(seconds=1)
    assert len(Delivery.objects.claim_some(hook, 9, after)) == 3
    assert not delivering._begin(first[:1])  # who comes back late has lost it


@pytest.mark.parametrize(
    ("kind", "then"), [("webhook", JobState.WAITING), ("wecom", JobState.FAILED)]
)
def test_what_was_under_way_when_its_worker_died_is_decided_by_the_channel(
    cast, told, hospital, listen, kind, then
) -> None:
    """A webhook knows a repetition by its key; a robot would say it twice."""
    sink = listen(lambda body: (200, TAKEN))
    hook = channel(kind, sink.url, rules=OFFICE_TOLD)
    told(OVERDUE, to=[cast.chen], about=hospital)
    now = timezone.now()
    delivering._begin(Delivery.objects.claim_some(hook, 1, now))
    assert deliver(hook.pk) == 0 and settle_doubts(now) == 0
    after = now + LEASE + dt.timedelta(seconds=2)
    assert not Delivery.objects.claim_some(hook, 1, after)
    assert settle_doubts(after) == 1
    assert states() == [then]
    assert deliver(hook.pk) == (then == JobState.WAITING)


def test_in_quiet_hours_a_group_is_left_in_peace(cast, told, hospital, listen, day_is) -> None:
    quiet = {"quiet_from": dt.time(21), "quiet_to": dt.time(7)}
    hook = channel("webhook", listen().url, rules=OFFICE_TOLD, **quiet)
    told(OVERDUE, to=[cast.chen], about=hospital)
    local = timezone.localtime(Delivery.objects.get().at).time()
    waits = timezone.localtime(Delivery.objects.get().not_before)
    if local >= dt.time(21) or local < dt.time(7):
        assert waits.time() == dt.time(7) and deliver(hook.pk) == 0
    else:
        assert deliver(hook.pk) == 1


def test_a_digest_says_in_one_message_how_much_of_what(cast, told, hospital, listen) -> None:
    sink = listen(lambda body: (200, TAKEN))
    rules = {roles.OFFICE: [OVERDUE, APPROVED]}
    robot = channel("wecom", sink.url, rules=rules, digest=True)
    for once in range(60):
        told(OVERDUE, to=[cast.chen], about=hospital, once=str(once))
    told(APPROVED, to=[cast.chen], about=hospital)
    assert deliver(robot.pk) == 0
    at_once()
    assert deliver(robot.pk) == 61
    (body,) = sink.bodies
    assert body["text"]["content"].split("\n") == [
        "【安全社区】自昨日以来的 61 条通知",
        "已逾期: 60",
        "已通过: 1",
        "https://portal.example.org/notices/",
    ]


def with_mail(user) -> None:
    """Give somebody an address."""
    user.email = f"{user.username}@example.org"
    user.save()


def test_a_person_is_written_to_by_the_one_way_for_mails(cast, told, hospital, listen) -> None:
    with_mail(cast.chen)
    mails = channel("mail", rules={roles.OFFICE: [OVERDUE], roles.COMMUNITY: [OVERDUE]})
    told(OVERDUE, to=[cast.chen, cast.liu], about=hospital)
    notice = cast.chen.notices.get()
    assert deliver(mails.pk) == 0 and deliver(mails.pk) == 0
    mail = Mail.objects.get()
    assert mail.address == "chen@example.org"
    assert mail.subject == "安全社区: 您负责的事项已逾期。"
    assert f"https://portal.example.org{notice.get_absolute_url()}" in mail.text
    assert hospital.name not in mail.subject + mail.text
    failed = Delivery.objects.get(user=cast.liu)
    assert failed.job_state == JobState.FAILED and failed.answer


def test_whose_account_is_closed_meanwhile_gets_no_mail(cast, told, hospital) -> None:
    with_mail(cast.chen)
    mails = channel("mail", rules=OFFICE_TOLD)
    told(OVERDUE, to=[cast.chen], about=hospital)
    cast.chen.is_active = False
    cast.chen.save()
    deliver(mails.pk)
    assert not Mail.objects.exists() and states() == [JobState.FAILED]


def test_a_person_chooses_what_comes_by_mail_and_once_a_day(cast, told, hospital) -> None:
    with_mail(cast.chen)
    channel("mail", rules={roles.OFFICE: [OVERDUE, APPROVED]})
    Preference.objects.create(user=cast.chen, unwanted=[APPROVED], digest=True, language="en")
    told(APPROVED, to=[cast.chen], about=hospital)
    for once in "ab":
        told(OVERDUE, to=[cast.chen], about=hospital, once=once)
    assert {one.kind for one in Delivery.objects.all()} == {OVERDUE}
    assert {timezone.localtime(one.not_before).time() for one in Delivery.objects.all()} == {
        dt.time(7, 30)
    }
    at_once()
    deliver(Channel.objects.get().pk)
    assert Mail.objects.get().subject == "SafeCommunity: 2 notices since yesterday"
    assert cast.chen.notices.count() == 3


def test_what_failed_is_sent_again_by_hand_and_what_arrived_is_not(
    cast, told, hospital, listen, django_capture_on_commit_callbacks
) -> None:
    sink = listen()
    hook = channel("webhook", sink.url, rules=OFFICE_TOLD)
    told(OVERDUE, to=[cast.chen], about=hospital)
    Delivery.objects.update(job_state=JobState.FAILED, attempts=MAX_ATTEMPTS)
    send_again(actor=cast.admin, record=Delivery.objects.get())
    assert deliver(hook.pk) == 1 and states() == [JobState.DONE]
    with pytest.raises(WrongState):
        send_again(actor=cast.admin, record=Delivery.objects.get())


def test_nothing_leaves_by_a_channel_out_of_use(cast, told, hospital, listen) -> None:
    sink = listen()
    hook = channel("webhook", sink.url, rules=OFFICE_TOLD)
    told(OVERDUE, to=[cast.chen], about=hospital)
    Channel.objects.update(active=False)
    told(OVERDUE, to=[cast.chen], about=hospital, once="later")
    assert Delivery.objects.count() == 1 and waiting_channels() == [] and deliver(hook.pk) == 0
    assert not sink.bodies


def test_a_test_shows_what_the_other_side_answers(cast, listen) -> None:
    sink = listen(lambda body: (200, TAKEN))
    robot = channel("wecom", sink.url, rules={})
    assert TAKEN in try_out(actor=cast.admin, channel=robot)
    assert "这是一条测试" in json.dumps(sink.bodies[0], ensure_ascii=False)
    robot.refresh_from_db()
    assert TAKEN in robot.answer


def test_the_secret_stands_encrypted_in_the_database(cast, listen) -> None:
    made = channel("dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=GEHEIM", rules={})
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM notices_channel")
        assert "GEHEIM" not in cursor.fetchone()[0]
    assert "GEHEIM" in Channel.objects.get(pk=made.pk).address


def test_the_log_is_kept_for_a_while(cast, told, hospital, listen) -> None:
    channel("webhook", listen().url, rules=OFFICE_TOLD)
    for once in "ab":
        told(OVERDUE, to=[cast.chen], about=hospital, once=once)
    first = Delivery.objects.earliest("pk")
    Delivery.objects.filter(pk=first.pk).update(job_state=JobState.DONE)
    Delivery.objects.update(at=timezone.now() - KEPT - dt.timedelta(days=1))
    assert purge_deliveries() == 1
    assert states() == [JobState.WAITING]
