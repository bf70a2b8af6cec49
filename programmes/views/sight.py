"""Fetching records in the user's sight, with what permission checks read along the way."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model
from django.shortcuts import get_object_or_404

from accounts.models import User
from communities.permissions import require
from communities.querysets import WithSight
from programmes.models import Indicator, IndicatorValue, Measure, Project
from programmes.permissions import PROJECT_VIEW

Part = TypeVar("Part", bound=Model)


def project_in_sight(user: User, pk: UUID, permission: str | None = None) -> Project:
    """Return the project or 404; 403 unless the user may see projects, and `permission` there."""
    rows = Project.objects.visible_to(user).select_related("area", "lead_unit", "leader")
    return _checked(user, get_object_or_404(rows, pk=pk), permission)


def part_in_sight(
    user: User, rows: WithSight[Part], pk: UUID, permission: str | None = None
) -> Part:
    """Return a part of a project; as `project_in_sight`."""
    found = rows.visible_to(user).select_related("project__area")
    return _checked(user, get_object_or_404(found, pk=pk), permission)


def indicator_in_sight(user: User, pk: UUID, permission: str | None = None) -> Indicator:
    """Return the indicator; as `project_in_sight`."""
    rows = Indicator.objects.visible_to(user).select_related("project__area", "place", "objective")
    return _checked(user, get_object_or_404(rows, pk=pk), permission)


def measure_in_sight(user: User, pk: UUID, permission: str | None = None) -> Measure:
    """Return the measure; as `project_in_sight`."""
    rows = Measure.objects.visible_to(user).for_list()
    return _checked(user, get_object_or_404(rows, pk=pk), permission)


def value_in_sight(user: User, pk: UUID, permission: str | None = None) -> IndicatorValue:
    """Return the value; as `project_in_sight`."""
    rows = IndicatorValue.objects.visible_to(user).for_list().select_related("corrects")
    return _checked(user, get_object_or_404(rows, pk=pk), permission)


def _checked(user: User, record: Part, permission: str | None) -> Part:
    require(user, PROJECT_VIEW)
    if permission is not None:
        require(user, permission, record)
    return record
