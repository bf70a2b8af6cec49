"""What cells draw by plain functions is what Django would have drawn."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse, set_script_prefix
from django.utils import timezone, translation
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from lib.marks import badge, escaped, number
from lib.records import page_address
from lib.table import moment, shown

NASTY = "<script>alert(\"x\")</script> & 'y'"


@pytest.mark.parametrize("value", [NASTY, SafeString("<b>"), 3, None, gettext_lazy("Area"), ""])
def test_texts_are_escaped_as_by_django(value) -> None:
    """Texts, what is HTML already, numbers, words that are translated later."""
    assert escaped(value) == conditional_escape(value)


def test_marks_escape_what_they_show() -> None:
    """Whatever somebody has typed into a name stands in a badge as text."""
    assert "<script" not in badge(NASTY, NASTY) + number(3, href=NASTY) + shown(NASTY)


def test_the_address_of_a_record_is_that_of_django() -> None:
    """Also below a folder of a server, one after the other in the same process."""
    for prefix in ("/", "/portal/", "/"):
        set_script_prefix(prefix)
        for key in (uuid.uuid4(), uuid.UUID(int=0)):
            assert page_address("grids:hazard", key) == reverse("grids:hazard", args=[key])


def test_a_moment_is_told_in_the_time_of_whoever_looks() -> None:
    """The same moment in two zones, one after the other in the same process."""
    at = dt.datetime(2026, 3, 8, 20, 30, tzinfo=dt.UTC)
    assert "2026-03-09 04:30" in moment(at)
    with timezone.override("UTC"):
        assert "2026-03-08 20:30" in moment(at)
    assert "2026-03-09 04:30" in shown(at)


def test_a_day_is_no_moment() -> None:
    """Midnight and its day are different things, in both languages."""
    for language in ("zh-hans", "en"):
        with translation.override(language):
            assert ">2026-03-09<" in shown(dt.date(2026, 3, 9))
            midnight = timezone.make_aware(dt.datetime(2026, 3, 9))
            assert ">2026-03-09 00:00<" in shown(midnight)
