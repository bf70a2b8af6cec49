"""What this app puts into the registries of the library."""

from django.apps import apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from accounts.audit import register_codes
from documents import sections
from grids import permissions as codes, premises_page
from grids.indicators import DEFINITIONS
from grids.reference import sync_reference
from grids.sections import hazards_section, inspections_section
from grids.tasklists import TASK_LISTS
from grids.workflow import Deed
from lib.files import FileKeeper, file_keepers
from lib.indicators import indicators
from lib.navigation import MenuEntry, beginnings, menu
from lib.permissions import permissions
from lib.tasklists import task_lists

GROUP = _("Grids")


def register() -> None:
    """Fill the registries. The code lists are completed after every migrate."""
    permissions.register(*codes.PERMISSIONS)
    file_keepers.register(
        FileKeeper("grids.inspection", codes.INSPECTION_VIEW, by_deed=True),
        FileKeeper("grids.hazardstep", codes.HAZARD_VIEW, by_deed=True),
    )
    indicators.register(*DEFINITIONS)
    task_lists.register(*TASK_LISTS)
    menu.register(
        MenuEntry(
            "inspect",
            _("Inspect"),
            "grids:inspect",
            "clipboard-check",
            20,
            codes.INSPECTION_ADD,
            GROUP,
        ),
        MenuEntry(
            "hazards",
            _("Hazards"),
            "grids:hazards",
            "exclamation-triangle",
            21,
            codes.HAZARD_VIEW,
            GROUP,
        ),
        MenuEntry("grid-map", _("Map"), "grids:map", "map", 23, codes.HAZARD_VIEW, GROUP),
        MenuEntry(
            "inspections",
            _("Inspections"),
            "grids:inspections",
            "list-check",
            24,
            codes.INSPECTION_VIEW,
            GROUP,
        ),
    )
    beginnings.register(
        MenuEntry(
            "begin-inspection",
            _("Inspect"),
            "grids:inspect",
            "clipboard-check",
            20,
            codes.INSPECTION_ADD,
        ),
        MenuEntry(
            "report-hazard",
            _("Report a hazard"),
            "grids:hazard-new",
            "exclamation-triangle",
            21,
            codes.HAZARD_REPORT,
        ),
    )
    premises_page.register()
    sections.register("grids.hazards", _("Hazards and rectification"), 50, hazards_section)
    sections.register("grids.inspections", _("Inspections"), 51, inspections_section)
    register_codes(
        {
            "grids.inspection.made": _("inspection made"),
            **{f"grids.hazard.{deed.value}": deed.label for deed in Deed},
        }
    )
    post_migrate.connect(sync_reference, sender=apps.get_app_config("grids"))
