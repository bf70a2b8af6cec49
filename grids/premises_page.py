"""What this room hangs on the page of premises: "inspect", "report a hazard", what was found."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.permissions import may
from grids.models import Hazard, Inspection
from grids.permissions import HAZARD_REPORT, HAZARD_VIEW, INSPECTION_ADD, INSPECTION_VIEW
from lib.record_actions import RecordAction, RecordPanel, record_actions, record_panels
from premises.models import Premises

PREMISES = "premises.premises"
SHOWN = 10


def register() -> None:
    """Hang the actions and the panel on the page."""
    record_actions.register(
        RecordAction(
            key="grids.report-hazard",
            record=PREMISES,
            label=_("Report a hazard"),
            icon="exclamation-triangle",
            url=lambda premises: f"{reverse('grids:hazard-new')}?premises={premises.pk}",
            offered=lambda user, premises: may(user, HAZARD_REPORT, premises),
        ),
        RecordAction(
            key="grids.inspect",
            record=PREMISES,
            label=_("Inspect"),
            icon="clipboard-check",
            url=lambda premises: reverse("grids:inspection-new", args=[premises.pk]),
            offered=may_be_inspected,
            main=True,
        ),
    )
    record_panels.register(
        RecordPanel(
            key="grids.found",
            record=PREMISES,
            template="grids/premises_panel.html",
            context=inspections_and_hazards,
        )
    )


def may_be_inspected(user: User, premises: Premises) -> bool:
    """Tell whether `user` can inspect the premises: on the register, of a kind with a checklist."""
    has_list = premises.category.checklist_id is not None
    return has_list and premises.active and may(user, INSPECTION_ADD, premises)


def inspections_and_hazards(user: User, premises: Premises) -> dict[str, Any]:
    """Return the last inspections and the hazards of the premises that `user` may see."""
    inspections = Inspection.objects.where_allowed(user, INSPECTION_VIEW)
    hazards = Hazard.objects.where_allowed(user, HAZARD_VIEW).filter(premises=premises)
    return {
        "premises": premises,
        "inspections": inspections.filter(premises=premises).select_related("inspector")[:SHOWN],
        "open_hazards": hazards.open()[:50],
        "past_hazards": hazards.ended()[:SHOWN],
    }
