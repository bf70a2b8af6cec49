"""What the tests of notices share: a record, telling with what follows a commit, the other side."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from communities.models import Organisation
from lib.notice_kinds import tell
from notices.models import Channel, ChannelKind, Rule
from tests.notices.sink import Reply, Sink
from tests.reports.conftest import last_month, monthly

__all__ = ["last_month", "monthly"]


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Return `tell` with everything that follows a commit."""

    def told(kind: str, **more: object) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            tell(kind, **more)

    return told


@pytest.fixture
def hospital(places) -> Organisation:
    """A record with a page."""
    return Organisation.objects.create(area=places.street, name="金沙医院", sector="hospital")


@pytest.fixture
def listen(settings) -> Iterator[Callable[..., Sink]]:
    """Return what opens a server on this machine, which the operator allows to call."""
    settings.NOTICE_LOCAL_HOSTS = ["127.0.0.1"]
    settings.PORTAL_URL = "https://portal.example.org"
    opened: list[Sink] = []

    def listen(reply: Callable[[dict[str, Any]], Reply] = lambda body: (200, "ok")) -> Sink:
        opened.append(Sink(reply))
        return opened[-1]

    yield listen
    for sink in opened:
        sink.close()


def channel(kind: str, url: str = "", *, rules: dict[str, list[str]], **more: Any) -> Channel:
    """Make a channel by which roles are told of kinds."""
    made = Channel.objects.create(name=str(ChannelKind(kind).label), kind=kind, address=url, **more)
    for role, kinds in rules.items():
        Rule.objects.bulk_create(Rule(channel=made, role_id=role, kind=one) for one in kinds)
    return made
