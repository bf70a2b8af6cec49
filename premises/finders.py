"""What of this room the one box finds."""

from django.utils.translation import gettext_lazy as _

from lib.finding import Finder
from premises.models import Premises
from premises.permissions import PREMISES_VIEW

FINDERS = (
    Finder(
        key="premises.premises",
        label=_("Premises"),
        icon="shop",
        permission=PREMISES_VIEW,
        rows=lambda user: Premises.objects.where_allowed(user, PREMISES_VIEW),
        words=("name", "address"),
        named="name",
        beside=lambda premises: premises.address or str(premises.area),
        prepare=lambda rows: rows.select_related("area"),
        list_url="premises:list",
    ),
)
