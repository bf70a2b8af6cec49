"""Finding anything by one box: each room says which of its records can be found, and by what.

A record is found by words in some of its columns, and by the pinyin initials of its name:
新村便利店 by "xcbld". The initials are kept beside the records (`communities.services.initials`),
because no database knows them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from lib.registry import Registry


def _as_they_are(rows: QuerySet) -> QuerySet:
    return rows


@dataclass(frozen=True, kw_only=True)
class Finder:
    """How records of the model `key` (its label in lower case) are found.

    `rows(user)` are those in sight; `permission` is asked for them. `words` are columns with an
    index of words (`lib.search`), in its order; `named` is the column with the name of which the
    initials are kept, empty for records without a name. `also(user, words)` finds rows by something
    else, e.g. a number that is in no column; None when the words are no such thing. `beside(row)`
    says where a row belongs, for which `prepare` reads what it needs. `list_url` names the list
    that takes the words as `q`.
    """

    key: str
    label: str | Promise
    icon: str
    permission: str
    rows: Callable[[Any], QuerySet]
    words: tuple[str, ...]
    beside: Callable[[Any], str]
    list_url: str
    named: str = ""
    also: Callable[[Any, str], QuerySet | None] | None = None
    prepare: Callable[[QuerySet], QuerySet] = _as_they_are


@dataclass(frozen=True)
class Hit:
    """A record that was found."""

    record: Model
    beside: str


@dataclass(frozen=True)
class Hits:
    """What was found of one kind; `more` when there is more than is shown."""

    finder: Finder
    hits: list[Hit]
    more: bool


finders: Registry[Finder] = Registry("finders")
