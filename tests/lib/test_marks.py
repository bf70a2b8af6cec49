"""The small marks of pages."""

import pytest
from django.utils.translation import override

from lib.marks import distance


@pytest.mark.parametrize(
    ("metres", "words"),
    [(None, "–"), (0, "0 米"), (349.6, "350 米"), (999.7, "1.0 公里"), (12_345, "12.3 公里")],
)
def test_a_way_is_told_in_metres_and_from_a_kilometre_on_in_kilometres(metres, words) -> None:
    with override("zh-hans"):
        assert distance(metres) == words
