"""The kinds of premises that every installation starts with, and how large a small one may be.

Written once after migrating; then they belong to the deployment: what is there is never
overwritten,
so a local threshold or interval stays as the office has set it.
"""

from pathlib import Path

from lib.reference import read_list
from premises.models import CategoryThreshold, PremisesCategory

FOLDER = Path(__file__).parent


def sync_reference(**_kwargs: object) -> None:
    """Add the kinds that are missing, each with its thresholds."""
    for order, row in enumerate(read_list(FOLDER / "categories.json")):
        thresholds, checklist = row.pop("thresholds"), row.pop("checklist")
        category, created = PremisesCategory.objects.get_or_create(
            code=row["code"], defaults={**row, "order": order, "checklist_id": checklist}
        )
        if created:
            CategoryThreshold.objects.bulk_create(
                CategoryThreshold(category=category, **threshold) for threshold in thresholds
            )
