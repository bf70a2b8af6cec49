"""Running the work that a batch waits for, and ringing again for what was left lying."""

import logging
from collections.abc import Callable

from django.db import OperationalError
from django.utils.translation import gettext as _, override

from ledgers.machine.intake import read
from ledgers.machine.undoing import undo
from ledgers.machine.work import check, commit
from ledgers.models import Batch
from ledgers.workflow import Stage
from lib.errors import DomainError
from lib.jobs import LostClaim

logger = logging.getLogger(__name__)
WORK: dict[str, Callable[[Batch], None]] = {
    Stage.READING: read,
    Stage.CHECKING: check,
    Stage.COMMITTING: commit,
    Stage.UNDOING: undo,
}


def run(batch_id: str) -> bool:
    """Do what the batch waits for; False when there is nothing to do or another worker has it.

    Messages are written in the language of whoever sent the workbook.
    """
    batch = Batch.objects.select_related("area", "created_by", "origin").claim(batch_id)
    if batch is None:
        return False
    work = WORK.get(batch.stage)
    if work is None:
        batch.finish()
        return False
    try:
        with override(batch.language):
            _work_on(batch, work)
    except LostClaim:
        logger.info("ledger %s went on without this worker", batch_id)
        return False
    return True


def _work_on(batch: Batch, work: Callable[[Batch], None]) -> None:
    """Do the work; what stops it stands in the row."""
    try:
        work(batch)
    except LostClaim:
        raise
    except DomainError as error:
        batch.fail(str(error))
    except OperationalError:
        logger.warning("ledger %s waits for the database", batch.pk, exc_info=True)
        batch.let_go()
    except Exception:  # the task boundary: the row must say that the work has stopped
        logger.exception("ledger %s stopped", batch.pk)
        batch.fail(_("The portal could not go on with this workbook. Please try again."))


def overdue() -> list[str]:
    """Return the batches for which to ring again; those that never end are recorded as failed."""
    Batch.objects.give_up(
        _("The work stopped several times. Please try again with a smaller workbook.")
    )
    waiting = Batch.objects.overdue_jobs().filter(stage__in=list(WORK))
    return [str(pk) for pk in waiting.values_list("pk", flat=True)]
