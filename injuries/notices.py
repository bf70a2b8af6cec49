"""Who is told what of imports: whoever sent the file, when it waits and when it is done."""

from accounts.models import User
from injuries.models import ImportBatch, ImportStep
from injuries.workflow import CHECKED, COMMITTED
from lib.notice_kinds import IMPORT_DONE, StepNotice, people


def _who_sent_it(batch: ImportBatch, _step: ImportStep) -> list[User]:
    return people(batch.created_by)


STEP_NOTICES = [
    StepNotice(
        key="injuries.import",
        kind=IMPORT_DONE,
        moves=(CHECKED, COMMITTED),
        to=_who_sent_it,
        by_worker=True,
    ),
]
