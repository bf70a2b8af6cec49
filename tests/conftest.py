"""Fixtures: places, cast, signed-in clients, a clean media folder."""

import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import Client
from django.utils import timezone

from accounts import append_only
from accounts.models import User
from communities.models import Area
from tests.cast import Cast, Places, make_cast, make_places

#: What a marked test needs, by its marker; `make test` has all of it.
NEEDS = {"postgres": "DATABASE_URL", "broker": "REDIS_URL", "browser": "CHROMIUM"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what this machine has no server or browser for, when pytest is called by hand."""
    for marker, variable in NEEDS.items():
        if not os.environ.get(variable):
            missing = pytest.mark.skip(reason=f"{variable} is not set")
            for item in items:
                if marker in item.keywords:
                    item.add_marker(missing)


@pytest.fixture(scope="session", autouse=True)
def _trail_is_emptied_between_tests() -> Iterator[None]:
    """Let the flush after a test with real transactions empty the trail, which nothing else may."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def released(operations: BaseDatabaseOperations, statements: list[str]) -> None:
        append_only.release(operations.connection)
        flush(operations, statements)  # and post_migrate follows, which protects it again

    BaseDatabaseOperations.execute_sql_flush = released
    yield
    BaseDatabaseOperations.execute_sql_flush = flush


@pytest.fixture(autouse=True)
def _own_files(settings: object, tmp_path: Path) -> None:
    """Keep uploads of a test in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _figures_follow_each_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no dashboard of a test rest because a busy machine counted slowly, nor await a worker."""
    monkeypatch.setattr("monitoring.dashboard.REST", 0)
    monkeypatch.setattr("monitoring.dashboard.SHOWN", 0)


@pytest.fixture
def places(db: None) -> Places:
    """The area tree."""
    return make_places()


@pytest.fixture
def only_street(places: Places) -> Places:
    """金沙 is the only street of its portal, as mostly: its office sets what all go by."""
    Area.objects.filter(path__startswith=places.next_street.path).update(
        valid_to=timezone.localdate()
    )
    return places


@pytest.fixture
def cast(places: Places) -> Cast:
    """The people."""
    return make_cast(places)


@pytest.fixture
def as_user() -> Callable[[User | None], Client]:
    """Return a client signed in as the user (None: signed out), speaking English."""

    def sign_in(user: User | None) -> Client:
        client = Client(headers={"accept-language": "en"})
        if user is not None:
            client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def day_is(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that makes a day today: ten o'clock of `2026-12-30` in local time."""

    def set_day(day: str) -> None:
        moment = timezone.make_aware(dt.datetime.fromisoformat(f"{day}T10:00"))
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_day
