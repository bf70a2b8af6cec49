"""Channels: list, form, test, rules."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from accounts import audit
from communities.models import Role
from communities.registers import Register, add_record, change_record, in_sight
from communities.whole import may_for_all, require_for_all
from lib.http import SignedInRequest
from lib.notice_kinds import NoticeKind, notice_kinds
from notices.forms import ChannelForm
from notices.models import Channel
from notices.outside.post import NotSent
from notices.permissions import CHANNEL_CHANGE, RULE_CHANGE
from notices.services.delivering import try_out
from notices.services.settings import save_channel, set_rules

CHANNELS = Register(
    code="notices.channel",
    form=ChannelForm,
    permission=CHANNEL_CHANGE,
    new_title=gettext_lazy("New channel"),
    save=save_channel,
    edit_template="notices/channel_form.html",
)


@dataclass(frozen=True)
class Line:
    """A line of the table of rules: a kind, and for each role the box and whether it is ticked."""

    kind: NoticeKind
    boxes: list[tuple[str, Role, bool]]


def channel_list(request: SignedInRequest) -> HttpResponse:
    """Show all channels, how they stand, and what can be done with each."""
    require_for_all(request.user, RULE_CHANGE)
    channels = Channel.objects.select_related("area").order_by("-active", "name")
    may_change = may_for_all(request.user, CHANNEL_CHANGE)
    context = {"channels": channels, "may_change": may_change}
    return render(request, "notices/channel_list.html", context)


def channel_new(request: SignedInRequest) -> HttpResponse:
    """Add a channel."""
    require_for_all(request.user, CHANNEL_CHANGE)
    return add_record(request, CHANNELS)


def channel_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change a channel."""
    require_for_all(request.user, CHANNEL_CHANGE)
    return change_record(request, CHANNELS, in_sight(request, Channel.objects, pk))


@require_POST
def channel_test(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Send a test and say what the other side answered."""
    require_for_all(request.user, CHANNEL_CHANGE)
    tried = in_sight(request, Channel.objects, pk)
    try:
        answer = try_out(actor=request.user, channel=tried)
    except NotSent as error:
        messages.error(request, _("The test was not taken. %s") % error)
    else:
        messages.success(request, _("The test was taken. %s") % answer)
    audit.record(actor=request.user, code="notices.channel.tried", target=tried)
    return redirect("notices:channels")


def channel_rules(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show who is told of what by a channel, or set it."""
    require_for_all(request.user, RULE_CHANGE)
    ruled = in_sight(request, Channel.objects, pk)
    roles = list(Role.objects.all())
    if request.method == "POST":
        sent = set(request.POST.getlist("rule"))
        pairs = [(role.pk, kind.key) for role in roles for kind in notice_kinds]
        wanted = [(role, kind) for role, kind in pairs if f"{role}:{kind}" in sent]
        set_rules(actor=request.user, channel=ruled, wanted=wanted)
        messages.success(request, _("Saved."))
        return redirect("notices:channels")
    stored = {(rule.role_id, rule.kind) for rule in ruled.rules.all()}
    lines = [
        Line(kind, [(f"{one.pk}:{kind.key}", one, (one.pk, kind.key) in stored) for one in roles])
        for kind in notice_kinds
    ]
    context = {"channel": ruled, "roles": roles, "lines": lines}
    return render(request, "notices/channel_rules.html", context)
