"""A list as somebody wants it: saved under a name, shared, begun with; its columns in order."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import AuditEntry
from communities.models import Export, ListView, Membership
from communities.services.exports import make_export
from lib import listing
from lib.exports import ExportRequest
from lib.table import Table
from tests.grids.makers import hazard, premises

HAZARDS = reverse("grids:hazards")


@pytest.fixture
def two(places, cast) -> list:
    """Two hazards in the east: a major and a general one."""
    shop = premises(places)
    return [hazard(shop, cast.liu, grade=grade) for grade in ("general", "major")]


def save(client, query: str, **typed: str):
    """Save a view on the list's page."""
    return client.post(f"{HAZARDS}?{query}", {"action": "save-view", **typed}, follow=True)


def keys(page) -> list[object]:
    """Return the rows of a list's page."""
    return [row.pk for row in page.context["table"].rows]


def headings(page) -> list[str]:
    """Return the heads of a list's page."""
    return [str(one.column.heading) for one in page.context["table"].headings]


def choose(client, *columns: str, url: str = HAZARDS, **places: str):
    """Choose columns on the list's page, each at its place."""
    sent = {"action": "choose-columns", "column": columns}
    return client.post(url, sent | {f"place-{key}": n for key, n in places.items()}, follow=True)


def test_liu_saves_a_filter_and_her_list_begins_with_it(two, cast, as_user) -> None:
    """Under one name once; the whole list is one click away."""
    client = as_user(cast.liu)
    for _press in range(2):
        save(client, "grade=major&sort=deadline&page=2", name=" 重大 隐患 ", begins="1")
    view = ListView.objects.named().get()
    assert (view.name, view.query, view.area) == ("重大 隐患", "grade=major&sort=deadline", None)
    page = client.get(HAZARDS, follow=True)
    assert page.redirect_chain == [(f"{HAZARDS}?grade=major&sort=deadline", 302)]
    assert keys(page) == [two[1].pk]
    assert page.context["views"].active.name == "重大 隐患"
    assert len(keys(client.get(f"{HAZARDS}?view="))) == 2
    assert AuditEntry.objects.filter(code="communities.list-view.saved").count() == 2


def test_only_an_address_that_says_nothing_begins_with_it(two, cast, as_user) -> None:
    """A number's rows, another filter, a part that htmx asks for with words stay what they are."""
    client = as_user(cast.liu)
    save(client, "grade=major", name="重大", begins="1")
    for query in ("grade=general", "sort=deadline", "page=1", "state="):
        assert client.get(f"{HAZARDS}?{query}").status_code == 200, query
    assert keys(client.get(f"{HAZARDS}?grade=general")) == [two[0].pk]


@pytest.mark.parametrize("name", ["", "   ", "长" * 61])
def test_without_a_name_or_with_an_endless_one_nothing_is_kept(name, cast, as_user) -> None:
    save(as_user(cast.liu), "grade=major", name=name)
    assert not ListView.objects.exists()


def test_what_is_shared_shows_everybody_only_what_he_may_see(places, cast, two, as_user) -> None:
    """Chen's view reaches the street; the next street has nothing of it."""
    save(as_user(cast.chen), "grade=major&q=堵塞", name="重大", share="area")
    view = ListView.objects.get()
    assert (view.area, view.role, view.query) == (places.street, None, "grade=major")
    for name in ("liu", "wang", "sun"):
        (one,) = as_user(cast[name]).get(HAZARDS).context["views"].views.saved
        assert (one.name, one.own, one.shared) == ("重大", False, "金沙街道")
    assert as_user(cast.outsider).get(HAZARDS).context["views"].views.saved == ()


def test_a_view_for_a_role_is_offered_to_no_other(cast, as_user) -> None:
    """Liu is community staff of the east; wang works there too, as a grid worker."""
    save(as_user(cast.liu), "grade=major", name="社区用", share="role")
    assert as_user(cast.wang).get(HAZARDS).context["views"].views.saved == ()
    assert len(as_user(cast.liu).get(HAZARDS).context["views"].views.saved) == 1


def test_who_works_nowhere_shares_with_nobody(cast, as_user) -> None:
    page = save(as_user(cast.admin), "grade=major", name="重大", share="area")
    assert not ListView.objects.exists()
    assert "work in no area" in page.content.decode()


def test_another_s_view_can_be_begun_with_but_not_changed(two, cast, as_user) -> None:
    save(as_user(cast.chen), "grade=major", name="重大", share="area")
    view, client = ListView.objects.get(), as_user(cast.liu)
    client.post(reverse("communities:list-view-begin", args=[view.pk]), {"begin": "1"})
    assert client.get(HAZARDS).url == f"{HAZARDS}?grade=major"
    assert client.get(view.get_manage_url()).status_code == 404
    remove = reverse("communities:list-view-remove", args=[view.pk])
    assert client.post(remove).status_code == 404
    as_user(cast.chen).post(remove)
    assert not ListView.objects.named().exists()
    assert client.get(HAZARDS).status_code == 200


def test_a_view_is_renamed_shared_and_not_given_a_name_that_is_taken(places, cast, as_user) -> None:
    client = as_user(cast.liu)
    save(client, "grade=major&q=王", name="甲")
    save(client, "grade=general", name="乙")
    view, post = ListView.objects.get(name="甲"), Membership.objects.get(user=cast.liu)
    address = view.get_manage_url()
    assert "name" in client.post(address, {"name": "乙"}).context["form"].errors
    client.post(address, {"name": "丙", "post": post.pk})
    view.refresh_from_db()
    assert (view.name, view.area, view.query) == ("丙", places.east, "grade=major")
    client.post(address, {"name": "丙"})
    view.refresh_from_db()
    assert view.area is None


def test_columns_stand_as_they_were_chosen_and_the_file_has_the_same(two, cast, as_user) -> None:
    """Kept for this person at this list; the first column, which leads to the record, stays."""
    client = as_user(cast.liu)
    before = headings(client.get(HAZARDS))
    table: Table = client.get(HAZARDS).context["listing"].table
    wanted = list(table.by_key)[2:5][::-1]
    page = choose(client, *wanted, **{key: str(n) for n, key in enumerate(wanted, start=1)})
    columns = page.context["table"].columns
    assert list(columns) == [table.columns[0], *(table.by_key[key] for key in wanted)]
    assert headings(as_user(cast.chen).get(HAZARDS)) == before
    for kind in ("link", "bare"):
        query = page.context["query"] if kind == "link" else ""
        answer = client.get(f"{HAZARDS}?{query}&export=csv")
        first = next(
            csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
        )
        parts = [part for one in columns for part in one.parts or (one,)]
        assert first == [str(one.heading) for one in parts], kind
    client.post(HAZARDS, {"action": "reset-columns"})
    assert headings(client.get(f"{HAZARDS}?view=")) == before


def test_a_column_of_the_file_can_stand_on_the_page(two, cast, as_user) -> None:
    """And what is no column is passed over; none at all is the list as it is."""
    client = as_user(cast.liu)
    table = client.get(HAZARDS).context["listing"].table
    key = next(key for key, one in table.by_key.items() if one in table.more)
    page = choose(client, key, "nothing-of-the-kind")
    assert headings(page) == [str(table.columns[0].heading), str(table.by_key[key].heading)]
    before = len(table.columns)
    assert len(headings(choose(client))) == before


def test_a_view_brings_its_columns_and_pages_keep_them(two, cast, as_user, monkeypatch) -> None:
    monkeypatch.setattr(listing, "PER_PAGE", 1)
    client = as_user(cast.liu)
    query = urlencode({"columns": "state,deadline", "sort": "-deadline"})
    save(client, query, name="期限", begins="1")
    page = client.get(HAZARDS, follow=True)
    assert len(headings(page)) == 3
    following = client.get(f"{HAZARDS}{page.context['table'].next_query}")
    assert headings(following) == headings(page) and keys(following) != keys(page)


def test_a_large_file_has_the_columns_of_its_page_when_it_is_made_later(
    two, cast, as_user, monkeypatch
) -> None:
    """Though the person has chosen others since."""
    monkeypatch.setattr(listing, "JOB_LIMIT", 1)
    written: list[list[str]] = []
    monkeypatch.setattr(
        ExportRequest,
        "write",
        lambda self, kind, columns, rows, title: written.append([str(c.heading) for c in columns]),
    )
    client = as_user(cast.liu)
    page = choose(client, "state", "deadline")
    client.get(f"{HAZARDS}?{page.context['query']}&export=csv")
    choose(client, "area")
    make_export(Export.objects.get().pk)
    assert written and len(written[0]) == 3
