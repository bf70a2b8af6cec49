"""Actions on kept files as a whole."""

import logging

from accounts import audit
from communities.models import Area
from lib.storage import remove_orphans

logger = logging.getLogger(__name__)


def sweep_files() -> list[str]:
    """Remove kept files that no row names, tell how many in the log and which in the trail."""
    removed = remove_orphans()
    if not removed:
        return removed
    logger.warning("%d files that no row names have been removed", len(removed))
    portal = Area.objects.order_by("path").first()  # they belonged to no record: told at the top
    if portal is not None:
        changes = {"files": [", ".join(removed), None]}
        audit.record(actor=None, code="communities.files.swept", target=portal, changes=changes)
    return removed
