"""What of this room the one box finds."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from injuries.filters import cards_of_person
from injuries.models import InjuryRecord
from injuries.models.records import InjuryQuerySet
from injuries.permissions import RECORD_VIEW
from lib.finding import Finder


def _rows(user: User) -> InjuryQuerySet:
    return InjuryRecord.objects.visible_to(user).live()


def of_person(user: User, words: str) -> InjuryQuerySet | None:
    """Return the cards of the person of this whole name or number, for who may read names."""
    keys = cards_of_person(_rows(user), user, words)
    return _rows(user).filter(pk__in=keys) if keys else None


FINDERS = (
    Finder(
        key="injuries.injuryrecord",
        label=_("Injury cards"),
        icon="bandaid",
        permission=RECORD_VIEW,
        rows=_rows,
        words=("card_number", "diagnosis", "diagnosis_code"),
        also=of_person,
        beside=lambda card: f"{card.card_number} · {card.area}".strip(" ·"),
        prepare=lambda rows: rows.select_related("area").order_by("-event_date", "pk"),
        list_url="injuries:records",
    ),
)
