"""What this app puts into the registries of the library."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import register_changes, register_codes
from ledgers.declaration import registers
from lib.area_life import GoingOn, going_on
from lib.files import FileKeeper, file_keepers
from lib.finding import finders
from lib.happenings import happenings
from lib.help import explanations
from lib.home import home_parts
from lib.indicators import indicators
from lib.navigation import MenuEntry, menu
from lib.notice_kinds import due_lists, step_notices
from lib.permissions import permissions
from lib.removal import removals
from lib.waiting import task_lists
from programmes import permissions as codes, sections
from programmes.explanations import EXPLANATIONS
from programmes.finders import FINDERS
from programmes.happenings import HAPPENINGS
from programmes.home_parts import HOME_PARTS
from programmes.indicators import DEFINITIONS
from programmes.ledgers import PROJECTS
from programmes.models import BudgetLine, Indicator, Measure, Objective, PilotSite, Project
from programmes.notices import DUE_LISTS, STEP_NOTICES
from programmes.removals import REMOVALS
from programmes.waiting import TASK_LISTS
from programmes.workflow import Stage

GROUP = _("Programme")


def register() -> None:
    """Fill the registries."""
    going_on.register(
        GoingOn(
            key="programmes.projects",
            label=_("projects that are not closed"),
            rows=lambda area: Project.objects.exclude(stage=Stage.CLOSED).filter(
                area__path__startswith=area.path
            ),
            url_name="programmes:projects",
        )
    )
    explanations.register(*EXPLANATIONS)
    step_notices.register(*STEP_NOTICES)
    due_lists.register(*DUE_LISTS)
    permissions.register(*codes.PERMISSIONS)
    finders.register(*FINDERS)
    registers.register(PROJECTS)
    happenings.register(HAPPENINGS)
    file_keepers.register(
        FileKeeper(
            key="programmes.project",
            view=codes.PROJECT_VIEW,
            anywhere=True,
        ),
        FileKeeper(
            key="programmes.measure",
            view=codes.PROJECT_VIEW,
            anywhere=True,
        ),
        FileKeeper(
            key="programmes.measureprogress",
            view=codes.PROJECT_VIEW,
            anywhere=True,
            by_action=True,
        ),
        FileKeeper(
            key="programmes.indicatorvalue",
            view=codes.PROJECT_VIEW,
            anywhere=True,
        ),
    )
    menu.register(
        MenuEntry(
            key="projects",
            label=_("Projects"),
            url_name="programmes:projects",
            icon="bullseye",
            permission=codes.PROJECT_VIEW,
            group=GROUP,
        )
    )
    indicators.register(*DEFINITIONS)
    task_lists.register(*TASK_LISTS)
    home_parts.register(*HOME_PARTS)
    removals.register(*REMOVALS)
    sections.register()
    parts = (Objective, Indicator, Measure, BudgetLine, PilotSite)
    register_changes(
        {
            str(part._meta.model_name): words
            for part in parts
            if (words := part._meta.verbose_name) is not None
        }
    )
    register_codes(
        {
            "programmes.project.added": _("project added"),
            "programmes.project.changed": _("project changed"),
            "programmes.project.moved": _("stage of the project changed"),
            "programmes.objective.added": _("objective added"),
            "programmes.objective.changed": _("objective changed"),
            "programmes.indicator.added": _("indicator added"),
            "programmes.indicator.changed": _("indicator changed"),
            "programmes.measure.added": _("measure added"),
            "programmes.measure.changed": _("measure changed"),
            "programmes.measure.progressed": _("progress entered"),
            "programmes.measure.dropped": _("measure dropped"),
            "programmes.budgetline.added": _("budget line added"),
            "programmes.budgetline.changed": _("budget line changed"),
            "programmes.expense.added": _("expense entered"),
            "programmes.pilotsite.added": _("pilot or comparison site added"),
            "programmes.pilotsite.changed": _("pilot or comparison site changed"),
            "programmes.value.added": _("value entered"),
            "programmes.value.changed": _("value changed"),
            "programmes.value.submitted": _("value submitted"),
            "programmes.value.approved": _("value approved"),
            "programmes.value.returned": _("value returned"),
        }
    )
