"""What of this room the one box finds."""

from django.utils.translation import gettext_lazy as _

from lib.finding import Finder
from programmes.models import Project
from programmes.permissions import PROJECT_VIEW

FINDERS = (
    Finder(
        key="programmes.project",
        label=_("Projects"),
        icon="flag",
        permission=PROJECT_VIEW,
        rows=lambda user: Project.objects.where_allowed(user, PROJECT_VIEW),
        words=("title", "code", "sub_domain"),
        named="title",
        beside=lambda project: f"{project.code} · {project.area}",
        prepare=lambda rows: rows.select_related("area").order_by("-start", "pk"),
        list_url="programmes:projects",
    ),
)
