"""What is typed into a long form waits on the server for its writer, and for nobody else."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from communities.models import Draft, Organisation
from communities.retention import DRAFTS
from communities.services import drafts as service
from communities.tasks import purge_drafts
from lib.errors import DomainError
from tests.sent import form_on

NEW = "/communities/organisations/new/"
TYPED = [("name", "新医院"), ("csrfmiddlewaretoken", "t"), ("record_key", "k"), ("password", "p")]


def keep(client, path: str = NEW, entries=TYPED, title: str = "新增单位") -> dict:
    sent = {"path": path, "title": title, "data": json.dumps(entries)}
    answer = client.post(reverse("communities:draft-keep"), sent)
    assert answer.status_code == 200, answer.content
    return answer.json()


def codes() -> list[str]:
    rows = AuditEntry.objects.filter(code__startswith="communities.draft").order_by("id")
    return list(rows.values_list("code", flat=True))


def test_what_was_typed_is_offered_on_return_and_given_back(cast, as_user) -> None:
    client = as_user(cast.chen)
    assert client.get(reverse("communities:draft-at"), {"path": NEW}).json() == {}
    kept = keep(client)
    assert client.get(reverse("communities:draft-at"), {"path": NEW}).json() == kept
    answer = client.post(reverse("communities:draft-open", args=[kept["key"]]))
    assert answer.json()["entries"] == [["name", "新医院"]], "no key, token or password is kept"
    assert codes() == ["communities.draft.kept", "communities.draft.opened"]


def test_typing_on_changes_the_one_draft(cast, as_user) -> None:
    client = as_user(cast.chen)
    first = keep(client)
    second = keep(client, entries=[("name", "新医院二")])
    assert first["key"] == second["key"] and Draft.objects.count() == 1
    assert codes() == ["communities.draft.kept"], "not every few seconds stand in the trail"


def test_the_database_reads_neither_the_words_nor_the_heading(cast, as_user) -> None:
    keep(as_user(cast.zhao), path="/injuries/new/", entries=[("name", "张三")], title="张三的卡")
    with connection.cursor() as cursor:
        cursor.execute("SELECT title, data FROM communities_draft")
        stored = "".join(cursor.fetchone())
    assert "张三" not in stored
    entry = AuditEntry.objects.get(code="communities.draft.kept")
    assert "张三" not in entry.target_text + json.dumps(entry.changes, ensure_ascii=False)


def test_saved_the_draft_is_gone_and_refused_it_stays(cast, as_user) -> None:
    client = as_user(cast.chen)
    key = keep(client)["key"]
    typed = form_on(client.get(NEW), with_field="sector") | {"draft": key}
    assert client.post(NEW, typed).status_code == 200
    assert Draft.objects.filter(pk=key).exists()
    area = cast.chen.memberships.get().area_id
    typed |= {"name": "新医院", "sector": "hospital", "area": str(area)}
    assert client.post(NEW, typed).status_code == 302
    assert Organisation.objects.filter(name="新医院").exists() and not Draft.objects.exists()


def test_nobody_else_sees_opens_or_removes_it(cast, as_user) -> None:
    key = keep(as_user(cast.chen))["key"]
    admin = as_user(cast.admin)
    assert admin.get(reverse("communities:draft-at"), {"path": NEW}).json() == {}
    for what in ("open", "discard"):
        assert admin.post(reverse(f"communities:draft-{what}", args=[key])).status_code == 404
    assert "新增单位" not in admin.get(reverse("communities:drafts")).content.decode()
    admin.post(reverse("communities:user-reopen", args=[cast.liu.pk]), {"draft": key})
    assert Draft.objects.filter(pk=key).exists(), "another's form does not forget it"


def test_it_waits_on_the_home_page_and_in_the_list(cast, as_user) -> None:
    client = as_user(cast.chen)
    key = keep(client)["key"]
    for page in (reverse("home"), reverse("communities:drafts")):
        text = client.get(page).content.decode()
        assert "新增单位" in text and f'href="{NEW}"' in text
    assert client.post(reverse("communities:draft-discard", args=[key])).status_code == 302
    assert not Draft.objects.exists() and codes()[-1] == "communities.draft.discarded"


def test_after_a_month_it_is_swept_and_the_trail_says_so(cast, as_user) -> None:
    client = as_user(cast.chen)
    old, young = (keep(client, path=path)["key"] for path in (NEW, "/injuries/new/"))
    day = timezone.now() - DRAFTS.time - dt.timedelta(minutes=1)
    Draft.objects.filter(pk=old).update(saved_at=day)
    assert purge_drafts() == 1
    assert str(Draft.objects.get().pk) == young and codes()[-1] == "communities.draft.swept"


def test_drafts_are_bounded_and_belong_to_a_page_of_the_portal(monkeypatch, cast) -> None:
    with pytest.raises(DomainError):
        service.keep_draft(owner=cast.chen, path="/nowhere/at/all", title="x", entries=[])
    monkeypatch.setattr(service, "LONGEST", 50)
    with pytest.raises(DomainError):
        service.keep_draft(owner=cast.chen, path=NEW, title="x", entries=[("a", "x" * 60)])
    monkeypatch.setattr(service, "MOST", 1)
    for path in (NEW, "/injuries/new/"):
        service.keep_draft(owner=cast.chen, path=path, title="x", entries=[])
    assert Draft.objects.get().path == "/injuries/new/"


def test_what_is_no_list_of_pairs_is_refused(cast, as_user) -> None:
    client = as_user(cast.chen)
    for data in ("", "{}x", "[1]"):
        answer = client.post(reverse("communities:draft-keep"), {"path": NEW, "data": data})
        assert answer.status_code == 400


def test_a_short_form_asks_for_no_draft(cast, as_user) -> None:
    assert "data-keep" in as_user(cast.chen).get(NEW).content.decode()
    page = as_user(cast.chen).get(reverse("communities:boundary-import")).content.decode()
    assert "data-keep" not in page
