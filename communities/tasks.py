"""Background work of this app: each task calls one function."""

from celery import shared_task

from communities.services import boundaries, drafts, exports, files, initials
from lib.bells import ring


@shared_task(soft_time_limit=1800, time_limit=1860)
def make_export(export_id: str) -> bool:
    """Make a large export. Twin: `manage.py make_export EXPORT`."""
    return exports.make_export(export_id)


@shared_task
def sweep_exports() -> int:
    """Ring again for exports that nobody is making: a worker died, a message was lost."""
    waiting = exports.overdue_exports()
    for pk in waiting:
        ring(exports.MAKE, pk)
    return len(waiting)


@shared_task
def purge_exports() -> int:
    """Remove exports after their week."""
    return exports.remove_old_exports()


@shared_task
def purge_boundaries() -> int:
    """Remove files of boundaries after their week."""
    return boundaries.remove_old_boundaries()


@shared_task
def purge_drafts() -> int:
    """Remove drafts of forms after their month."""
    return drafts.remove_old_drafts()


@shared_task
def sweep_files() -> int:
    """Remove files that no row names. Twin: `manage.py sweep_files`."""
    return len(files.sweep_files())


@shared_task(soft_time_limit=900, time_limit=960)
def renew_initials() -> int:
    """Give pinyin initials to records that are new or named anew, so that the box finds them."""
    return initials.renew_initials()


@shared_task
def purge_initials() -> int:
    """Remove the initials of records that are gone."""
    return initials.forget_initials()
