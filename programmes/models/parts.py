"""Reading what belongs to a project: it is seen with the project."""

from typing import Any, Self, TypeVar

from django.apps import apps
from django.db.models import Model, QuerySet

from communities.models import Area
from communities.querysets import AreaScopedQuerySet
from communities.sight import Viewer, sight_of

Row = TypeVar("Row", bound=Model, covariant=True)


class ProjectPartQuerySet(QuerySet[Row]):
    """Rows that belong to a project. `project_field` is the path from the row to it."""

    project_field = "project"

    def visible_to(self, user: Viewer) -> Self:
        """Rows of projects in the sight of `user`."""
        paths = sight_of(user).paths
        return self if paths is None else self.of_projects(_projects().visible_to(user))

    def where_allowed(self, user: Viewer, permission: str) -> Self:
        """Rows of projects in whose main area `user` holds `permission`."""
        paths = sight_of(user).paths_for(permission)
        if paths is None:
            return self
        return self.of_projects(_projects().where_allowed(user, permission))

    def in_area(self, area: Area) -> Self:
        """Rows of projects that reach `area`; see `ProjectQuerySet.in_area`."""
        return self.of_projects(_projects().in_area(area))

    def of_projects(self, projects: QuerySet) -> Self:
        """Rows of these projects."""
        return self.filter(**{f"{self.project_field}__in": projects.order_by().values("pk")})


def _projects() -> AreaScopedQuerySet[Any]:
    return apps.get_model("programmes", "Project").objects.all()
