"""What of training may be deleted: what is planned and has not taken place, unused materials."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actions.models import CorrectiveAction
from lib.removal import Removal
from training.models import Drill, Event
from training.permissions import EVENT_CHANGE, MATERIAL_CHANGE
from training.workflow import EventState


def _no_longer_planned(event: Event) -> str | Promise:
    if event.state != EventState.PLANNED or event.steps.count() > 1:
        return _("Only an event that is still planned is deleted; this one can be cancelled.")
    drill = getattr(event, "drill", None)
    if any(CorrectiveAction.objects.of_record(one).exists() for one in (event, drill) if one):
        return _("Corrective actions were made of it.")
    return ""


def _drill_no_longer_planned(drill: Drill) -> str | Promise:
    return _no_longer_planned(drill.event)


REMOVALS = (
    Removal(
        key="training.event",
        permission=EVENT_CHANGE,
        home=lambda _event: reverse("training:events"),
        against=_no_longer_planned,
        along=("drill", "audience", "steps"),
    ),
    Removal(
        key="training.drill",
        permission=EVENT_CHANGE,
        home=lambda drill: drill.event.get_absolute_url(),
        against=_drill_no_longer_planned,
        along=("moments", "scores"),
        trail=lambda drill: drill.event,
    ),
    Removal(
        key="training.material",
        permission=MATERIAL_CHANGE,
        home=lambda _material: reverse("training:materials"),
    ),
)
