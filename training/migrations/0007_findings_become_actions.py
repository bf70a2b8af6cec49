"""Findings of drills move into the register of corrective actions, with their keys, steps, writers
and files; an office's own roles keep what they could do with them.
"""

from typing import Any

from django.db import migrations
from django.utils import timezone

SLICE = 1000
SAME = (
    "id",
    "created_by_id",
    "revision",
    "problem",
    "cause",
    "action",
    "owner_id",
    "owner_name",
    "due",
    "state",
    "done_on",
    "done_by_id",
    "verified_at",
    "verified_by_id",
)
#: What a role could do with findings, and what it can do with corrective actions.
CODES = {
    "training.event.view": "actions.action.view",
    "training.event.change": "actions.action.change",
    "training.finding.verify": "actions.action.verify",
}


def move(apps: Any, _editor: Any) -> None:
    """Move rows, steps, writers and files."""
    findings = apps.get_model("training", "DrillFinding").objects.select_related("drill__event")
    actions = apps.get_model("actions", "CorrectiveAction").objects
    found = list(findings.order_by("pk"))
    actions.bulk_create((_action(actions.model, one) for one in found), batch_size=SLICE)
    for one in found:  # the columns that are set by themselves
        times = {"created_at": one.created_at, "updated_at": one.updated_at}
        actions.filter(pk=one.pk).update(**times)
    _move_steps(apps)
    _move_writers(apps)
    _move_files(apps)
    _move_permissions(apps)


def _action(model: Any, finding: Any) -> Any:
    event = finding.drill.event
    columns = {name: getattr(finding, name) for name in SAME}
    if not (finding.owner_id or finding.owner_name):
        columns["owner_name"] = "–"
    return model(
        **columns,
        area_id=event.area_id,
        source_kind="training.drill",
        source_key=finding.drill_id,
        source=event.title,
        found_on=timezone.localdate(event.starts_at),
    )


def _move_steps(apps: Any) -> None:
    steps = apps.get_model("training", "FindingStep").objects.order_by("pk")
    made = apps.get_model("actions", "ActionStep")
    names = ("id", "at", "actor_id", "source", "target", "note")
    made.objects.bulk_create(
        (
            made(
                corrective_action_id=one.finding_id, **{name: getattr(one, name) for name in names}
            )
            for one in steps
        ),
        batch_size=SLICE,
    )


def _move_writers(apps: Any) -> None:
    before = apps.get_model("training", "DrillFinding").written_by.through.objects
    made = apps.get_model("actions", "CorrectiveAction").written_by.through
    made.objects.bulk_create(
        made(correctiveaction_id=one.drillfinding_id, user_id=one.user_id) for one in before.all()
    )


def _move_files(apps: Any) -> None:
    kinds = apps.get_model("contenttypes", "ContentType").objects
    before = kinds.filter(app_label="training", model="drillfinding").first()
    if before is not None:
        made, _new = kinds.get_or_create(app_label="actions", model="correctiveaction")
        files = apps.get_model("communities", "Attachment").objects.filter(target_type=before)
        files.update(target_type=made)


def _move_permissions(apps: Any) -> None:
    for role in apps.get_model("communities", "Role").objects.filter(built_in=False):
        codes = [code for code in role.permissions if code != "training.finding.verify"]
        codes += [new for old, new in CODES.items() if old in role.permissions]
        if codes != role.permissions:
            role.permissions = codes
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0006_not_told_apart"),
        ("actions", "0001_initial"),
        ("communities", "0014_drafts_of_forms"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(move)]
