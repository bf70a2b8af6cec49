"""Filters of this app's lists."""

from typing import Any

import django_filters as df
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import AuditEntry, User
from communities.keeping import LOOKS, looked_at
from communities.models import Area, AreaKind, HolidayNotice, Organisation, Role, Sector
from communities.oversight import audit_entries
from communities.querysets import AreaScopedQuerySet
from communities.unusual import RULES, RULES_BY_KEY
from lib.filters import ScopeFilter, Text, Words
from lib.forms import DateInput
from lib.http import SignedInRequest
from lib.search import among, holds
from lib.text import folded


class AreaChoice(df.ModelChoiceFilter):
    """Narrow rows to the subtree of an area in the user's sight.

    The rows' queryset must have `in_area`. `kinds` says which levels are offered.
    """

    def __init__(self, *, kinds: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.kinds = kinds or (AreaKind.STREET, AreaKind.COMMUNITY, AreaKind.GRID)
        kwargs.setdefault("label", _("Area"))
        super().__init__(queryset=self._areas, **kwargs)

    def _areas(self, request: SignedInRequest) -> QuerySet[Area]:
        areas = Area.objects.visible_to(request.user)
        return areas.of_kind(*self.kinds).order_by("path")

    def filter(self, qs: AreaScopedQuerySet, value: Area | None) -> QuerySet:
        """Keep rows below `value`."""
        return qs if value is None else qs.in_area(value)


class NameWords(Words):
    """Words in a name, also in one that the row bore before."""

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        """Keep rows that are called so, or once were."""
        if not value:
            return qs
        return qs.filter(holds(value, *self.fields) | Q(pk__in=_once_called(qs, value)))


def _once_called(rows: QuerySet, words: str) -> list[Any]:
    """Return the keys of rows that bore a name with these words: few have any former name."""
    renamed = rows.order_by().exclude(former_names=[]).values_list("pk", "former_names")
    wanted = folded(words)
    return [pk for pk, names in renamed if any(wanted in folded(name) for name in names)]


class DateFrom(df.DateFilter):
    """Rows on or after a day; of a moment, in the portal's time zone."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("From"))
        super().__init__(field_name=field_name, lookup_expr="gte", widget=DateInput(), **kwargs)


class DateTo(df.DateFilter):
    """Rows on or before a day."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("To"))
        super().__init__(field_name=field_name, lookup_expr="lte", widget=DateInput(), **kwargs)


class AreaFilter(df.FilterSet):
    """Areas by text and level."""

    q = NameWords(label=_("Name or code"), fields=("name", "code"))
    kind = df.ChoiceFilter(label=_("Level"), choices=AreaKind)

    class Meta:
        model = Area
        fields: list[str] = []


class OrganisationFilter(df.FilterSet):
    """Organisations by name, sector, area."""

    q = NameWords(label=_("Name"), fields=("name",))
    sector = df.ChoiceFilter(label=_("Sector"), choices=Sector)
    area = AreaChoice()

    class Meta:
        model = Organisation
        fields: list[str] = []


class CalendarFilter(df.FilterSet):
    """Years by the words of their notice."""

    q = Words(label=_("Holiday or source"), fields=("text", "source"))

    class Meta:
        model = HolidayNotice
        fields: list[str] = []


class UserFilter(df.FilterSet):
    """Accounts by name and role."""

    q = Words(label=_("Name or sign-in name"), fields=("full_name", "username"))
    role = df.ModelChoiceFilter(
        label=_("Role"), queryset=Role.objects.all(), field_name="memberships__role"
    )
    look = df.ChoiceFilter(label=_("To look at"), choices=LOOKS, method="by_look")

    class Meta:
        model = User
        fields: list[str] = []

    def by_look(self, qs: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        """Keep accounts that an administrator should look at."""
        return looked_at(qs, value)


#: The parts of the portal whose actions the trail tells, by the beginning of their codes.
ROOMS = [
    ("accounts", _("Accounts and signing in")),
    ("actions", _("Corrective actions")),
    ("checklists", _("Checklists")),
    ("communities", _("Areas, organisations, files")),
    ("grids", _("Inspections and hazards")),
    ("injuries", _("Injury cards")),
    ("ledgers", _("Bring registers in")),
    ("notices", _("Notices")),
    ("premises", _("Premises")),
    ("programmes", _("Projects")),
    ("reports", _("Reports")),
    ("training", _("Training and drills")),
]


def actors_of(request: SignedInRequest) -> QuerySet[User]:
    """Return the people of whom the reader sees an entry."""
    acted = audit_entries(request.user).order_by().values("actor")
    return User.objects.filter(pk__in=acted).order_by("full_name", "username")


class AuditFilter(ScopeFilter):
    """Audit entries by what the list shows of them: record, action, person, time."""

    SECONDARY = ("unusual",)

    q = Text(label=_("Record, action or person"), method="filter_q")
    actor = df.ModelChoiceFilter(label=_("Who"), queryset=actors_of)
    room = df.ChoiceFilter(label=_("Of what"), choices=ROOMS, method="filter_room")
    start = DateFrom("at__date")
    end = DateTo("at__date")
    unusual = df.ChoiceFilter(
        label=_("Unusual"),
        method="by_rule",
        choices=[(rule.key, rule.label) for rule in RULES],
    )

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def filter_q(self, qs: QuerySet[AuditEntry], _name: str, value: str) -> QuerySet[AuditEntry]:
        """Keep entries with the words in the record's name, the action or the person's name."""
        people = User.objects.filter(holds(value, "full_name", "username"))
        words = holds(value, "target_text", "code") | Q(code__in=audit.codes_saying(value))
        return qs.filter(words | among("actor", people))

    def by_rule(self, qs: QuerySet[AuditEntry], _name: str, value: str) -> QuerySet[AuditEntry]:
        """Keep entries that stand out by a rule of the auditor's home page."""
        return RULES_BY_KEY[value].among(qs)

    def filter_room(self, qs: QuerySet[AuditEntry], _name: str, value: str) -> QuerySet[AuditEntry]:
        """Keep entries about one part of the portal."""
        return qs.filter(code__startswith=f"{value}.")
