"""The committee's day begins with six numbers; other people's does not."""

import pytest
from django.urls import reverse

from monitoring.dashboard import SIX


def test_zhou_begins_with_the_six_numbers(cast, as_user) -> None:
    page = as_user(cast.zhou).get(reverse("home")).text
    assert page.count('class="signal ') == len(SIX)
    assert f'href="{reverse("monitoring:dashboard")}"' in page


@pytest.mark.parametrize("name", ["chen", "wang", "sun", "wu", "admin"])
def test_others_begin_with_their_own_work(cast, as_user, name: str) -> None:
    assert "large-number" not in as_user(cast[name]).get(reverse("home")).text
