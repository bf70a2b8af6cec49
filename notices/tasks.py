"""Background work of this room: each task calls one function."""

from celery import shared_task

from lib.bells import ring
from notices.services import delivering, inbox, mornings
from notices.services.routing import DELIVER


@shared_task(soft_time_limit=240, time_limit=270)
def deliver(channel_id: str) -> int:
    """Send what waits for a channel. Twin: `manage.py deliver_notices`."""
    return delivering.deliver(channel_id)


@shared_task
def sweep_deliveries() -> int:
    """Ring again for what nobody sends: its time has come, a worker died, a message was lost."""
    waiting = delivering.waiting_channels()
    for pk in waiting:
        ring(DELIVER, pk)
    return len(waiting)


@shared_task
def purge_notices() -> int:
    """Remove old notices and old rows of the log."""
    return inbox.purge_notices() + delivering.purge_deliveries()


@shared_task
def tell_what_is_due() -> int:
    """Tell what falls due and what is overdue."""
    return mornings.tell_what_is_due()
