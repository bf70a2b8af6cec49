"""Which notices leave the portal, by which channel and when: the rules, quiet hours, digests."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Area, Membership
from lib.bells import ring
from lib.jobs import JobState
from lib.notice_kinds import NoticeKind
from notices.models import Channel, Delivery, Notice, Preference, Rule
from notices.quiet import after_quiet, next_morning

DELIVER = "notices.tasks.deliver"
BATCH = 500
Written = Sequence[tuple[models.Model, list[Notice]]]


def plan_deliveries(kind: NoticeKind, written: Written) -> None:
    """Write down what leaves by the channels whose rules name `kind`, and ring for the senders.

    One statement where no rule does. What is there already (`Delivery.key`) stays as it is.
    """
    routes = _routes(kind)
    if not routes:
        return
    readers = {notice.user_id for _about, notices in written for notice in notices}
    roles = _roles_of(readers)
    wishes = Preference.objects.in_bulk(readers)
    planned: dict[str, Delivery] = {}
    for about, notices in written:
        for channel, wanted in routes.items():
            told = [one for one in notices if roles[one.user_id] & wanted]
            if told and _lies_in(about, channel.area):
                for delivery in _deliveries(channel, told, wishes):
                    planned.setdefault(delivery.key, delivery)
    Delivery.objects.bulk_create(planned.values(), batch_size=BATCH, ignore_conflicts=True)
    for pk in {one.channel_id for one in planned.values()}:
        ring(DELIVER, pk)


def _routes(kind: NoticeKind) -> dict[Channel, set[str]]:
    """Return the channels in use whose rules name `kind`, each with its roles."""
    found: dict[Channel, set[str]] = defaultdict(set)
    rules = Rule.objects.filter(kind=kind.key, channel__in=Channel.objects.in_use())
    for rule in rules.select_related("channel__area"):
        found[rule.channel].add(rule.role_id)
    return found


def _roles_of(users: Iterable[UUID]) -> dict[UUID, set[str]]:
    roles: dict[UUID, set[str]] = defaultdict(set)
    rows = Membership.objects.active_on().filter(user__in=users)
    for user, role in rows.values_list("user", "role"):
        roles[user].add(role)
    return roles


def _lies_in(about: models.Model, area: Area | None) -> bool:
    """Tell whether a record lies in `area`; what lies nowhere goes to the groups of all."""
    if area is None:
        return True
    place = about if isinstance(about, Area) else getattr(about, "area", None)
    return isinstance(place, Area) and place.path.startswith(area.path)


def _deliveries(
    channel: Channel, notices: list[Notice], wishes: dict[UUID, Preference]
) -> list[Delivery]:
    """Return what leaves by `channel`: one message to a group, or one to each person."""
    if channel.is_personal:
        wanted = [(one, wishes.get(one.user_id)) for one in notices]
        return [
            _to_person(channel, one, wish)
            for one, wish in wanted
            if wish is None or one.kind not in wish.unwanted
        ]
    first = notices[0]
    return [_planned(channel, first, digest=channel.digest, path=first.path, to="")]


def _to_person(channel: Channel, notice: Notice, wish: Preference | None) -> Delivery:
    """Return the mail to the reader of `notice`; one without an address fails at once, visibly."""
    wish = wish or Preference()
    delivery = _planned(
        channel,
        notice,
        digest=channel.digest or wish.digest,
        path=notice.get_absolute_url(),
        to=str(notice.user_id),
    )
    delivery.user, delivery.notice = notice.user, notice
    if not delivery.digest:
        delivery.not_before = wish.earliest(delivery.not_before)
    if not notice.user.email:
        delivery.job_state, delivery.ended_at = JobState.FAILED, delivery.at
        delivery.answer = _("The account has no e-mail address.")
    return delivery


def _planned(channel: Channel, notice: Notice, *, digest: bool, path: str, to: str) -> Delivery:
    now = timezone.now()
    quiet_over = after_quiet(now, channel.quiet_from, channel.quiet_to)
    return Delivery(
        channel=channel,
        at=now,
        kind=notice.kind,
        path=path,
        key=hashlib.sha256(f"{channel.pk} {notice.event} {to}".encode()).hexdigest(),
        digest=digest,
        not_before=next_morning(now) if digest else quiet_over,
    )
