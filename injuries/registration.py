"""What this app puts into the registries of the library."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.audit import register_changes, register_codes
from injuries import permissions as codes, sections
from injuries.explanations import EXPLANATIONS
from injuries.finders import FINDERS
from injuries.home_parts import HOME_PARTS, OWN_FIGURES
from injuries.imports.columns import TARGETS
from injuries.indicators import INDICATORS
from injuries.models import ReportingSite
from injuries.notices import STEP_NOTICES
from injuries.waiting import TASK_LISTS
from ledgers.declaration import OtherWay, other_ways
from lib.area_life import GoingOn, going_on
from lib.files import FileKeeper, file_keepers
from lib.finding import finders
from lib.help import explanations
from lib.home import home_parts, own_figures
from lib.indicators import indicators
from lib.navigation import MenuEntry, menu, quick_actions
from lib.notice_kinds import step_notices
from lib.permissions import permissions
from lib.removal import Removal, removals
from lib.waiting import task_lists

GROUP = _("Injury registry")


def register() -> None:
    """Fill the registries."""
    going_on.register(
        GoingOn(
            key="injuries.sites",
            label=_("sites that report injuries"),
            rows=lambda area: ReportingSite.objects.active().in_area(area),
            url_name="injuries:sites",
        )
    )
    explanations.register(*EXPLANATIONS)
    step_notices.register(*STEP_NOTICES)
    permissions.register(*codes.PERMISSIONS)
    finders.register(*FINDERS)
    file_keepers.register(
        FileKeeper(
            key="injuries.injuryrecord",
            view=codes.RECORD_VIEW,
            personal=True,
        ),
        FileKeeper(
            key="injuries.reportingsite",
            view=codes.RECORD_VIEW,
        ),
    )
    removals.register(
        Removal(
            key="injuries.reportingsite",
            permission=codes.SITE_CHANGE,
            home=lambda _record: reverse("injuries:sites"),
        )
    )
    menu.register(
        MenuEntry(
            key="injuries",
            label=_("Injuries"),
            url_name="injuries:records",
            icon="bandaid",
            permission=codes.RECORD_VIEW,
            group=GROUP,
        ),
        MenuEntry(
            key="injury-imports",
            label=_("Import"),
            url_name="injuries:imports",
            icon="upload",
            permission=codes.IMPORT_RUN,
            group=GROUP,
        ),
    )
    quick_actions.register(
        MenuEntry(
            key="new-card",
            label=_("New card"),
            url_name="injuries:record-new",
            icon="bandaid",
            permission=codes.RECORD_ADD,
        ),
        MenuEntry(
            key="import-cards",
            label=_("Import cards"),
            url_name="injuries:import-new",
            icon="upload",
            permission=codes.IMPORT_RUN,
        ),
    )
    other_ways.register(
        OtherWay(
            key="injuries",
            label=_("Injury cards"),
            permission=codes.IMPORT_RUN,
            icon="bandaid",
            begin="injuries:import-new",
            earlier="injuries:imports",
            help=_("Cards of hospitals, schools and stations, also as NEISS has them."),
            headings={one.key: one.headings for one in TARGETS},
        )
    )
    task_lists.register(*TASK_LISTS)
    home_parts.register(*HOME_PARTS)
    own_figures.register(*OWN_FIGURES)
    indicators.register(*INDICATORS)
    sections.register()
    register_changes({"reporters": _("reporters")})
    register_codes(AUDIT_WORDS)


AUDIT_WORDS = {
    "injuries.record.added": _("card added"),
    "injuries.record.changed": _("card changed"),
    "injuries.record.withdrawn": _("card withdrawn"),
    "injuries.record.restored": _("card restored"),
    "injuries.record.not-duplicate": _("judged no duplicate"),
    "injuries.site.added": _("reporting site added"),
    "injuries.site.changed": _("reporting site changed"),
    "injuries.import.received": _("workbook received"),
    "injuries.import.read": _("workbook read"),
    "injuries.import.sheet": _("sheet chosen"),
    "injuries.import.mapped": _("columns confirmed"),
    "injuries.import.asked": _("unknown words met"),
    "injuries.import.explained": _("words explained"),
    "injuries.import.checked": _("import checked"),
    "injuries.import.commit": _("commit ordered"),
    "injuries.import.committed": _("import committed"),
    "injuries.import.corrected": _("corrected rows received"),
    "injuries.import.retried": _("import tried again"),
    "injuries.import.undone": _("import undone"),
    "injuries.import.reopened": _("import taken up again"),
    "injuries.import.discarded": _("import discarded"),
    "injuries.import.purged": _("workbook removed after its time"),
}
