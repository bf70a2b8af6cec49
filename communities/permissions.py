"""May this user do this here? Predicates for views, services and templates."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from communities.roles import (
    ADMINISTRATOR,
    AUDITOR,
    EVERYBODY,
    GRID_WORKER,
    OFFICE,
    REPORTER,
    STAFF,
)
from communities.sight import sight_of
from lib.permissions import Permission

AREA_VIEW = "communities.area.view"
AREA_CHANGE = "communities.area.change"
POPULATION_IMPORT = "communities.population.import"
USER_MANAGE = "communities.user.manage"
ORGANISATION_CHANGE = "communities.organisation.change"
AUDIT_VIEW = "communities.audit.view"
PERSONAL_REVEAL = "communities.personal.reveal"
ATTACHMENT_ADD = "communities.attachment.add"

PERMISSIONS = [
    Permission(AREA_VIEW, _("see areas and population"), 10, EVERYBODY),
    Permission(AREA_CHANGE, _("change areas"), 11, (ADMINISTRATOR, OFFICE)),
    Permission(POPULATION_IMPORT, _("import population"), 12, (ADMINISTRATOR, OFFICE)),
    Permission(ORGANISATION_CHANGE, _("change organisations"), 13, (ADMINISTRATOR, OFFICE)),
    Permission(USER_MANAGE, _("open and close accounts"), 14, (ADMINISTRATOR,)),
    Permission(AUDIT_VIEW, _("read the audit trail"), 15, (ADMINISTRATOR, AUDITOR)),
    Permission(PERSONAL_REVEAL, _("reveal personal data"), 16, (OFFICE, REPORTER)),
    Permission(ATTACHMENT_ADD, _("attach files"), 17, STAFF + (GRID_WORKER, REPORTER)),
]


def may(user: Any, permission: str, record: Any = None) -> bool:
    """Tell whether `user` holds `permission` where `record` lies (anywhere when None).

    `record` is anything with an `area`, or an Area itself.
    """
    return sight_of(user).may(permission, record.area.path if record is not None else None)


def require(user: Any, permission: str, record: Any = None) -> None:
    """Raise PermissionDenied (403) unless `may`."""
    if not may(user, permission, record):
        raise PermissionDenied
