"""Corrective actions that the one box finds."""

from django.utils.translation import gettext_lazy as _

from actions.models import CorrectiveAction
from actions.permissions import ACTION_VIEW
from lib.finding import Finder

FINDERS = (
    Finder(
        key="actions.correctiveaction",
        label=_("Corrective actions"),
        icon="clipboard-check",
        permission=ACTION_VIEW,
        rows=lambda user: CorrectiveAction.objects.visible_to(user).order_by("-due", "pk"),
        words=("problem", "action", "source"),
        beside=lambda action: action.source or str(action.area),
        prepare=lambda rows: rows.select_related("area"),
        list_url="actions:actions",
    ),
)
