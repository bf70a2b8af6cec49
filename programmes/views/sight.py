"""Fetching records in the user's sight, with what permission checks read along the way."""

from typing import TypeVar
from uuid import UUID

from communities.registers import in_sight
from lib.http import SignedInRequest
from programmes.models import Indicator, IndicatorValue, Measure, Project
from programmes.models.parts import ProjectPartQuerySet
from programmes.permissions import PROJECT_VIEW
from programmes.services.plan import Part

AnyPart = TypeVar("AnyPart", bound=Part)


def project_in_sight(request: SignedInRequest, pk: UUID, permission: str | None = None) -> Project:
    """Return the project or 404; 403 unless the user may see projects, and `permission` there."""
    rows = Project.objects.select_related("area", "lead_unit", "leader")
    return in_sight(request, rows, pk, permission, anywhere=PROJECT_VIEW)


def part_in_sight(
    request: SignedInRequest,
    rows: ProjectPartQuerySet[AnyPart],
    pk: UUID,
    permission: str | None = None,
) -> AnyPart:
    """Return a part of a project; as `project_in_sight`."""
    rows = rows.select_related("project__area")
    return in_sight(request, rows, pk, permission, anywhere=PROJECT_VIEW)


def indicator_in_sight(
    request: SignedInRequest, pk: UUID, permission: str | None = None
) -> Indicator:
    """Return the indicator; as `project_in_sight`."""
    rows = Indicator.objects.select_related("project__area", "place", "objective")
    return in_sight(request, rows, pk, permission, anywhere=PROJECT_VIEW)


def measure_in_sight(request: SignedInRequest, pk: UUID, permission: str | None = None) -> Measure:
    """Return the measure; as `project_in_sight`."""
    return in_sight(request, Measure.objects.for_list(), pk, permission, anywhere=PROJECT_VIEW)


def value_in_sight(
    request: SignedInRequest, pk: UUID, permission: str | None = None
) -> IndicatorValue:
    """Return the value; as `project_in_sight`."""
    rows = IndicatorValue.objects.for_list().select_related("corrects")
    return in_sight(request, rows, pk, permission, anywhere=PROJECT_VIEW)
