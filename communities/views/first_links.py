"""Links for those whose accounts were brought in from Excel."""

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext as _, ngettext, pgettext
from django.views.decorators.http import require_POST

from communities.permissions import ACCOUNT_IMPORT, USER_MANAGE, may, require
from communities.services.first_links import (
    first_link,
    mail_first_links,
    tell_given,
    waiting_accounts,
)
from lib.exports import Title, xlsx_response
from lib.http import SignedInRequest, portal_address
from lib.table import Column


def first_links(request: SignedInRequest) -> HttpResponse:
    """List the accounts whose people have chosen no password yet."""
    require(request.user, ACCOUNT_IMPORT)
    waiting = waiting_accounts(request.user)
    context = {
        "waiting": waiting,
        "addressed": sum(bool(user.email) for user in waiting) if settings.EMAIL_HOST else 0,
        "days": _days(),
        "may_manage": may(request.user, USER_MANAGE),
    }
    return render(request, "communities/first_links.html", context)


@require_POST
def first_links_file(request: SignedInRequest) -> HttpResponseBase:
    """Send the links as a workbook, to be handed out."""
    require(request.user, ACCOUNT_IMPORT)
    waiting = waiting_accounts(request.user)
    portal = portal_address(request)
    until = timezone.now() + dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    columns = [
        Column(pgettext("person", "name"), lambda user: user.full_name, 14),
        Column(_("Sign-in name"), lambda user: user.username, 18),
        Column(_("Works as"), works_as, 40),
        Column(_("Link for the first sign-in"), lambda user: first_link(user, portal), 90),
        Column(_("Valid until"), lambda _user: until, 18),
    ]
    tell_given(actor=request.user, users=waiting)
    name = _("Links for the first sign-in")
    return xlsx_response(name, columns, waiting, Title(name))


@require_POST
def first_links_mail(request: SignedInRequest) -> HttpResponse:
    """Send the links by mail to those who have an address."""
    require(request.user, ACCOUNT_IMPORT)
    sent = mail_first_links(
        actor=request.user,
        users=waiting_accounts(request.user),
        portal=portal_address(request),
        language=get_language() or settings.LANGUAGE_CODE,
    )
    words = ngettext("%d mail is on its way.", "%d mails are on their way.", sent) % sent
    messages.success(request, words)
    return redirect("communities:first-links")


def works_as(user: object) -> str:
    """Return in words where a person works and in which role."""
    return "；".join(f"{one.role} · {one.area}" for one in getattr(user, "works_in", ()))


def _days() -> int:
    return settings.PASSWORD_RESET_TIMEOUT // 86_400
