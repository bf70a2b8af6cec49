"""Which batches somebody sees, and where whoever sent one goes on."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect

from communities.permissions import require
from communities.registers import in_sight
from ledgers.models import Batch
from ledgers.permissions import LEDGER_RUN
from lib.http import SignedInRequest

#: In the address of a batch: whoever comes from the step before wants the next one.
ONWARD = "on"


def go_on(batch: Batch) -> HttpResponse:
    """Lead to the batch, and on to what it asks next, however fast the worker was."""
    return redirect(f"{batch.get_absolute_url()}?{ONWARD}=1")


def own_batch(request: SignedInRequest, pk: UUID) -> Batch:
    """Return a batch of the user's own: nobody else sees or changes its cells."""
    batch = batch_in_sight(request, pk)
    if not batch.is_of(request.user):
        raise PermissionDenied
    return batch


def batch_in_sight(request: SignedInRequest, pk: UUID) -> Batch:
    """Return a batch of a register and an area into which the user may bring rows."""
    rows = Batch.objects.select_related("area", "origin", "created_by")
    batch = in_sight(request, rows, pk, LEDGER_RUN)
    require(request.user, batch.ledger.permission, batch)
    return batch
