"""What of this room the one box finds."""

from django.utils.translation import gettext_lazy as _

from communities.models import Area, Organisation
from communities.oversight import managed_users
from communities.permissions import AREA_VIEW, USER_MANAGE
from communities.pickers import unit_and_post, with_units
from lib.finding import Finder

FINDERS = (
    Finder(
        key="communities.area",
        label=_("Areas"),
        icon="diagram-3",
        permission=AREA_VIEW,
        rows=lambda user: Area.objects.visible_to(user).order_by("path"),
        words=("name", "code"),
        named="name",
        beside=lambda area: str(area.get_kind_display()),
        list_url="communities:areas",
    ),
    Finder(
        key="communities.organisation",
        label=_("Organisations"),
        icon="building",
        permission=AREA_VIEW,
        rows=Organisation.objects.all().visible_to,
        words=("name",),
        named="name",
        beside=lambda organisation: str(organisation.area),
        prepare=lambda rows: rows.select_related("area"),
        list_url="communities:organisations",
    ),
    Finder(
        key="accounts.user",
        label=_("Accounts"),
        icon="people",
        permission=USER_MANAGE,
        rows=lambda user: managed_users(user).order_by("full_name", "pk"),
        words=("full_name", "username"),
        named="full_name",
        beside=unit_and_post,
        prepare=with_units,
        list_url="communities:users",
    ),
)
