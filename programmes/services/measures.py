"""Actions on measures: progress, dropping."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from communities.models import Organisation
from communities.services.attachments import attach
from communities.services.saving import save_record
from lib.errors import DomainError, WrongState
from lib.ids import new_id
from lib.records import bump, touch
from lib.workflow import require_read
from programmes.models import Measure, MeasureProgress


@transaction.atomic
def add_progress(
    *,
    actor: User | None,
    measure: Measure,
    day: dt.date,
    quantity: Decimal,
    note: str = "",
    evidence: UploadedFile | None = None,
    key: UUID | None = None,
) -> MeasureProgress:
    """Append what was done of `measure` on `day`, with its evidence.

    A negative quantity takes an earlier entry back and needs a note. Raises DomainError when the
    day lies in the future or the sum would fall below zero, WrongState when it was dropped.
    """
    # The lock makes two entries at once wait for each other, so that the sum holds both.
    measure = Measure.objects.select_for_update().get(pk=measure.pk)
    _check_progress(measure, day, quantity, note)
    entry = MeasureProgress(
        pk=key or new_id(),
        measure=measure,
        day=day,
        quantity=quantity,
        note=note,
        created_by=actor,
    )
    entry.full_clean()
    entry.save(force_insert=True)
    if evidence is not None:
        attach(actor=actor, target=entry, upload=evidence)
    settle_measure(measure)
    audit.record(
        actor=actor,
        code="programmes.measure.progressed",
        target=measure,
        changes={
            "done_quantity": [str(measure.done_quantity - quantity), str(measure.done_quantity)]
        },
    )
    return entry


def settle_measure(measure: Measure) -> None:
    """Write done quantity and the day on which the plan was reached, from the entries.

    That day is the first from whose end on the running sum stays at or above the plan.
    """
    running, done_on = Decimal(0), None
    days = measure.progress.order_by("day").values("day").annotate(total=Sum("quantity"))
    for row in days:
        running += row["total"]
        if running < measure.planned_quantity:
            done_on = None
        elif done_on is None:
            done_on = row["day"]
    measure.done_quantity, measure.done_on = running, done_on
    measure.save(update_fields=["done_quantity", "done_on", "updated_at"])
    touch(measure)


@transaction.atomic
def drop_measure(
    *, actor: User | None, measure: Measure, reason: str, revision: int | None = None
) -> Measure:
    """Give a measure, read as `revision`, up with a reason.

    Raises WrongState when it is done or dropped already, Outdated when it was changed meanwhile.
    """
    if revision is not None:
        require_read(measure, revision)
    today = timezone.localdate()
    if measure.dropped_on or not Measure.objects.filter(pk=measure.pk).not_done(today).exists():
        raise WrongState(_("Only a measure that is not done can be dropped."))
    bump(measure, dropped_on=today, dropped_reason=reason)
    audit.record(
        actor=actor,
        code="programmes.measure.dropped",
        target=measure,
        changes={"dropped_reason": [None, reason]},
    )
    return measure


@transaction.atomic
def assign_measure(
    *, actor: User, measure: Measure, owner: Organisation, owner_name: str, revision: int
) -> None:
    """Make `owner`, and in it the person of this name, responsible for a measure as it was read.

    Raises WrongState for one that is done or was dropped.
    """
    require_read(measure, revision)
    refuse_settled(measure)
    measure.owner, measure.owner_name = owner, owner_name
    save_record(actor=actor, record=measure, code="programmes.measure")


def refuse_settled(measure: Measure) -> None:
    """Raise WrongState when nothing is left to do of a measure."""
    if measure.done_on is not None or measure.dropped_on is not None:
        raise WrongState(_("This measure is done or was dropped."))


def _check_progress(measure: Measure, day: dt.date, quantity: Decimal, note: str) -> None:
    if measure.dropped_on is not None:
        raise WrongState(_("This measure was dropped."))
    if day > timezone.localdate():
        raise DomainError(_("The day lies in the future."))
    if quantity == 0:
        raise DomainError(_("The quantity must not be 0."))
    if quantity < 0 and not note.strip():
        raise DomainError(_("Say why an entry is taken back."))
    if measure.done_quantity + quantity < 0:
        raise DomainError(_("More cannot be taken back than was done."))
