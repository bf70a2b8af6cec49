"""What an office sets by itself: the pages on which it does, and the file that hands it on.

A room registers its pages and the parts of the file in its `registration.py`; the roof lists the
pages at /settings/ and writes, reads and compares the file (`safecommunity/settings_file.py`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lib.errors import DomainError
from lib.registry import Registry

WORK = _("Premises and hazards")
PEOPLE = _("People and rights")
OFFICE = _("The office")
TELLING = _("Notices")
KEEPING = _("Keeping and handing on")


@dataclass(frozen=True, kw_only=True)
class SettingsPage:
    """A page on which something is set.

    `group` is one of the headings above, `sentence` says what the page is for, `summary` how things
    stand now, in a few words. Who holds `permission` anywhere may open it.
    """

    key: str
    group: str | Promise
    label: str | Promise
    sentence: str | Promise
    permission: str
    url_name: str
    icon: str = "gear"
    summary: Callable[[], str | Promise] | None = None

    @property
    def url(self) -> str:
        """Address of the page."""
        return reverse(self.url_name)


@dataclass(frozen=True)
class Problem:
    """What is wrong with a file of settings: `place` leads to it, e.g. `premises.kinds[3].code`."""

    place: str
    text: str | Promise


@dataclass(frozen=True, kw_only=True)
class SettingsPart:
    """A part of the file of settings, `key` in it.

    `dump()` returns what is set, as JSON knows it and without secrets. `check(data, place)` yields
    what is wrong with the form of the data, without a look at what is stored. `apply(actor, data,
    place)` sets it, each row saved and told in the trail as by its page; what the file does not
    name stays. It returns what it left out, and raises RefusedSettings for what the rules of the
    records refuse. `place` is where the data stand in the file. Only who holds `permission` for the
    whole portal exports and imports the part.
    """

    key: str
    label: str | Promise
    permission: str
    dump: Callable[[], Any]
    check: Callable[[Any, str], Iterator[Problem]]
    apply: Callable[[Any, Any, str], list[Problem]]


class RefusedSettings(DomainError):
    """Settings of a file that the rules of the records refuse."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{one.place}: {one.text}" for one in problems))
        self.problems = problems


settings_pages: Registry[SettingsPage] = Registry("settings pages")
settings_parts: Registry[SettingsPart] = Registry("settings parts")
