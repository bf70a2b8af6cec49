"""Fixtures: places, cast, signed-in clients, a clean media folder."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import User
from tests.cast import Cast, Places, make_cast, make_places


@pytest.fixture(autouse=True)
def _own_files(settings: object, tmp_path: Path) -> None:
    """Keep uploads of a test in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def places(db: None) -> Places:
    """The area tree."""
    return make_places()


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
