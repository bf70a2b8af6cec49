"""Corrective actions made of hazards: what is behind one, beyond putting it right."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.sources import ActionSource
from grids.models import Hazard
from grids.permissions import HAZARD_VIEW
from grids.workflow import HazardState

HAZARDS = ActionSource(
    key="grids.hazard",
    name=_("Hazard"),
    view=HAZARD_VIEW,
    rows=lambda: Hazard.objects.select_related("area", "premises"),
    day=lambda hazard: timezone.localdate(hazard.found_at),
    begins=lambda hazard: {
        "problem": "：".join(filter(None, (hazard.where, hazard.description))),
        "action": hazard.advice,
    },
    offered=lambda hazard: hazard.state != HazardState.WITHDRAWN,
)
