"""Filters of this app's lists."""

from typing import Any
from uuid import UUID

import django_filters as df
from django.db.models import Choices, Q, QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models import User
from communities.filters import AreaChoice, DateFrom, DateTo
from communities.models import AreaKind, Sex
from communities.permissions import PERSONAL_REVEAL
from injuries import codes
from injuries.models import ImportBatch, InjuryRecord, ReportingSite
from injuries.models.cards import ID_PURPOSE, NAME_PURPOSE
from injuries.models.imports import BatchQuerySet
from injuries.models.records import InjuryQuerySet
from lib.crypto import blind_indexes
from lib.filters import RecordFilter, ScopeFilter, Text, Words
from lib.http import SignedInRequest
from lib.search import holds

BLANK = "none"
OPEN = "open"
#: Nobody has more; a common name may.
MOST_CARDS = 1000


def sites_in_sight(request: SignedInRequest) -> QuerySet[ReportingSite]:
    """Return the reporting sites that the user may choose from."""
    return ReportingSite.objects.visible_to(request.user)


class CodeFilter(df.ChoiceFilter):
    """A code of the card, or “not filled in”."""

    def __init__(self, field_name: str, choices: type[Choices], **kwargs: Any) -> None:
        offered = [*choices.choices, (BLANK, _("Not filled in"))]
        super().__init__(field_name=field_name, choices=offered, **kwargs)

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        """Keep rows with the code."""
        if not value:
            return qs
        return qs.filter(**{self.field_name: "" if value == BLANK else value})


def cards_of_person(cards: InjuryQuerySet, user: User, value: str) -> list[UUID]:
    """Return the keys of a person's cards: a name has no digits, a number has little else.

    Only those where `user` may see names: otherwise it would tell who has been hurt.
    """
    numeric = any(letter.isdigit() for letter in value)
    index, purpose = ("id_index", ID_PURPOSE) if numeric else ("name_index", NAME_PURPOSE)
    rows = cards.where_allowed(user, PERSONAL_REVEAL).order_by()
    found = rows.filter(**{f"{index}__in": blind_indexes(value, purpose)})
    return list(found.values_list("pk", flat=True)[:MOST_CARDS])


class InjuryFilter(ScopeFilter):
    """Injury records.

    `rate` keeps those that rates count, `batch` those of an import: links of figures and imports
    use them.
    """

    SECONDARY = ("rate", "batch", "recorded_by", "reported_from")

    MAIN = ("area", "cause", "state")

    q = Text(
        label=_("Card number, diagnosis, person"),
        hint=_("Card number, diagnosis; names and ID numbers in full"),
        method="search",
    )
    area = AreaChoice(kinds=(AreaKind.STREET, AreaKind.COMMUNITY, AreaKind.GRID))
    start = DateFrom("event_date")
    end = DateTo("event_date")
    cause = CodeFilter("cause", codes.Cause, label=_("Cause"))
    place = CodeFilter("place", codes.Place, label=_("Place"))
    age = df.ChoiceFilter(label=_("Age group"), choices=codes.AgeGroup, method="by_age")
    sex = df.ChoiceFilter(label=_("Sex"), choices=Sex)
    outcome = CodeFilter("outcome", codes.Outcome, label=pgettext_lazy("injury", "Outcome"))
    nature = CodeFilter("nature", codes.Nature, label=_("Nature"))
    site = df.ModelChoiceFilter(
        label=_("Reporting site"), queryset=sites_in_sight, field_name="reporting_site"
    )
    state = df.ChoiceFilter(
        label=_("State"),
        method="by_state",
        empty_label=_("counting"),
        choices=[
            ("duplicates", _("possible duplicates")),
            ("withdrawn", _("withdrawn")),
            ("late", _("reported late")),
        ],
    )
    rate = df.BooleanFilter(
        label=_("Only records that rates count: residents, from sources that report every injury."),
        method="by_rate",
    )
    batch = df.UUIDFilter(label=_("Only records of one import."), field_name="batch_id")
    recorded_by = RecordFilter(
        label=_("Entered by"), field_name="created_by", rows=lambda _user: User.objects.all()
    )
    reported_from = df.DateFilter(
        label=_("Reported from"), field_name="reported_on", lookup_expr="gte"
    )

    class Meta:
        model = InjuryRecord
        fields: list[str] = []

    def filter_queryset(self, queryset: InjuryQuerySet) -> InjuryQuerySet:
        """Leave out withdrawn cards unless they are asked for."""
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") == "withdrawn" else rows.live()

    def search(self, qs: InjuryQuerySet, name: str, value: str) -> InjuryQuerySet:
        """Match a card number or words of the diagnosis; a whole name or ID number.

        Names and numbers are compared by their blind index, and only where the user may see them:
        otherwise the search would tell who has been hurt.
        """
        words = holds(value, "card_number", "diagnosis", "diagnosis_code")
        persons = cards_of_person(qs, self.request.user, value)
        return qs.filter(words | Q(pk__in=persons) if persons else words)

    def by_age(self, qs: InjuryQuerySet, name: str, value: str) -> InjuryQuerySet:
        """Keep an age group."""
        return qs.of_age_group(value)

    def by_state(self, qs: InjuryQuerySet, name: str, value: str) -> InjuryQuerySet:
        """Keep possible duplicates, late cards, or withdrawn ones."""
        if value == "duplicates":
            return qs.suspected_duplicates()
        return qs.withdrawn() if value == "withdrawn" else qs.late()

    def by_rate(self, qs: InjuryQuerySet, name: str, value: bool | None) -> InjuryQuerySet:
        """Keep what rates count."""
        return qs.counted_in_rates() if value else qs


class SiteFilter(df.FilterSet):
    """Reporting sites."""

    q = Words(label=_("Name or code"), fields=("name", "code"))
    area = AreaChoice(kinds=(AreaKind.STREET, AreaKind.COMMUNITY))

    class Meta:
        model = ReportingSite
        fields: list[str] = []


class BatchFilter(df.FilterSet):
    """Imports."""

    site = df.ModelChoiceFilter(
        label=_("Reporting site"), queryset=sites_in_sight, field_name="reporting_site"
    )
    stage = df.ChoiceFilter(
        label=_("State"),
        method="in_stage",
        choices=[(OPEN, _("to go on with")), *ImportBatch.Stage.choices],
    )
    waiting = df.ChoiceFilter(
        label=_("Waiting for me"), method="only_waiting", choices=[("on", _("yes"))]
    )

    class Meta:
        model = ImportBatch
        fields: list[str] = []

    def in_stage(self, qs: BatchQuerySet, name: str, value: str) -> BatchQuerySet:
        """Keep one stage, or all with which somebody has to go on or a worker is busy."""
        return qs.unfinished() if value == OPEN else qs.filter(stage=value)

    def only_waiting(self, qs: BatchQuerySet, name: str, value: str) -> BatchQuerySet:
        """Keep imports with which the user has to go on."""
        return qs.waiting_for(self.request.user)
