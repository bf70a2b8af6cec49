"""Code lists that every installation starts with: kinds of premises and of hazards, time limits,
the checklist of the nine small premises.

They are written once after migrating and then belong to the deployment: what is there is never
overwritten, so a local threshold, limit or interval stays as the office has set it.
"""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def sync_reference(**_kwargs: object) -> None:
    """Add what is missing of the code lists and the checklist."""
    lists = _read("code_lists")
    _hazard_categories(lists["hazard_categories"])
    _checklist(_read("nine_small"))
    _premises_categories(lists["premises_categories"])
    _time_limits(lists["time_limits"])


def _read(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def _hazard_categories(rows: list[dict[str, Any]]) -> None:
    from grids.models import HazardCategory

    for order, row in enumerate(rows):
        HazardCategory.objects.get_or_create(code=row["code"], defaults={**row, "order": order})


def _checklist(data: dict[str, Any]) -> None:
    from grids.models import ChecklistItem, ChecklistTemplate, ChecklistVersion

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


def _premises_categories(rows: list[dict[str, Any]]) -> None:
    from grids.models import CategoryThreshold, PremisesCategory

    for order, row in enumerate(rows):
        thresholds, checklist = row.pop("thresholds"), row.pop("checklist")
        category, created = PremisesCategory.objects.get_or_create(
            code=row["code"], defaults={**row, "order": order, "checklist_id": checklist}
        )
        if created:
            CategoryThreshold.objects.bulk_create(
                CategoryThreshold(category=category, **threshold) for threshold in thresholds
            )


def _time_limits(rows: list[dict[str, Any]]) -> None:
    from grids.models import TimeLimit

    for row in rows:
        TimeLimit.objects.get_or_create(category=None, grade=row["grade"], defaults=row)
