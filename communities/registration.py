"""What this app puts into the registries of the library."""

from django.apps import apps
from django.db.models.signals import post_migrate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.audit import register_codes
from communities import factors, permissions as codes
from communities.explanations import EXPLANATIONS
from communities.finders import FINDERS
from communities.home_parts import HOME_PARTS
from communities.models import Organisation
from communities.pickers import PICKERS
from communities.services.calendar import fill_years
from communities.services.exports import areas_in_words, ask_for_export
from communities.services.list_views import Keeper
from communities.services.removal import REMOVED
from communities.services.retention import sync_periods
from communities.services.roles import sync_roles
from communities.settings import PAGES, PARTS
from communities.waiting import TASK_LISTS
from lib.area_life import GoingOn, going_on
from lib.exports import on_large_export, tell_scope
from lib.files import FileKeeper, file_keepers
from lib.finding import finders
from lib.help import explanations
from lib.home import home_parts
from lib.list_views import keep_views
from lib.navigation import MenuEntry, menu
from lib.office_settings import settings_pages, settings_parts
from lib.permissions import permissions
from lib.pickers import pickers
from lib.removal import Removal, removals
from lib.waiting import task_lists

GROUP = _("Administration")


def register() -> None:
    """Fill the registries. Roles follow the declared permissions after every migrate."""
    going_on.register(
        GoingOn(
            key="communities.organisations",
            label=_("units on the register"),
            rows=lambda area: Organisation.objects.filter(active=True).in_area(area),
            url_name="communities:organisations",
        )
    )
    explanations.register(*EXPLANATIONS)
    permissions.register(*codes.PERMISSIONS)
    finders.register(*FINDERS)
    file_keepers.register(
        FileKeeper(
            key="communities.area",
            view=codes.AREA_VIEW,
        ),
        FileKeeper(
            key="communities.organisation",
            view=codes.AREA_VIEW,
            anywhere=True,
        ),
    )
    pickers.register(*PICKERS)
    removals.register(
        Removal(
            key="communities.organisation",
            permission=codes.ORGANISATION_CHANGE,
            home=lambda _organisation: reverse("communities:organisations"),
        )
    )
    menu.register(
        MenuEntry(
            key="home",
            label=_("My work"),
            url_name="home",
            icon="house",
        ),
        MenuEntry(
            key="areas",
            label=_("Areas"),
            url_name="communities:areas",
            icon="diagram-3",
            permission=codes.AREA_VIEW,
            group=GROUP,
        ),
        MenuEntry(
            key="organisations",
            label=_("Organisations"),
            url_name="communities:organisations",
            icon="buildings",
            permission=codes.AREA_VIEW,
            group=GROUP,
        ),
        MenuEntry(
            key="calendar",
            label=_("Working days"),
            url_name="communities:calendar",
            icon="calendar3",
            permission=codes.AREA_VIEW,
            group=GROUP,
        ),
        MenuEntry(
            key="users",
            label=_("Accounts"),
            url_name="communities:users",
            icon="people",
            permission=codes.USER_MANAGE,
            group=GROUP,
        ),
        MenuEntry(
            key="settings",
            label=_("Settings"),
            url_name="settings",
            icon="gear",
            permission=codes.SETTINGS_CHANGE,
            group=GROUP,
        ),
        MenuEntry(
            key="audit",
            label=_("Audit trail"),
            url_name="communities:audit",
            icon="clock-history",
            permission=codes.AUDIT_VIEW,
            group=GROUP,
        ),
    )
    settings_pages.register(*PAGES)
    settings_parts.register(*PARTS)
    register_codes(
        {
            "communities.area.added": _("area added"),
            "communities.area.changed": _("area changed"),
            "communities.area.closed": _("area closed"),
            "communities.area.reopened": _("area opened again"),
            "communities.boundaries.kept": _("boundaries imported"),
            "communities.files.swept": _("files that no row names removed"),
            "communities.population.imported": _("population imported"),
            "communities.emblem.kept": _("emblem changed"),
            "communities.emblem.removed": _("emblem removed"),
            "communities.organisation.added": _("organisation added"),
            "communities.organisation.changed": _("organisation changed"),
            "communities.calendar.added": _("holidays entered"),
            "communities.calendar.changed": _("holidays changed"),
            "communities.calendar.reckoned": _("open deadlines reckoned anew"),
            "communities.retention.changed": _("retention period changed"),
            "communities.settings.exported": _("settings exported"),
            "communities.settings.imported": _("settings taken over from a file"),
            "communities.role.added": _("role added"),
            "communities.role.changed": _("permissions of a role changed"),
            "communities.membership.added": _("membership added"),
            "communities.membership.ended": _("membership ended"),
            REMOVED: _("deleted"),
            "communities.draft.kept": _("draft of a form kept"),
            "communities.draft.opened": _("draft of a form opened"),
            "communities.draft.discarded": _("draft of a form discarded"),
            "communities.draft.swept": _("old draft of a form removed"),
            "communities.list-view.saved": _("view of a list saved"),
            "communities.list-view.changed": _("view of a list changed"),
            "communities.list-view.removed": _("view of a list removed"),
            "communities.attachment.added": _("file attached"),
            "communities.attachment.removed": _("file removed"),
            "communities.export.fetched": _("export downloaded"),
            "communities.personal.revealed": _("personal data revealed"),
        }
    )
    factors.watch()
    tell_scope(areas_in_words)
    on_large_export(ask_for_export)
    keep_views(Keeper())
    task_lists.register(*TASK_LISTS)
    home_parts.register(*HOME_PARTS)
    post_migrate.connect(sync_roles, sender=apps.get_app_config("communities"))
    post_migrate.connect(sync_periods, sender=apps.get_app_config("communities"))
    post_migrate.connect(fill_years, sender=apps.get_app_config("communities"))
