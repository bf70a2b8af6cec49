"""States of an import and the allowed moves; every other move is refused.

* mapping → checking       the columns are confirmed (a named profile goes there at once)
* checking → preview       the worker has read every row
* preview → checking       the columns were changed
* preview → committing     staff commit
* committing → committed   the worker has written every good row
* committed → committing   refused rows were corrected and sent again, and are committed now
* committed → undone       all its records are taken out; not while one was edited since
* undone → checking        taken up again, with the corrected rows, while the workbook is kept
* mapping, preview → discarded   nothing had been committed
"""

from django.utils.translation import gettext as _

from injuries.models import ImportBatch
from lib.errors import WrongState

Stage = ImportBatch.Stage

MOVES = {
    Stage.MAPPING: {Stage.CHECKING, Stage.DISCARDED},
    Stage.CHECKING: {Stage.PREVIEW, Stage.MAPPING, Stage.DISCARDED},
    Stage.PREVIEW: {Stage.CHECKING, Stage.COMMITTING, Stage.DISCARDED},
    Stage.COMMITTING: {Stage.COMMITTED, Stage.UNDONE},
    Stage.COMMITTED: {Stage.COMMITTING, Stage.UNDONE},
    Stage.UNDONE: {Stage.CHECKING},
    Stage.DISCARDED: set(),
}


def move(batch: ImportBatch, to: str, **columns: object) -> None:
    """Move `batch` to stage `to` and set `columns`, if nobody else moved it meanwhile.

    Raises WrongState for a move that the table does not have, or that came too late.
    """
    if to not in MOVES[Stage(batch.stage)]:
        raise WrongState(
            _("The import is %(stage)s: this cannot be done now.")
            % {"stage": batch.get_stage_display()}
        )
    changed = ImportBatch.objects.filter(pk=batch.pk, stage=batch.stage).update(stage=to, **columns)
    if not changed:
        raise WrongState(_("Somebody else has gone on with this import. Please look again."))
    batch.stage = to
    for name, value in columns.items():
        setattr(batch, name, value)
