"""Which registers there are, their batches and empty templates, and taking a workbook in."""

import io

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from communities.permissions import may, require
from ledgers import services
from ledgers.blank_workbook import blank_workbook
from ledgers.declaration import Ledger, other_ways, registers
from ledgers.filters import OPEN, BatchFilter
from ledgers.forms import BatchForm
from ledgers.models import Batch
from ledgers.permissions import LEDGER_RUN
from ledgers.tables import BATCH_TABLE
from ledgers.views.sight import go_on
from lib.http import SignedInRequest
from lib.listing import Listing, list_page
from lib.sending import send_once


def home(request: SignedInRequest) -> HttpResponse:
    """Show the registers that the user may bring in, each with its earlier batches."""
    require(request.user, LEDGER_RUN)
    batches = Batch.objects.visible_to(request.user)
    counts: dict[str, int] = {}
    for register in batches.order_by().values_list("register", flat=True):
        counts[register] = counts.get(register, 0) + 1
    cards = [
        {"ledger": ledger, "batches": counts.get(ledger.key, 0)}
        for ledger in registers
        if may(request.user, ledger.permission)
    ]
    others = [one for one in other_ways if may(request.user, one.permission)]
    recent = batches.select_related("area", "created_by").order_by("-created_at")[:8]
    return render(
        request, "ledgers/home.html", {"cards": cards, "others": others, "recent": recent}
    )


def batch_list(request: SignedInRequest) -> HttpResponseBase:
    """List the batches in sight."""
    require(request.user, LEDGER_RUN)
    batches = Batch.objects.visible_to(request.user)
    return list_page(
        request,
        Listing(
            name=_("Workbooks"),
            queryset=batches.select_related("area", "created_by"),
            filterset=BatchFilter,
            table=BATCH_TABLE,
            template="ledgers/batch_list.html",
            preset={"stage": OPEN},
        ),
    )


def _ledger(request: SignedInRequest, key: str) -> Ledger:
    """Return a register that the user may bring in: 404 for none, 403 without the permission."""
    ledger = registers.get(key)
    if ledger is None:
        raise Http404
    require(request.user, LEDGER_RUN)
    require(request.user, ledger.permission)
    return ledger


def template(request: SignedInRequest, register: str) -> FileResponse:
    """Send the empty template of a register."""
    ledger = _ledger(request, register)
    data = blank_workbook(ledger, request.user)
    name = f"{ledger.label}-{_('template')}.xlsx"
    return FileResponse(io.BytesIO(data), as_attachment=True, filename=name)


def batch_new(request: SignedInRequest, register: str) -> HttpResponse:
    """Take a workbook."""
    ledger = _ledger(request, register)
    form = BatchForm(request.POST or None, request.FILES or None, user=request.user, ledger=ledger)
    if request.method == "POST":
        rows = Batch.objects.visible_to(request.user)
        batch = send_once(form, rows, lambda: _receive(request, ledger, form))
        if batch is not None:
            return go_on(batch)
    context = {
        "form": form,
        "ledger": ledger,
        "title": _("Bring in: %s") % ledger.label,
        "submit": _("Upload"),
        "intro": ledger.help,
    }
    return render(request, "ledgers/batch_new.html", context)


def _receive(request: SignedInRequest, ledger: Ledger, form: BatchForm) -> Batch:
    return services.receive_workbook(
        actor=request.user,
        key=form.key,
        ledger=ledger,
        area=form.cleaned_data["area"],
        upload=form.cleaned_data["workbook"],
        origin=form.cleaned_data["origin"],
        clears=form.cleaned_data["clears"],
    )
