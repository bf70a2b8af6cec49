"""May this user do this here? Predicates for views, services and templates."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.roles import (
    ADMINISTRATOR,
    AUDITOR,
    EVERYBODY,
    GRID_WORKER,
    OFFICE,
    REPORTER,
    STAFF,
)
from communities.sight import Viewer, sight_of
from lib.navigation import permission_of
from lib.permissions import Permission
from lib.workflow import Move, had_a_hand, state_of

AREA_VIEW = "communities.area.view"
AREA_CHANGE = "communities.area.change"
POPULATION_IMPORT = "communities.population.import"
USER_MANAGE = "communities.user.manage"
ACCOUNT_IMPORT = "communities.user.import"
ORGANISATION_CHANGE = "communities.organisation.change"
CALENDAR_CHANGE = "communities.calendar.change"
SETTINGS_CHANGE = "communities.settings.change"
AUDIT_VIEW = "communities.audit.view"
PERSONAL_REVEAL = "communities.personal.reveal"
ATTACHMENT_ADD = "communities.attachment.add"

PERMISSIONS = [
    Permission(
        key=AREA_VIEW,
        label=_("see areas and population"),
        roles=EVERYBODY,
    ),
    Permission(
        key=AREA_CHANGE,
        label=_("change areas"),
        roles=(ADMINISTRATOR, OFFICE),
    ),
    Permission(
        key=POPULATION_IMPORT,
        label=_("import population"),
        roles=(ADMINISTRATOR, OFFICE),
    ),
    Permission(
        key=ORGANISATION_CHANGE,
        label=_("change organisations"),
        roles=(ADMINISTRATOR, OFFICE),
    ),
    Permission(
        key=CALENDAR_CHANGE,
        label=_("enter holidays"),
        roles=(ADMINISTRATOR, OFFICE),
    ),
    Permission(
        key=SETTINGS_CHANGE,
        label=_("change settings"),
        roles=(ADMINISTRATOR, OFFICE),
    ),
    Permission(
        key=USER_MANAGE,
        label=_("open and close accounts"),
        roles=(ADMINISTRATOR,),
    ),
    Permission(
        key=ACCOUNT_IMPORT,
        label=_("bring in accounts of roles that may no more than one's own"),
        roles=(ADMINISTRATOR, OFFICE),
    ),
    Permission(
        key=AUDIT_VIEW,
        label=_("read the audit trail"),
        roles=(ADMINISTRATOR, AUDITOR),
    ),
    Permission(
        key=PERSONAL_REVEAL,
        label=_("reveal personal data"),
        roles=(OFFICE, REPORTER),
    ),
    Permission(
        key=ATTACHMENT_ADD,
        label=_("attach files"),
        roles=STAFF + (GRID_WORKER, REPORTER),
    ),
]


def may(user: Viewer, permission: str, record: Any = None) -> bool:
    """Tell whether `user` holds `permission` where `record` lies (anywhere when None).

    `record` is anything with an `area`, or an Area itself.
    """
    return sight_of(user).may(permission, record.area.path if record is not None else None)


def may_step(user: User, record: Any, move: Move) -> bool:
    """Tell whether `user` may make `move` of `record` now: state, permission, nobody's own work."""
    return (
        state_of(record) in move.sources
        and may(user, move.permission, record)
        and not had_a_hand(user, record, move)
    )


def require(user: Viewer, permission: str, record: Any = None) -> None:
    """Raise PermissionDenied (403) unless `may`."""
    if not may(user, permission, record):
        raise PermissionDenied


def opened_by(href: str, user: Viewer) -> str:
    """Return `href` when its page opens for `user`, else nothing: no link leads to a refusal."""
    permission = permission_of(href.partition("?")[0])
    return href if permission is None or may(user, permission) else ""
