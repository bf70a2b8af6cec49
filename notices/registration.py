"""What this room puts into the registries of the library."""

from lib.notice_kinds import keep_teller, notice_kinds, tell_of_step
from lib.workflow import on_step
from notices.kinds import KINDS
from notices.services.telling import write_notices


def register() -> None:
    """Fill the registries; from now on what anybody is told is written down."""
    notice_kinds.register(*KINDS)
    keep_teller(write_notices)
    on_step(tell_of_step)
