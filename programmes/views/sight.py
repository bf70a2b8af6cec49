"""Fetching records in the user's sight, with what permission checks read along the way."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from communities.permissions import require
from programmes.models import Indicator, IndicatorValue, Measure, Project
from programmes.permissions import PROJECT_VIEW


def project_in_sight(user: Any, pk: UUID, permission: str | None = None) -> Project:
    """Return the project or 404; 403 unless the user may see projects, and `permission` there."""
    rows = Project.objects.visible_to(user).select_related("area", "lead_unit", "leader")
    return _checked(user, get_object_or_404(rows, pk=pk), permission)


def part_in_sight(user: Any, rows: QuerySet, pk: UUID, permission: str | None = None) -> Any:
    """Return a part of a project; as `project_in_sight`."""
    rows = rows.visible_to(user).select_related("project__area")
    return _checked(user, get_object_or_404(rows, pk=pk), permission)


def indicator_in_sight(user: Any, pk: UUID, permission: str | None = None) -> Indicator:
    """Return the indicator; as `project_in_sight`."""
    rows = Indicator.objects.visible_to(user).select_related("project__area", "place", "objective")
    return _checked(user, get_object_or_404(rows, pk=pk), permission)


def measure_in_sight(user: Any, pk: UUID, permission: str | None = None) -> Measure:
    """Return the measure; as `project_in_sight`."""
    rows = Measure.objects.visible_to(user).for_list()
    return _checked(user, get_object_or_404(rows, pk=pk), permission)


def value_in_sight(user: Any, pk: UUID, permission: str | None = None) -> IndicatorValue:
    """Return the value; as `project_in_sight`."""
    rows = IndicatorValue.objects.visible_to(user).for_list().select_related("corrects")
    return _checked(user, get_object_or_404(rows, pk=pk), permission)


def _checked(user: Any, record: Any, permission: str | None) -> Any:
    require(user, PROJECT_VIEW)
    if permission is not None:
        require(user, permission, record)
    return record
