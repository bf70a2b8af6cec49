"""The page of this room on which an office sets something."""

from django.utils.translation import gettext, gettext_lazy as _

from communities.permissions import SETTINGS_CHANGE
from communities.setting_rows import Rows
from lib.office_settings import WORK, SettingsPage, SettingsPart
from premises.models import CategoryThreshold, PremisesCategory


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

KINDS = Rows(
    model=PremisesCategory,
    key=("code",),
    columns=("name_zh", "name_en", "order", "active", "nine_small", "interval_days", "checklist"),
    code="premises.kind",
    rows=PremisesCategory.objects.all,
)
THRESHOLDS = Rows(
    model=CategoryThreshold,
    key=("category", "quantity", "applies_zh", "active"),
    columns=("at_most", "applies_en", "source"),
    code="premises.threshold",
    rows=CategoryThreshold.objects.filter(active=True).all,
)
PARTS = [
    SettingsPart(
        key="premises.kinds",
        label=_("Kinds of premises"),
        permission=SETTINGS_CHANGE,
        dump=KINDS.dump,
        check=KINDS.check,
        apply=KINDS.apply,
    ),
    SettingsPart(
        key="premises.thresholds",
        label=_("Thresholds of small premises"),
        permission=SETTINGS_CHANGE,
        dump=THRESHOLDS.dump,
        check=THRESHOLDS.check,
        apply=THRESHOLDS.apply,
    ),
]
