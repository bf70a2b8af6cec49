"""What this app puts into the registries of the library."""

from django.apps import apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from accounts.audit import register_codes
from actions.sources import feeds
from communities.working_days import Reckoning, reckonings
from documents import SectionKind, sections
from grids import permissions as codes, premises_page
from grids.action_source import HAZARDS
from grids.explanations import EXPLANATIONS
from grids.finders import FINDERS
from grids.home_parts import HOME_PARTS, OWN_FIGURES
from grids.indicators import DEFINITIONS
from grids.ledgers import HAZARDS as HAZARD_LEDGER, INSPECTIONS as INSPECTION_LEDGER
from grids.models import Hazard
from grids.notices import DUE_LISTS, STEP_NOTICES
from grids.reference import sync_reference
from grids.sections import hazards_section, inspections_section
from grids.services.reckoning import reckon_after_migrating, reckon_hazards
from grids.settings import PAGES, PARTS
from grids.waiting import TASK_LISTS
from grids.workflow import Action
from ledgers.declaration import registers
from lib.area_life import GoingOn, going_on
from lib.files import FileKeeper, file_keepers
from lib.finding import finders
from lib.help import explanations
from lib.home import home_parts, own_figures
from lib.indicators import indicators
from lib.navigation import MenuEntry, menu, quick_actions
from lib.notice_kinds import due_lists, step_notices
from lib.office_settings import settings_pages, settings_parts
from lib.permissions import permissions
from lib.waiting import task_lists

GROUP = _("Grids")


def register() -> None:
    """Fill the registries. The code lists are completed after every migrate."""
    going_on.register(
        GoingOn(
            key="grids.hazards",
            label=_("open hazards"),
            rows=lambda area: Hazard.objects.open().in_area(area),
            url_name="grids:hazards",
        )
    )
    explanations.register(*EXPLANATIONS)
    step_notices.register(*STEP_NOTICES)
    due_lists.register(*DUE_LISTS)
    permissions.register(*codes.PERMISSIONS)
    registers.register(HAZARD_LEDGER, INSPECTION_LEDGER)
    finders.register(*FINDERS)
    file_keepers.register(
        FileKeeper(
            key="grids.inspection",
            view=codes.INSPECTION_VIEW,
            by_action=True,
        ),
        FileKeeper(
            key="grids.hazardstep",
            view=codes.HAZARD_VIEW,
            by_action=True,
        ),
    )
    indicators.register(*DEFINITIONS)
    feeds(HAZARDS)
    task_lists.register(*TASK_LISTS)
    home_parts.register(*HOME_PARTS)
    own_figures.register(*OWN_FIGURES)
    menu.register(
        MenuEntry(
            key="inspect",
            label=_("Inspect"),
            url_name="grids:inspect",
            icon="clipboard-check",
            permission=codes.INSPECTION_ADD,
            group=GROUP,
        ),
        MenuEntry(
            key="hazards",
            label=_("Hazards"),
            url_name="grids:hazards",
            icon="exclamation-triangle",
            permission=codes.HAZARD_VIEW,
            group=GROUP,
        ),
        MenuEntry(
            key="grid-map",
            label=_("Map"),
            url_name="grids:map",
            icon="map",
            permission=codes.HAZARD_VIEW,
            group=GROUP,
        ),
        MenuEntry(
            key="inspections",
            label=_("Inspections"),
            url_name="grids:inspections",
            icon="list-check",
            permission=codes.INSPECTION_VIEW,
            group=GROUP,
        ),
    )
    quick_actions.register(
        MenuEntry(
            key="begin-inspection",
            label=_("Inspect"),
            url_name="grids:inspect",
            icon="clipboard-check",
            permission=codes.INSPECTION_ADD,
        ),
        MenuEntry(
            key="report-hazard",
            label=_("Report a hazard"),
            url_name="grids:hazard-new",
            icon="exclamation-triangle",
            permission=codes.HAZARD_REPORT,
        ),
    )
    premises_page.register()
    sections.register(
        SectionKind(
            key="grids.hazards",
            title=_("Hazards and rectification"),
            builder=hazards_section,
        )
    )
    sections.register(
        SectionKind(
            key="grids.inspections",
            title=_("Inspections"),
            builder=inspections_section,
        )
    )
    settings_pages.register(*PAGES)
    settings_parts.register(*PARTS)
    register_codes(
        {
            "grids.inspection.made": _("inspection made"),
            "grids.limit.added": _("time limit set"),
            "grids.limit.changed": _("time limit changed"),
            **{f"grids.hazard.{action.value}": action.label for action in Action},
        }
    )
    reckonings.register(Reckoning(key="grids.hazards", again=reckon_hazards))
    post_migrate.connect(sync_reference, sender=apps.get_app_config("grids"))
    post_migrate.connect(reckon_after_migrating, sender=apps.get_app_config("grids"))
