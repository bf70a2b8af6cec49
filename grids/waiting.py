"""What waits for a user: premises due, hazards overdue, rectifications to verify."""

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from accounts.models import User
from communities.permissions import may
from grids.models import Hazard
from grids.permissions import HAZARD_RECTIFY, HAZARD_VERIFY, INSPECTION_ADD
from lib.waiting import TaskList, Waiting, first_of
from premises.models import Premises


def premises_due(user: User) -> Waiting | None:
    """Premises that the user may inspect and whose inspection is due."""
    if not may(user, INSPECTION_ADD):
        return None
    rows = Premises.objects.where_allowed(user, INSPECTION_ADD).due()
    rows = rows.exclude(category__checklist=None)
    rows = rows.order_by(F("last_inspected_at").asc(nulls_first=True), "name")
    count, first = first_of(rows, lambda found: found.select_related("area"))
    found = [
        (str(one), reverse("grids:inspection-new", args=[one.pk]), str(one.area)) for one in first
    ]
    return Waiting(count, reverse("grids:inspect"), found)


def hazards_overdue(user: User) -> Waiting | None:
    """Overdue hazards where the user may report rectification."""
    if not may(user, HAZARD_RECTIFY):
        return None
    rows = Hazard.objects.where_allowed(user, HAZARD_RECTIFY).overdue()
    return _waiting(rows, f"{reverse('grids:hazards')}?overdue=yes")


def hazards_to_verify(user: User) -> Waiting | None:
    """Rectifications that the user may verify."""
    if not may(user, HAZARD_VERIFY):
        return None
    return _waiting(
        Hazard.objects.verifiable_by(user), f"{reverse('grids:hazards')}?verifiable=yes"
    )


def _waiting(rows: QuerySet[Hazard], url: str) -> Waiting:
    rows = rows.order_by("deadline", "found_at")
    count, first = first_of(rows, lambda found: found.select_related("premises"))
    return Waiting(count, url, [_line(one) for one in first])


def _line(hazard: Hazard) -> tuple[str, str, str]:
    detail = hazard.where
    if hazard.deadline:
        told = {"where": hazard.where, "day": hazard.deadline_in_words}
        detail = _("%(where)s, by %(day)s") % told
    return hazard.description[:40], hazard.get_absolute_url(), detail


TASK_LISTS = [
    TaskList(
        key="grids.overdue",
        label=gettext_lazy("Hazards overdue"),
        icon="alarm",
        find=hazards_overdue,
        tone="danger",
    ),
    TaskList(
        key="grids.verify",
        label=gettext_lazy("Rectifications to verify"),
        icon="patch-check",
        find=hazards_to_verify,
        tone="info",
    ),
    TaskList(
        key="grids.due",
        label=gettext_lazy("Premises to inspect"),
        icon="clipboard-check",
        find=premises_due,
        tone="warning",
        rooms=("premises",),
    ),
]
