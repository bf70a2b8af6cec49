"""The page of this room on which an office sets something."""

from django.utils.translation import gettext, gettext_lazy as _

from communities.permissions import SETTINGS_CHANGE
from lib.office_settings import WORK, SettingsPage
from premises.models import PremisesCategory


def _kinds() -> str:
    used = list(
        PremisesCategory.objects.filter(active=True).values_list("interval_days", flat=True)
    )
    planned = sum(days is not None for days in used)
    text = gettext("%(used)d in use, %(planned)d of them inspected by plan")
    return text % {"used": len(used), "planned": planned}


PAGES = [
    SettingsPage(
        key="premises.kinds",
        group=WORK,
        label=_("Kinds of premises"),
        sentence=_("How often each kind is inspected, by which checklist, and what is small."),
        permission=SETTINGS_CHANGE,
        url_name="premises:kinds",
        icon="shop",
        summary=_kinds,
    ),
]
