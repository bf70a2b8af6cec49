"""Addresses of findings from before they moved into the register of corrective actions.

Stored reports and bookmarks name them; each leads to what it was, with its filters.
"""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lib.http import SignedInRequest
from training.action_sources import DRILL

#: Last words of the addresses of one finding.
STEPS = ("edit", "done", "verify")


def finding_list(request: SignedInRequest) -> HttpResponse:
    """Lead to the actions that come from drills."""
    query = request.GET.copy()
    if not query:  # the register begins with what is not closed
        query["state"] = "unsettled"
    query["source"] = DRILL
    return redirect(f"{reverse('actions:actions')}?{query.urlencode()}")


def finding_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Lead to the action that the finding is."""
    return redirect("actions:action", pk)


def finding_step(request: SignedInRequest, pk: UUID, step: str) -> HttpResponse:
    """Lead to the form that changes it, reports it done or verifies it."""
    if step not in STEPS:
        raise Http404
    return redirect(f"actions:action-{step}", pk)


def finding_of(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Lead to the form of an action made of the drill."""
    return redirect("actions:action-of", DRILL, pk)
