"""The page of this room on which an office sets something."""

from django.utils.translation import gettext_lazy as _, ngettext

from checklists.models import Grade
from communities.permissions import SETTINGS_CHANGE
from communities.setting_rows import Rows
from grids.models import TimeLimit
from grids.services.limits import set_limit
from lib.office_settings import WORK, SettingsPage, SettingsPart
from lib.table import words_for


def _limits() -> str:
    general = TimeLimit.objects.in_force().filter(area=None, category=None)
    return "；".join(
        ngettext("%(grade)s: %(days)d working day", "%(grade)s: %(days)d working days", days)
        % {"grade": words_for(Grade)[grade], "days": days}
        for grade, days in general.values_list("grade", "working_days")
    )


PAGES = [
    SettingsPage(
        key="grids.limits",
        group=WORK,
        label=_("Time limits"),
        sentence=_("Working days until a hazard must be rectified, by category, grade and area."),
        permission=SETTINGS_CHANGE,
        url_name="grids:limits",
        icon="hourglass-split",
        summary=_limits,
    ),
]

LIMITS = Rows(
    model=TimeLimit,
    key=("area", "category", "grade", "valid_from"),
    columns=("valid_to", "working_days", "at_most", "source"),
    code="grids.limit",
    rows=TimeLimit.objects.select_related("area").order_by("valid_from", "pk").all,
    save=set_limit,
)
PARTS = [
    SettingsPart(
        key="grids.limits",
        label=_("Time limits"),
        permission=SETTINGS_CHANGE,
        dump=LIMITS.dump,
        check=LIMITS.check,
        apply=LIMITS.apply,
    )
]
