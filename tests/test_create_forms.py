"""Every form that makes something: sent by twenty at once, and sent again after "Back".

A new form without an entry in FORMS fails, by its name or by the key that its page draws.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any

import pytest
from django.contrib.messages import SUCCESS, WARNING, get_messages
from django.db import connection, connections
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, resolve, reverse

from tests.access.table import Row, World
from tests.create_forms import FORMS, Form
from tests.sent import Sent, form_on, forms_on
from tests.test_access_table import modules, url_names

AT_ONCE = 20
#: How the address of a form that makes something is called, and what such a form draws as its key.
NAMED, KEYS = re.compile(r"([-:](new|add)|-import)$"), {"record_key", "key"}
#: They make something too, and nothing in their names or their pages says so.
ALSO = {"communities:user", "reports:run-correct", "training:drill-edit"}


def test_no_form_that_makes_something_is_missing(places, cast, as_user) -> None:
    """By the name of its address, or by the key that it draws on some page."""
    world, client = World(places, cast), as_user(cast.admin)
    found = {name for name in url_names(get_resolver()) if NAMED.search(name)} | ALSO
    for module in modules():
        module.build(world)
        for row in module.ROWS:
            if row.method == "get" and row.statuses["admin"] == 200:
                found |= keyed(client.get(reverse(row.name, args=row.args(world))))
    assert found == set(FORMS)


def keyed(page: HttpResponse) -> set[str]:
    """The names of the addresses to which forms of `page` send the key of a new record."""
    if page.streaming or not page.headers["Content-Type"].startswith("text/html"):
        return set()
    return {resolve(url).view_name for url, fields in forms_on(page) if KEYS & set(fields)}


@dataclass
class Opened:
    """A form that somebody has opened: where it is sent, and what it drew."""

    form: Form
    world: World
    url: str
    drawn: Sent
    cookies: dict[str, str]

    def client(self) -> Client:
        """A window of the one session."""
        client = Client(headers={"accept-language": "en"}, raise_request_exception=False)
        client.cookies.load(self.cookies)
        return client

    def send(self, other: bool = False) -> HttpResponse:
        """Send it as it is, or with other content."""
        typed = self.form.typed(self.world) | (self.form.other(self.world) if other else {})
        return self.client().post(self.url, self.drawn | typed)

    def send_at_once(self) -> list[HttpResponse]:
        """Send it AT_ONCE times at the same moment, each by a connection of its own."""
        barrier = Barrier(AT_ONCE)

        def one(_number: int) -> HttpResponse:
            try:
                connection.ensure_connection()
                barrier.wait(30)
                return self.send()
            finally:
                connections.close_all()

        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(one, range(AT_ONCE)))


def opened(name: str, world: World, client: Client) -> Opened:
    """Let the administrator open the form `name`."""
    form, (module, row) = FORMS[name], row_of(name)
    module.build(world)
    args = form.prepare(world) if form.prepare else row.args(world)
    url = reverse(name, args=args)
    form.typed(world), form.other(world)  # what must be there is there
    page = client.get(form.drawn(world).get_absolute_url() if form.drawn else url)
    (drawn,) = (fields for action, fields in forms_on(page) if action == url)
    return Opened(form, world, url, drawn, {k: m.value for k, m in client.cookies.items()})


def row_of(name: str) -> tuple[Any, Row]:
    """Return the access table and the row of the form."""
    return next((module, row) for module in modules() for row in module.ROWS if row.name == name)


def told(answer: HttpResponse) -> list[str]:
    """What the person is told beside "Saved", at the form or above the page."""
    above = [str(one) for one in get_messages(answer.wsgi_request) if one.level != SUCCESS]
    context = answer.context or {}
    asked = ["to confirm"] if "confirmed" in context else []
    return above + asked + ([str(context["form"].errors)] if "form" in context else [])


def is_made(answer: HttpResponse) -> bool:
    """Whether the person is led to a record, or shown the password of a new account."""
    failed = [one for one in get_messages(answer.wsgi_request) if one.level >= WARNING]
    return answer.status_code == 302 and not failed or "password" in (answer.context or ())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", sorted(FORMS))
def test_sent_by_twenty_at_once_it_makes_one_record(name, places, cast, as_user) -> None:
    """Everybody is led to the one record; after Back, other content makes another or is asked."""
    page = opened(name, World(places, cast), as_user(cast.admin))
    rows = page.form.model._base_manager
    before = rows.count()
    answers = page.send_at_once()
    assert {one.status_code for one in answers} <= {200, 302, 422}
    assert rows.count() == before + 1, [told(one) for one in answers]
    led = [one for one in answers if is_made(one)]
    assert len({one.headers.get("Location") for one in led}) == 1
    assert page.form.asks or len(led) == AT_ONCE, [told(one) for one in answers]

    again = page.send(other=True)
    if rows.count() == before + 1:
        assert again.status_code < 500 and told(again)
    else:
        assert rows.count() == before + 2 and is_made(again)


def test_a_name_that_is_taken_says_where_the_other_one_is(places, cast, as_user) -> None:
    client, url = as_user(cast.chen), reverse("communities:organisation-new")
    given = {"name": "甲单位", "sector": "school", "area": places.street.pk}
    data = form_on(client.get(url)) | given
    first = client.post(url, data).url
    again = client.post(url, form_on(client.get(url)) | given | {"sector": "hospital"})
    assert again.status_code == 200
    assert f'<a href="{first}">甲单位</a>' in again.content.decode()
