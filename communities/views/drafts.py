"""Drafts of forms: the list of one's own, and what js/drafts.js asks for."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from communities.models.drafts import Draft
from communities.retention import DRAFTS
from communities.services.drafts import discard_draft, keep_draft, open_draft
from lib.errors import DomainError
from lib.http import SignedInRequest


def draft_list(request: SignedInRequest) -> HttpResponse:
    """List the own drafts."""
    drafts = Draft.objects.filter(owner=request.user)
    return render(request, "communities/draft_list.html", {"drafts": drafts, "days": DRAFTS.days})


@require_GET
def draft_at(request: SignedInRequest) -> HttpResponse:
    """Say whether there is a draft of the form at `path`, and of when."""
    draft = Draft.objects.filter(owner=request.user, path=request.GET.get("path", "")).first()
    return JsonResponse(_told(draft) if draft else {})


@require_POST
def draft_keep(request: SignedInRequest) -> HttpResponse:
    """Keep what was typed: a form with `path`, `title` and `data`, a JSON list of pairs."""
    try:
        entries = [(str(name), str(value)) for name, value in json.loads(request.POST["data"])]
    except (KeyError, TypeError, ValueError):
        return HttpResponseBadRequest()
    try:
        draft = keep_draft(
            owner=request.user,
            path=request.POST.get("path", ""),
            title=request.POST.get("title", ""),
            entries=entries,
        )
    except DomainError as error:
        return JsonResponse({"words": str(error)}, status=422)
    return JsonResponse(_told(draft))


@require_POST
def draft_open(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Answer with what was typed."""
    return JsonResponse({"entries": open_draft(owner=request.user, draft=_own(request, pk))})


@require_POST
def draft_discard(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Remove a draft."""
    discard_draft(owner=request.user, draft=_own(request, pk))
    messages.success(request, _("The draft is discarded."))
    return redirect("communities:drafts")


def _own(request: SignedInRequest, pk: UUID) -> Draft:
    return get_object_or_404(Draft, owner=request.user, pk=pk)


def _told(draft: Draft) -> dict[str, str]:
    saved = timezone.localtime(draft.saved_at)
    today = timezone.localdate(draft.saved_at) == timezone.localdate()
    return {"key": str(draft.pk), "at": f"{saved:%H:%M}" if today else f"{saved:%Y-%m-%d %H:%M}"}
