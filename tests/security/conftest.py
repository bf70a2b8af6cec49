"""Messages are read in English, whatever language an earlier test of the process left behind."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Speak English in this thread; requests choose their own language."""
    with translation.override("en"):
        yield
