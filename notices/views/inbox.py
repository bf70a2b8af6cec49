"""The inbox: everybody's own."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _, ngettext
from django.views.decorators.http import require_POST

from communities.registers import in_sight
from lib.http import SignedInRequest
from lib.list_actions import ListAction
from lib.listing import Listing, list_page
from notices.filters import NoticeFilter
from notices.models import Notice
from notices.services import inbox as service
from notices.tables import NOTICE_TABLE


def inbox(request: SignedInRequest) -> HttpResponseBase:
    """Show what the user was told, unread things first."""
    listing = Listing(
        name=_("Notices"),
        queryset=Notice.objects.visible_to(request.user).select_related("by"),
        filterset=NoticeFilter,
        table=NOTICE_TABLE,
        template="notices/notice_list.html",
        empty_template="notices/notice_empty.html",
        can_export=False,
        actions=(MARK_READ, MARK_UNREAD),
    )
    return list_page(request, listing)


def open_notice(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Mark a notice as read and lead to its record."""
    notice = in_sight(request, Notice.objects, pk)
    if not notice.read:
        service.mark(user=request.user, notices=[notice.pk], read=True)
    return redirect(notice.path)


@require_POST
def all_read(request: SignedInRequest) -> HttpResponse:
    """Mark everything as read."""
    _say(request, service.mark_all(user=request.user))
    return redirect("notices:inbox")


def _mark(
    request: SignedInRequest, _listing: Any, rows: QuerySet, *, read: bool
) -> HttpResponseBase:
    keys = rows.values_list("pk", flat=True)
    _say(request, service.mark(user=request.user, notices=list(keys), read=read))
    return redirect(request.get_full_path())


def _say(request: SignedInRequest, changed: int) -> None:
    told = ngettext("%(n)s notice marked.", "%(n)s notices marked.", changed)
    messages.success(request, told % {"n": changed})


MARK_READ = ListAction(
    key="read",
    label=_("Mark as read"),
    icon="envelope-open",
    offered=lambda user: True,
    respond=partial(_mark, read=True),
)
MARK_UNREAD = ListAction(
    key="unread",
    label=_("Mark as unread"),
    icon="envelope",
    offered=lambda user: True,
    respond=partial(_mark, read=False),
)
