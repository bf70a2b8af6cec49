"""The filter of the register of corrective actions."""

from typing import Any

import django_filters as df
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.models import CorrectiveAction, CorrectiveActionQuerySet
from actions.sources import action_sources
from actions.workflow import ActionState
from communities.filters import AreaChoice, DateFrom, DateTo
from communities.models import AreaKind, Organisation
from lib.filters import ScopeFilter, Words

#: Every level of which reports are made, so that a report's numbers can open their rows.
LEVELS = tuple(kind for kind in AreaKind if kind != AreaKind.BUILDING)

UNSETTLED = "unsettled"
OVERDUE = "overdue"
FOR_ME = "for-me"
SENT = "sent"
CLOSED_ON_TIME = "closed-on-time"
STATES = [
    (UNSETTLED, _("not closed")),
    (OVERDUE, _("overdue")),
    (FOR_ME, _("for me to verify")),
    (SENT, _("reported done by me, to be verified")),
    (CLOSED_ON_TIME, _("closed on time")),
    *ActionState.choices,
]
#: Of what was entered in the register itself.
OWN = "none"


def units_in_sight(request: Any) -> Any:
    """Return the units that can be responsible."""
    return Organisation.objects.visible_to(request.user).filter(active=True)


class CorrectiveActionFilter(ScopeFilter):
    """Corrective actions by text, area, state, source, owner, unit, due date."""

    q = Words(
        label=_("Problem, action or source"),
        fields=("problem", "action", "source"),
    )
    MAIN = ("area", "state", "source")

    area = AreaChoice(kinds=LEVELS)
    state = df.ChoiceFilter(label=_("State"), choices=STATES, method="in_state")
    source = df.ChoiceFilter(label=_("Source"), choices=(), method="of_source")
    mine = df.ChoiceFilter(label=_("Owner"), choices=[("1", _("me or my unit"))], method="owned")
    unit = df.ModelChoiceFilter(
        label=_("Responsible unit"), field_name="owner_unit", queryset=units_in_sight
    )
    start = DateFrom("due", label=_("Due from"))
    end = DateTo("due", label=_("Due to"))

    class Meta:
        model = CorrectiveAction
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(one.key, one.name) for one in action_sources]
        self.filters["source"].extra["choices"] = [*kinds, (OWN, _("entered in the register"))]

    def in_state(
        self, qs: CorrectiveActionQuerySet, name: str, value: str
    ) -> CorrectiveActionQuerySet:
        """Keep actions of a state, or of a set of states with a name of its own."""
        if value == UNSETTLED:
            return qs.unsettled()
        if value == OVERDUE:
            return qs.overdue(timezone.localdate())
        if value == FOR_ME:
            return qs.verifiable_by(self.request.user)
        if value == SENT:
            return qs.sent_by(self.request.user)
        return qs.closed_on_time() if value == CLOSED_ON_TIME else qs.filter(state=value)

    def of_source(
        self, qs: CorrectiveActionQuerySet, name: str, value: str
    ) -> CorrectiveActionQuerySet:
        """Keep actions made of one kind of records, or of none."""
        return qs.of_kind("" if value == OWN else value)

    def owned(
        self, qs: CorrectiveActionQuerySet, name: str, value: str
    ) -> CorrectiveActionQuerySet:
        """Keep actions of the user or of the user's unit."""
        return qs.owned_by(self.request.user)
