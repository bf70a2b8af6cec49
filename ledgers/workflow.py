"""Stages of a batch and the moves between them; every other move is refused.

* reading → mapping        the worker has found the table, or the sheets among which to choose
* mapping → reading        a sheet was chosen (another one, when the first could not be read)
* mapping → checking       the columns are confirmed
* checking → words         the worker has met words that no list knows: each is asked once
* words → checking         they are explained, or left as they are
* checking → preview       the worker has read every row
* preview → checking       columns or words were changed
* preview → committing     the uploader commits
* committing → committed   the worker has written every row that can be written
* committed → committing   refused rows were corrected and are written now
* committed → undoing      ordered; the worker takes out and puts back, chunk by chunk
* undoing → undone         rows changed by hand since have stayed and are named
* undone → checking        taken up again, with the corrected rows, while the workbook is kept
* reading, mapping, checking, words, preview → discarded   nothing had been committed
"""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ledgers.permissions import LEDGER_RUN
from lib.workflow import Move


class Stage(models.TextChoices):
    """Where a batch stands."""

    READING = "reading", _("being read")
    MAPPING = "mapping", _("columns to be confirmed")
    CHECKING = "checking", _("being checked")
    WORDS = "words", _("words to be explained")
    PREVIEW = "preview", _("checked, not yet committed")
    COMMITTING = "committing", _("being committed")
    COMMITTED = "committed", _("committed")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")
    DISCARDED = "discarded", _("discarded")


#: What a worker has to do something about.
WORKED_ON = (Stage.READING, Stage.CHECKING, Stage.COMMITTING, Stage.UNDOING)
#: What waits for a person.
ASKS = (Stage.MAPPING, Stage.WORDS, Stage.PREVIEW)


def _move(sources: tuple[Stage, ...], target: Stage, code: str, label: str | Promise) -> Move:
    return Move(
        sources=sources,
        target=target,
        permission=LEDGER_RUN,
        label=label,
        audit_code=f"ledgers.batch.{code}",
    )


READ = _move((Stage.READING,), Stage.MAPPING, "read", _("workbook read"))
CHOOSE = _move((Stage.MAPPING, Stage.READING), Stage.READING, "sheet", _("sheet chosen"))
CHECK = _move((Stage.MAPPING, Stage.PREVIEW), Stage.CHECKING, "mapped", _("columns confirmed"))
ASK = _move((Stage.CHECKING,), Stage.WORDS, "asked", _("unknown words met"))
EXPLAIN = _move((Stage.WORDS, Stage.PREVIEW), Stage.CHECKING, "explained", _("words explained"))
CHECKED = _move((Stage.CHECKING,), Stage.PREVIEW, "checked", _("rows checked"))
COMMIT = _move((Stage.PREVIEW, Stage.COMMITTED), Stage.COMMITTING, "commit", _("commit ordered"))
COMMITTED = _move((Stage.COMMITTING,), Stage.COMMITTED, "committed", _("rows committed"))
UNDO = _move((Stage.COMMITTED,), Stage.UNDOING, "undo", _("undoing ordered"))
UNDONE = _move((Stage.UNDOING,), Stage.UNDONE, "undone", _("batch undone"))
REOPEN = _move((Stage.UNDONE,), Stage.CHECKING, "reopened", _("batch taken up again"))
DISCARD = _move(
    (Stage.READING, Stage.MAPPING, Stage.CHECKING, Stage.WORDS, Stage.PREVIEW),
    Stage.DISCARDED,
    "discarded",
    _("batch discarded"),
)
MOVES = (
    READ,
    CHOOSE,
    CHECK,
    ASK,
    EXPLAIN,
    CHECKED,
    COMMIT,
    COMMITTED,
    UNDO,
    UNDONE,
    REOPEN,
    DISCARD,
)
