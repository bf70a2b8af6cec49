"""What one box finds among all records in sight of a user."""

import re

from django.db.models import QuerySet

from accounts.models import User
from communities.models import Initials
from communities.permissions import may
from lib.finding import Finder, Hit, Hits, finders
from lib.search import holds

#: So many of each kind are shown; the list of the kind has the others.
SHOWN = 5
#: One character is in every other name.
LEAST = 2
#: Words that can be initials: letters, with the digits of a house number among them.
LETTERS = re.compile(r"(?=.*[a-z])[a-z0-9]{2,40}", re.IGNORECASE)


def find_all(user: User, words: str) -> list[Hits]:
    """Return what `user` may see of all that has `words` in it; [] for less than LEAST letters.

    A statement or two for each kind. Kinds without a hit are left out.
    """
    if len(words) < LEAST:
        return []
    found = (_hits(one, user, words) for one in finders if may(user, one.permission))
    return [one for one in found if one.hits]


def _hits(finder: Finder, user: User, words: str) -> Hits:
    """Look by number or the like first, then by words, then by initials, until enough is found."""
    hits: dict[object, Hit] = {}
    for rows in _ways(finder, user, words):
        for row in finder.prepare(rows)[: SHOWN + 1]:
            hits.setdefault(row.pk, Hit(row, finder.beside(row)))
        if len(hits) > SHOWN:
            break
    shown = list(hits.values())
    return Hits(finder, shown[:SHOWN], len(shown) > SHOWN)


def _ways(finder: Finder, user: User, words: str) -> list[QuerySet]:
    rows = finder.rows(user)
    ways = [rows.filter(holds(words, *finder.words))] if finder.words else []
    if finder.also is not None and (also := finder.also(user, words)) is not None:
        ways.insert(0, also)
    if finder.named and LETTERS.fullmatch(words):
        named = Initials.objects.filter(holds(words.lower(), "letters"), kind=finder.key)
        ways.append(rows.filter(pk__in=named.values("target_id")))
    return ways
