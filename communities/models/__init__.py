"""Areas, population, roles and memberships, organisations, attachments."""

from communities.models.areas import Area, AreaKind
from communities.models.attachments import Attachment
from communities.models.boundaries import BoundaryDraft
from communities.models.calendar import HolidayNotice
from communities.models.drafts import Draft
from communities.models.emblems import Emblem
from communities.models.exports import Export
from communities.models.initials import Initials
from communities.models.list_views import ListView
from communities.models.memberships import Membership, Role
from communities.models.organisations import Organisation, Sector
from communities.models.population import AgeBand, Population, Sex
from communities.models.retention import RetentionPeriod

__all__ = [
    "AgeBand",
    "Area",
    "AreaKind",
    "Attachment",
    "BoundaryDraft",
    "Draft",
    "Emblem",
    "Export",
    "Initials",
    "HolidayNotice",
    "ListView",
    "Membership",
    "Organisation",
    "Population",
    "RetentionPeriod",
    "Role",
    "Sector",
    "Sex",
]
