"""Keeping the pinyin initials by which records are found: in the background, after a change."""

import pickle
from typing import Any

from django.apps import apps
from django.db.models import Exists, F, OuterRef, QuerySet

from communities.models import Initials
from lib import children, pinyin_reader
from lib.finding import Finder, finders

#: Names that one process reads; half a second.
AT_ONCE = 2000
SECONDS = 60


def renew_initials() -> int:
    """Give initials to every record that has none or was named anew; return how many."""
    return sum(_renew(finder) for finder in finders if finder.named)


def forget_initials() -> int:
    """Remove the initials of records that are gone; return how many."""
    return sum(_gone(finder).delete()[0] for finder in finders if finder.named)


def _renew(finder: Finder) -> int:
    count = 0
    while rows := list(_unread(finder)[:AT_ONCE]):
        names = [name for _pk, name in rows]
        found = children.ask(pinyin_reader, data=pickle.dumps(names), seconds=SECONDS)
        Initials.objects.bulk_create(
            (
                Initials(kind=finder.key, target_id=pk, name=name, letters=letters)
                for (pk, name), letters in zip(rows, found, strict=True)
            ),
            update_conflicts=True,
            unique_fields=["kind", "target_id"],
            update_fields=["name", "letters"],
        )
        count += len(rows)
    return count


def _all(finder: Finder) -> QuerySet[Any]:
    return apps.get_model(finder.key)._base_manager.order_by("pk")


def _unread(finder: Finder) -> QuerySet[Any, tuple[Any, str]]:
    """Return key and name of the records whose initials are not those of their name."""
    known = Initials.objects.filter(
        kind=finder.key, target_id=OuterRef("pk"), name=OuterRef(finder.named)
    )
    named = _all(finder).exclude(**{finder.named: ""}).exclude(Exists(known))
    return named.values_list("pk", F(finder.named))


def _gone(finder: Finder) -> QuerySet[Initials]:
    there = _all(finder).order_by().filter(pk=OuterRef("target_id"))
    return Initials.objects.filter(kind=finder.key).exclude(Exists(there))
