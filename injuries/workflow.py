"""Stages of an import and the moves between them; every other move is refused.

* reading → mapping        the worker has found the table, or the sheets among which to choose
* mapping → reading        a sheet was chosen (another one, when the first could not be read)
* mapping → checking       the columns are confirmed (a named profile goes there at once)
* checking → words         the worker has met words that no list knows: each is asked once
* words → checking         they are explained, or left as they are
* checking → preview       the worker has read every row
* preview → checking       the columns or the words were changed
* preview → committing     staff commit
* committing → committed   the worker has written every good row
* committed → committing   refused rows were corrected and sent again, and are committed now
* committed → undone       all its records are taken out; not while one was edited since
* undone → checking        taken up again, with the corrected rows, while the workbook is kept
* reading, mapping, words, preview → discarded   nothing had been committed
"""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from injuries.permissions import IMPORT_RUN
from lib.workflow import Move


class ImportStage(models.TextChoices):
    """Where an import stands."""

    READING = "reading", _("being read")
    MAPPING = "mapping", _("columns to be confirmed")
    CHECKING = "checking", _("being checked")
    WORDS = "words", _("words to be explained")
    PREVIEW = "preview", _("checked, not yet committed")
    COMMITTING = "committing", _("being committed")
    COMMITTED = "committed", _("committed")
    UNDONE = "undone", _("undone")
    DISCARDED = "discarded", _("discarded")


def _move(
    sources: tuple[ImportStage, ...], target: ImportStage, code: str, label: str | Promise
) -> Move:
    return Move(
        sources=sources,
        target=target,
        permission=IMPORT_RUN,
        label=label,
        audit_code=f"injuries.import.{code}",
    )


READ = _move((ImportStage.READING,), ImportStage.MAPPING, "read", _("workbook read"))
CHOOSE = _move(
    (ImportStage.MAPPING, ImportStage.READING), ImportStage.READING, "sheet", _("sheet chosen")
)
CHECK = _move(
    (ImportStage.MAPPING, ImportStage.PREVIEW),
    ImportStage.CHECKING,
    "mapped",
    _("columns confirmed"),
)
ASK = _move((ImportStage.CHECKING,), ImportStage.WORDS, "asked", _("unknown words met"))
EXPLAIN = _move(
    (ImportStage.WORDS, ImportStage.PREVIEW),
    ImportStage.CHECKING,
    "explained",
    _("words explained"),
)
CHECKED = _move((ImportStage.CHECKING,), ImportStage.PREVIEW, "checked", _("import checked"))
COMMIT = _move(
    (ImportStage.PREVIEW, ImportStage.COMMITTED),
    ImportStage.COMMITTING,
    "commit",
    _("commit ordered"),
)
COMMITTED = _move(
    (ImportStage.COMMITTING,), ImportStage.COMMITTED, "committed", _("import committed")
)
UNDO = _move(
    (ImportStage.COMMITTING, ImportStage.COMMITTED),
    ImportStage.UNDONE,
    "undone",
    _("import undone"),
)
REOPEN = _move((ImportStage.UNDONE,), ImportStage.CHECKING, "reopened", _("import taken up again"))
DISCARD = _move(
    (
        ImportStage.READING,
        ImportStage.MAPPING,
        ImportStage.CHECKING,
        ImportStage.WORDS,
        ImportStage.PREVIEW,
    ),
    ImportStage.DISCARDED,
    "discarded",
    _("import discarded"),
)
MOVES = (READ, CHOOSE, CHECK, ASK, EXPLAIN, CHECKED, COMMIT, COMMITTED, UNDO, REOPEN, DISCARD)
