"""Person-times and sessions added up by group, sex, age, type and month: for reports and pages."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communities.models import Sex
from lib.periods import Period
from training.kinds import AudienceAge, AudienceGroup, EventKind
from training.models import AudienceCount, Event
from training.models.audience import AudienceQuerySet
from training.models.events import EventQuerySet, persons_came

#: Headings of `Tally.figures`.
FIGURE_WORDS = [
    _("Persons"),
    _("Male"),
    _("Female"),
    _("Under 15"),
    _("15–59"),
    _("60 and over"),
    _("Not recorded"),
]


@dataclass
class Tally:
    """Persons by (group, sex, age); missing cells are 0."""

    cells: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    @classmethod
    def of(cls, counts: AudienceQuerySet) -> "Tally":
        """Add up audience cells."""
        rows = counts.order_by().values_list("group", "sex", "age").annotate(n=Sum("persons"))
        return cls(Counter({(group, sex, age): n for group, sex, age, n in rows}))

    def persons(self, *, group: str = "", sex: str = "", age: str = "") -> int:
        """Return the persons of the cells that match (empty: all)."""
        wanted = (group, sex, age)
        return sum(
            n
            for cell, n in self.cells.items()
            if all(not one or one == part for one, part in zip(wanted, cell, strict=True))
        )

    @property
    def total(self) -> int:
        """All persons."""
        return sum(self.cells.values())

    def groups(self) -> list[AudienceGroup]:
        """Return the groups that occur, largest first."""
        sizes = {group: self.persons(group=group) for group in AudienceGroup}
        return sorted((g for g, n in sizes.items() if n), key=lambda g: (-sizes[g], g))

    @property
    def headings(self) -> list[Promise | str]:
        """What stands above the figures of a table."""
        return list(FIGURE_WORDS)

    def table(self) -> list[tuple[str | Promise, list[tuple[str | Promise, int]]]]:
        """Return the rows of a page's table: label, then heading and value of each figure."""
        rows: list[tuple[str | Promise, list[tuple[str | Promise, int]]]] = [
            (group.label, list(zip(FIGURE_WORDS, self.figures(group), strict=True)))
            for group in self.groups()
        ]
        return [*rows, (_("Total"), list(zip(FIGURE_WORDS, self.figures(), strict=True)))]

    def figures(self, group: str = "") -> list[int]:
        """Return persons, male, female, under 15, 15–59, 60 and over, not recorded."""
        return [
            self.persons(group=group),
            self.persons(group=group, sex=Sex.MALE),
            self.persons(group=group, sex=Sex.FEMALE),
            self.persons(group=group, age=AudienceAge.CHILD),
            self.persons(group=group, age=AudienceAge.ADULT),
            self.persons(group=group, age=AudienceAge.OLDER),
            self.persons(group=group, age=AudienceAge.UNKNOWN),
        ]


@dataclass(frozen=True)
class MonthTally:
    """What took place in a month."""

    month: Period
    sessions: int
    persons: int


def by_month(events: EventQuerySet, months: list[Period]) -> list[MonthTally]:
    """Return sessions and person-times of `events` that took place, for consecutive `months`."""
    found = events.took_place().filter(
        starts_at__gte=months[0].start_at, starts_at__lt=months[-1].end_at
    )
    sessions: Counter[dt.date] = Counter()
    persons: Counter[dt.date] = Counter()
    for starts_at, came in found.order_by().values_list("starts_at", persons_came()):
        first = timezone.localdate(starts_at).replace(day=1)
        sessions[first] += 1
        persons[first] += came
    return [MonthTally(one, sessions[one.start], persons[one.start]) for one in months]


@dataclass(frozen=True)
class KindTally:
    """What took place of a type."""

    kind: EventKind
    sessions: int
    persons: int


def by_kind(events: QuerySet[Event]) -> list[KindTally]:
    """Return sessions and person-times of `events` by type, most frequent first."""
    rows = events.order_by().values_list("kind").annotate(n=Count("pk"))
    counts = AudienceCount.objects.filter(event__in=events.order_by().values("pk"))
    persons = dict(counts.order_by().values_list("event__kind").annotate(n=Sum("persons")))
    found = [KindTally(EventKind(kind), n, persons.get(kind, 0)) for kind, n in rows]
    return sorted(found, key=lambda one: (-one.sessions, one.kind))
