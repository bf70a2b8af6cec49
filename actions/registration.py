"""What this room puts into the registries of the library."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import register_codes
from actions import permissions as codes
from actions.finders import FINDERS
from actions.indicators import DEFINITIONS
from actions.models import CorrectiveAction
from actions.notices import DUE_LISTS, STEP_NOTICES
from actions.sections import ACTIONS, ACTIONS_TITLE, actions_section
from actions.waiting import TASK_LISTS
from actions.workflow import MOVES
from documents import SectionKind, sections
from lib.area_life import GoingOn, going_on
from lib.files import FileKeeper, file_keepers
from lib.finding import finders
from lib.indicators import indicators
from lib.navigation import MenuEntry, menu
from lib.notice_kinds import due_lists, step_notices
from lib.permissions import permissions
from lib.waiting import task_lists

GROUP = _("Evaluation")


def register() -> None:
    """Fill the registries."""
    going_on.register(
        GoingOn(
            key="actions.actions",
            label=_("unsettled corrective actions"),
            rows=lambda area: CorrectiveAction.objects.unsettled().in_area(area),
            url_name="actions:actions",
        )
    )
    step_notices.register(*STEP_NOTICES)
    due_lists.register(*DUE_LISTS)
    permissions.register(*codes.PERMISSIONS)
    file_keepers.register(
        FileKeeper(
            key="actions.correctiveaction",
            view=codes.ACTION_VIEW,
            anywhere=True,
        )
    )
    menu.register(
        MenuEntry(
            key="actions",
            label=_("Corrective actions"),
            url_name="actions:actions",
            icon="clipboard-check",
            permission=codes.ACTION_VIEW,
            group=GROUP,
        )
    )
    task_lists.register(*TASK_LISTS)
    finders.register(*FINDERS)
    indicators.register(*DEFINITIONS)
    sections.register(
        SectionKind(
            key=ACTIONS,
            title=ACTIONS_TITLE,
            builder=actions_section,
        )
    )
    register_codes({move.audit_code: move.label for move in MOVES})
    register_codes(
        {
            "actions.action.added": _("corrective action recorded"),
            "actions.action.changed": _("corrective action changed"),
        }
    )
    # In the trail from before findings of drills moved into this register.
    register_codes(
        {
            "training.finding.added": _("finding added"),
            "training.finding.changed": _("finding changed"),
            "training.finding.done": _("finding done"),
            "training.finding.verified": _("finding verified"),
            "training.finding.returned": _("finding returned"),
        }
    )
