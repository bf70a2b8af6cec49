"""What this app puts into the registries of the library."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import register_changes, register_codes
from actions.sources import feeds
from documents import SectionKind, sections
from ledgers.declaration import registers
from lib.area_life import GoingOn, going_on
from lib.files import FileKeeper, file_keepers
from lib.finding import finders
from lib.happenings import happenings
from lib.home import home_parts, own_figures
from lib.indicators import indicators
from lib.navigation import MenuEntry, menu, quick_actions
from lib.permissions import permissions
from lib.removal import removals
from lib.waiting import task_lists
from training import permissions as codes
from training.action_sources import ACTION_SOURCES
from training.finders import FINDERS
from training.happenings import HAPPENINGS
from training.home_parts import HOME_PARTS, OWN_FIGURES
from training.indicators import DEFINITIONS
from training.ledgers import EVENT_LEDGER
from training.models import Event
from training.removals import REMOVALS
from training.sections import (
    DRILLS,
    DRILLS_TITLE,
    EVENTS,
    EVENTS_TITLE,
    drills_section,
    events_section,
)
from training.waiting import TASK_LISTS
from training.workflow import EVENT_MOVES, EventState

GROUP = _("Training and drills")


def register() -> None:
    """Fill the registries."""
    going_on.register(
        GoingOn(
            key="training.events",
            label=_("scheduled events"),
            rows=lambda area: Event.objects.filter(state=EventState.PLANNED).in_area(area),
            url_name="training:events",
        )
    )
    permissions.register(*codes.PERMISSIONS)
    finders.register(*FINDERS)
    registers.register(EVENT_LEDGER)
    happenings.register(HAPPENINGS)
    file_keepers.register(
        FileKeeper(
            key="training.event",
            view=codes.EVENT_VIEW,
        ),
        FileKeeper(
            key="training.drill",
            view=codes.EVENT_VIEW,
        ),
        FileKeeper(
            key="training.material",
            view=codes.EVENT_VIEW,
        ),
    )
    menu.register(
        MenuEntry(
            key="training",
            label=_("Training"),
            url_name="training:events",
            icon="mortarboard",
            permission=codes.EVENT_VIEW,
            group=GROUP,
        ),
        MenuEntry(
            key="drills",
            label=_("Drills"),
            url_name="training:drills",
            icon="megaphone",
            permission=codes.EVENT_VIEW,
            group=GROUP,
        ),
    )
    task_lists.register(*TASK_LISTS)
    home_parts.register(*HOME_PARTS)
    own_figures.register(*OWN_FIGURES)
    removals.register(*REMOVALS)
    for source in ACTION_SOURCES:
        feeds(source)
    indicators.register(*DEFINITIONS)
    sections.register(
        SectionKind(
            key=EVENTS,
            title=EVENTS_TITLE,
            builder=events_section,
        )
    )
    sections.register(
        SectionKind(
            key=DRILLS,
            title=DRILLS_TITLE,
            builder=drills_section,
        )
    )
    register_codes({move.audit_code: move.label for move in EVENT_MOVES})
    quick_actions.register(
        MenuEntry(
            key="new-event",
            label=_("New event"),
            url_name="training:event-new",
            icon="mortarboard",
            permission=codes.EVENT_CHANGE,
        )
    )
    register_changes(
        {
            "audience": _("audience"),
            "co_hosts": _("co-hosts"),
            "moment": _("moment of a drill"),
            "note": _("note"),
            "scores": _("scores of drills"),
        }
    )
    register_codes(
        {
            "training.event.added": _("event added"),
            "training.event.changed": _("event changed"),
            "training.material.added": _("material added"),
            "training.material.changed": _("material changed"),
            "training.material.given": _("material given out"),
            "training.material.taken-back": _("material removed from the event"),
            "training.drill.described": _("drill described"),
            "training.drill.changed": _("description of the drill changed"),
            "training.drill.scored": _("drill evaluated"),
            "training.moment.added": _("moment added to the timeline"),
            "training.moment.removed": _("moment removed from the timeline"),
        }
    )
