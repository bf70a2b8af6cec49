"""Sending what is planned: each delivery is held by one worker, begun, sent, ended.

What is guaranteed:

* Nothing planned is lost: the row is there before the bell, a killed worker's rows are taken again
  when their lease is over.
* Nothing is sent twice but, at worst, what was under way when a worker was killed between the
  sending and its mark. Such a row is in doubt, and its channel decides: a webhook gets it again
  with the same Idempotency-Key, by which it knows the repetition (so BUNDLE of them are marked
  together); a robot of a group knows none, so there it is one message at a time, the row is closed
  as doubtful and is sent again only by hand. The notice stands in the inbox in either case.
* A mail is handed to `accounts.mails` in the transaction that ends its delivery: once.
"""

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.mails import keep_mail
from accounts.models import User
from lib.bells import ring
from lib.errors import WrongState
from lib.jobs import MAX_ATTEMPTS, JobState
from notices.models import Channel, ChannelKind, Delivery
from notices.models.deliveries import KEPT, LEASE, TRIED_FOR
from notices.outside.messages import Message, message_of, trial
from notices.outside.post import NotSent
from notices.outside.robots import hand_over
from notices.services.routing import DELIVER

#: So many rows are taken at a time.
HANDFUL = 100
#: So many messages to a webhook are marked by one statement: it knows what comes again.
BUNDLE = 20
#: Seconds after which a worker lets others have a turn and rings again.
TURN = 60


def deliver(pk: UUID | str) -> int:
    """Send what waits for channel `pk` until nothing does; return how many deliveries were sent."""
    begun, sent = time.monotonic(), 0
    while (channel := Channel.objects.in_use().filter(pk=pk).first()) is not None:
        now = timezone.now()
        if channel.resting_until is not None and channel.resting_until > now:
            break
        held = Delivery.objects.claim_some(channel, HANDFUL, now)
        if not held:
            break
        sent += _send_all(channel, held)
        if time.monotonic() - begun > TURN:
            ring(DELIVER, channel.pk)
            break
    return sent


def _send_all(channel: Channel, held: Sequence[Delivery]) -> int:
    """Send what was taken; when the channel fails, give the rest back for later."""
    sent = 0
    parcels = _parcels(held)
    while bundle := list(islice(parcels, BUNDLE if channel.takes_once else 1)):
        if not _begin([one for parcel in bundle for one in parcel]):
            continue
        taken, failed = _send_bundle(channel, bundle)
        for answer, rows in taken.items():
            sent += _end(rows, JobState.DONE, answer)
        if failed is not None:
            _put_off(channel, *failed)
            Delivery.objects.held_as(held).update(
                job_state=JobState.WAITING, begun_at=None, lease_until=None
            )
            break
        if taken and (channel.failures or not channel.answer):
            channel.failures, channel.resting_until = 0, None
            channel.note(next(iter(taken)), timezone.now())
    return sent


def _send_bundle(
    channel: Channel, bundle: Sequence[Sequence[Delivery]]
) -> tuple[dict[str, list[Delivery]], tuple[Sequence[Delivery], str] | None]:
    """Send parcels until one is refused; return what was taken, by answer, and the refused one."""
    taken: dict[str, list[Delivery]] = {}
    for parcel in bundle:
        try:
            answer = _send(channel, parcel)
        except NotSent as error:
            return taken, (parcel, str(error))
        if answer is not None:
            taken.setdefault(answer, []).extend(parcel)
    return taken, None


def _parcels(held: Sequence[Delivery]) -> Iterator[list[Delivery]]:
    """Yield what goes out together: single messages, and all of a digest to the same person."""
    for delivery in held:
        if not delivery.digest:
            yield [delivery]
    collected = sorted((one for one in held if one.digest), key=lambda one: str(one.user_id))
    for _user, rows in groupby(collected, key=lambda one: one.user_id):
        yield list(rows)


def _begin(parcel: Sequence[Delivery]) -> bool:
    """Mark that these are sent now; False when they are no longer this worker's."""
    now = timezone.now()
    with transaction.atomic():
        marked = Delivery.objects.held_as(parcel).update(begun_at=now, lease_until=now + LEASE)
        whole = marked == len(parcel)
        transaction.set_rollback(not whole)
    return whole


def _send(channel: Channel, parcel: Sequence[Delivery]) -> str | None:
    """Send a parcel and return the answer; None when it ended otherwise. Raises NotSent."""
    if channel.kind != ChannelKind.MAIL:
        return hand_over(channel, message_of(parcel))
    reader = parcel[0].user
    if reader is None or not reader.is_active:
        _end(parcel, JobState.FAILED, _("The account was closed meanwhile."))
    elif not reader.email:
        _end(parcel, JobState.FAILED, _("The account has no e-mail address."))
    else:
        _mail(reader, parcel)
    return None


@transaction.atomic
def _mail(reader: User, parcel: Sequence[Delivery]) -> None:
    """Hand a mail over and end its deliveries, both or neither."""
    message = message_of(parcel)
    text = "\n\n".join(part for part in (message.title, message.text, message.link) if part)
    subject = f"{message.sender}: {message.title}"
    if _end(parcel, JobState.DONE, _("handed to the mail server")):
        keep_mail(address=reader.email, subject=subject, text=text)


def _end(parcel: Sequence[Delivery], state: JobState, answer: str) -> int:
    """Mark the end, if the rows are still this worker's; return how many were."""
    return Delivery.objects.held_as(parcel).update(
        job_state=state, answer=answer[:300], ended_at=timezone.now(), lease_until=None
    )


def _put_off(channel: Channel, parcel: Sequence[Delivery], answer: str) -> None:
    """Let the channel rest, and try the parcel again then, or give it up after the last time."""
    now = timezone.now()
    channel.rest(answer, now)
    rows = Delivery.objects.held_as(parcel)
    last = [one.pk for one in parcel if one.attempts + 1 >= MAX_ATTEMPTS]
    given_up = rows.filter(pk__in=last)
    given_up.update(job_state=JobState.FAILED, answer=answer[:300], ended_at=now, lease_until=None)
    rows.update(
        job_state=JobState.WAITING,
        attempts=F("attempts") + 1,
        answer=answer[:300],
        begun_at=None,
        not_before=channel.resting_until,
        lease_until=None,
    )


def settle_doubts(now: dt.datetime | None = None) -> int:
    """Decide what was under way when its worker died; return how many rows that were."""
    doubtful = Delivery.objects.in_doubt(now or timezone.now())
    again = doubtful.filter(channel__kind__in=[ChannelKind.WEBHOOK, ChannelKind.MAIL])
    settled = again.update(
        job_state=JobState.WAITING,
        attempts=F("attempts") + 1,
        begun_at=None,
        lease_until=None,
    )
    settled += doubtful.update(
        job_state=JobState.FAILED,
        answer=_("The worker was stopped while it sent this: it may have arrived."),
        ended_at=now or timezone.now(),
        lease_until=None,
    )
    return settled


def waiting_channels(now: dt.datetime | None = None) -> list[UUID]:
    """Settle doubts, give up what is old, and return the channels for which something waits."""
    now = now or timezone.now()
    settle_doubts(now)
    Delivery.objects.filter(
        job_state=JobState.WAITING, at__lt=now - TRIED_FOR, digest=False
    ).filter(not_before__lte=now).update(
        job_state=JobState.FAILED, answer=_("Given up: it could not be sent."), ended_at=now
    )
    due = Delivery.objects.claimable(now).filter(channel__in=Channel.objects.in_use())
    return list(due.order_by().values_list("channel", flat=True).distinct())


@transaction.atomic
def send_again(*, actor: User, record: Delivery, revision: int = 0) -> None:
    """Put a delivery that failed back into the queue; it keeps its key. Raises WrongState else."""
    require_failed(actor, record)
    again = Delivery.objects.filter(pk=record.pk, job_state=JobState.FAILED).update(
        job_state=JobState.WAITING,
        attempts=0,
        begun_at=None,
        ended_at=None,
        at=timezone.now(),
        not_before=timezone.now(),
        digest=False,
    )
    if again:
        audit.record(actor=actor, code="notices.delivery.again", target=record)
        ring(DELIVER, record.channel_id)


def require_failed(_actor: User, record: Delivery) -> None:
    """Raise WrongState unless the delivery failed: what was taken would come twice."""
    if record.job_state != JobState.FAILED:
        raise WrongState(_("This did not fail: it is not sent again."))


def try_out(*, actor: User, channel: Channel) -> str:
    """Send a test by `channel` (by mail: to `actor`) and return the answer. Raises NotSent."""
    now = timezone.now()
    message = trial()
    try:
        answer = _try(actor, channel, message)
    except NotSent as error:
        channel.rest(str(error), now)
        raise
    channel.failures, channel.resting_until = 0, None
    channel.note(answer, now)
    ring(DELIVER, channel.pk)
    return answer


def _try(actor: User, channel: Channel, message: Message) -> str:
    if channel.kind != ChannelKind.MAIL:
        return hand_over(channel, message)
    if not settings.EMAIL_HOST:
        raise NotSent(_("The portal has no mail server (EMAIL_HOST)."))
    if not actor.email:
        raise NotSent(_("Your account has no e-mail address."))
    keep_mail(address=actor.email, subject=message.title, text=message.whole)
    return _("A mail is on its way to you.")


def purge_deliveries(now: dt.datetime | None = None) -> int:
    """Remove what the log need not keep; return how many rows."""
    old = Delivery.objects.filter(at__lt=(now or timezone.now()) - KEPT)
    return old.exclude(job_state__in=[JobState.WAITING, JobState.RUNNING]).delete()[0]
