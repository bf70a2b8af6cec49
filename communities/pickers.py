"""How areas, organisations and accounts are chosen."""

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from communities.models import Area, Membership, Organisation
from communities.permissions import AREA_VIEW
from communities.sight import Viewer
from lib.pickers import Picker


def people_in_sight(user: Viewer) -> QuerySet[User]:
    """Return the accounts in use whose people work today where `user` sees."""
    members = Membership.objects.visible_to(user).active_on()
    return User.objects.filter(is_active=True, pk__in=members.values("user"))


def with_units(people: QuerySet[User]) -> QuerySet[User]:
    """Read with each person where he or she works today."""
    current = Membership.objects.active_on().select_related("area")
    return people.prefetch_related(Prefetch("memberships", current, to_attr="works_in"))


def unit_and_post(person: User) -> str:
    """Return where a person works and as what: what tells two of the same name apart."""
    units = dict.fromkeys(str(one.area) for one in getattr(person, "works_in", ()))
    return "，".join(filter(None, ["、".join(units), person.job_title]))


PICKERS = (
    Picker(
        key="communities.area",
        permission=AREA_VIEW,
        rows=lambda user: Area.objects.visible_to(user).valid_on().order_by("path"),
        search=("name", "code"),
        prepare=lambda rows: rows.defer("boundary", "former_names"),
        beside=lambda _area: "",
        tree=True,
    ),
    Picker(
        key="communities.organisation",
        permission=AREA_VIEW,
        rows=lambda user: Organisation.objects.visible_to(user).filter(active=True),
        search=("name", "address"),
        prepare=lambda rows: rows.select_related("area").defer("area__boundary"),
        beside=lambda organisation: str(organisation.area),
    ),
    Picker(
        key="accounts.user",
        permission=AREA_VIEW,
        rows=people_in_sight,
        search=("full_name", "username", "job_title"),
        prepare=with_units,
        beside=unit_and_post,
    ),
)
