"""The page of this room on which an office sets something."""

from django.utils.translation import gettext_lazy as _, ngettext

from checklists.models import HazardCategory
from communities.permissions import SETTINGS_CHANGE
from communities.setting_rows import Rows
from lib.office_settings import WORK, SettingsPage, SettingsPart


def _categories() -> str:
    count = HazardCategory.objects.filter(active=True).count()
    return ngettext("%d in use", "%d in use", count) % count


PAGES = [
    SettingsPage(
        key="checklists.categories",
        group=WORK,
        label=_("Hazard categories"),
        sentence=_("The kinds of hazards that people choose from and figures are counted by."),
        permission=SETTINGS_CHANGE,
        url_name="checklists:categories",
        icon="exclamation-triangle",
        summary=_categories,
    ),
]

CATEGORIES = Rows(
    model=HazardCategory,
    key=("code",),
    columns=("name_zh", "name_en", "order", "active"),
    code="checklists.category",
    rows=HazardCategory.objects.all,
)
PARTS = [
    SettingsPart(
        key="checklists.categories",
        label=_("Hazard categories"),
        permission=SETTINGS_CHANGE,
        dump=CATEGORIES.dump,
        check=CATEGORIES.check,
        apply=CATEGORIES.apply,
    )
]
