"""Running the work that a batch waits for, and ringing again for what was left lying."""

import logging

from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _, override

from injuries.imports.work import check, commit
from injuries.models import ImportBatch
from lib.errors import DomainError, WrongState

logger = logging.getLogger(__name__)
WORK = {ImportBatch.Stage.CHECKING: check, ImportBatch.Stage.COMMITTING: commit}


def run(batch_id: str) -> bool:
    """Do what the batch waits for; False when there is nothing to do or another worker has it.

    Messages are written in the language of whoever sent the workbook.
    """
    if not ImportBatch.objects.claim(batch_id):
        return False
    batch = ImportBatch.objects.select_related("area", "created_by").get(pk=batch_id)
    work = WORK.get(batch.stage)
    if work is None:
        batch.finish()
        return False
    with override(batch.language):
        try:
            work(batch)
        except WrongState:
            logger.info("import %s was moved on by somebody else", batch_id)
        except DomainError as error:
            batch.fail(str(error))
        except OperationalError:
            # The database was busy or away: that heals, so the sweeper rings again.
            logger.warning("import %s waits for the database", batch_id, exc_info=True)
            ImportBatch.objects.filter(pk=batch_id).update(lease_until=timezone.now())
        except Exception:  # the task boundary: the row must say that the work has stopped
            logger.exception("import %s stopped", batch_id)
            batch.fail(_("The portal could not go on with this import. Please try again."))
    return True


def overdue() -> list[str]:
    """Return the batches for which to ring again; those that never end are recorded as failed."""
    ImportBatch.objects.give_up(
        _("The work stopped several times. Please try again with a smaller workbook.")
    )
    waiting = ImportBatch.objects.overdue_jobs().filter(stage__in=list(WORK))
    return [str(pk) for pk in waiting.values_list("pk", flat=True)]
