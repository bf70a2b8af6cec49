"""Kinds of hazards and the checklist of the nine small premises: what installations start with.

Written once after migrating; then they belong to the deployment: what is there is never
overwritten.
"""

from pathlib import Path
from typing import Any

from checklists.models import ChecklistItem, ChecklistTemplate, ChecklistVersion, HazardCategory
from lib.reference import read_list

FOLDER = Path(__file__).parent


def sync_reference(**_kwargs: object) -> None:
    """Add what is missing of the kinds of hazards and the checklist."""
    for order, row in enumerate(read_list(FOLDER / "hazard_categories.json")):
        HazardCategory.objects.get_or_create(code=row["code"], defaults={**row, "order": order})
    _checklist(read_list(FOLDER / "nine_small.json"))


def _checklist(data: dict[str, Any]) -> None:
    names = {name: data[name] for name in ("name_zh", "name_en", "source")}
    template, created = ChecklistTemplate.objects.get_or_create(code=data["code"], defaults=names)
    if not created:
        return
    version = ChecklistVersion.objects.create(
        template=template, number=1, published=True, since=data["since"]
    )
    ChecklistItem.objects.bulk_create(
        ChecklistItem(version=version, order=order, category_id=row.pop("category"), **row)
        for order, row in enumerate(data["items"])
    )
