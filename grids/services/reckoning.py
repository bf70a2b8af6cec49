"""Open deadlines reckoned anew, after a year's holidays were entered or changed."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import audit
from accounts.models import User
from communities.working_days import work_calendar
from grids.models import Action, Hazard, HazardStep
from grids.services.limits import Term, reckon

CODE = f"grids.hazard.{Action.RECKON.value}"
AT_ONCE = 500


@transaction.atomic
def reckon_hazards(actor: User | None) -> int:
    """Reckon the deadlines of open hazards that nobody has set by hand; return how many moved.

    A hazard that somebody else changes at the same moment keeps its deadline, and is found again
    by the next reckoning.
    """
    calendar = work_calendar()
    rows = Hazard.objects.open().filter(reckoned_days__isnull=False).select_related("area")
    moved: list[tuple[Hazard, dt.date | None]] = []
    for hazard in rows.order_by("pk").iterator(AT_ONCE):
        old, since, days = hazard.deadline, hazard.reckoned_since, hazard.reckoned_days
        if since is None or days is None:
            continue
        term = reckon(calendar, since, days)
        if (term.day, term.by_weekends) != (old, hazard.by_weekends) and _write(hazard, term):
            moved += [(hazard, old)] if term.day != old else []
    _tell(actor, moved)
    return len(moved)


def reckon_after_migrating(**_kwargs: object) -> None:
    """A newer package may have brought the holidays of a year (`fill_years`)."""
    reckon_hazards(None)


def _write(hazard: Hazard, term: Term) -> bool:
    """Write the deadline if the row is as it was read."""
    read = Hazard.objects.filter(pk=hazard.pk, revision=hazard.revision)
    changed: dict[str, Any] = {**term.columns, "updated_at": timezone.now()}
    if not read.update(revision=F("revision") + 1, **changed):
        return False
    for name, value in changed.items():
        setattr(hazard, name, value)
    return True


def _tell(actor: User | None, moved: list[tuple[Hazard, dt.date | None]]) -> None:
    """Write steps and audit entries of the deadlines that moved."""
    HazardStep.objects.bulk_create(
        (
            HazardStep(
                hazard=hazard,
                action=Action.RECKON,
                source=hazard.state,
                target=hazard.state,
                actor=actor,
                deadline=hazard.deadline,
            )
            for hazard, _old in moved
        ),
        batch_size=AT_ONCE,
    )
    audit.keep(
        audit.entry(
            actor=actor,
            code=CODE,
            target=hazard,
            changes={"deadline": [str(old), str(hazard.deadline)]},
        )
        for hazard, old in moved
    )
