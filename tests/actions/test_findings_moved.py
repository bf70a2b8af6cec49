"""What drills had shown before there was one register is in it, with all that belonged to it."""

import datetime as dt

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from accounts.models import User
from communities.models import Area

BEFORE, AFTER = ("training", "0006_not_told_apart"), ("training", "0008_findings_are_actions")
#: Rooms whose present models the move finds.
BELOW = ("accounts", "communities", "actions")
AT = timezone.make_aware(dt.datetime(2026, 3, 10, 9))
END = AT + dt.timedelta(hours=2)


def migrate(target: tuple[str, str]):
    """Bring the database to a migration of training; return the models of that time."""
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    return MigrationExecutor(connection).loader.project_state([target]).apps


@pytest.fixture
def once(transactional_db):
    """The models of the time before, in a database of that time."""
    # Nothing leads back over the move: its tables are made anew, empty as they are in a test.
    with connection.schema_editor() as editor:
        loader = MigrationExecutor(connection).loader
        below = [one for one in loader.graph.leaf_nodes() if one[0] in BELOW]
        state = loader.project_state([BEFORE, *below])
        for name in ("DrillFinding", "FindingStep"):
            editor.create_model(state.apps.get_model("training", name))
    MigrationExecutor(connection).recorder.record_unapplied(*AFTER)
    MigrationExecutor(connection).recorder.record_unapplied(
        "training", "0007_findings_become_actions"
    )
    yield state.apps
    migrate(AFTER)


def test_a_finding_moves_with_key_steps_writers_files_and_the_roles_that_judged_it(once) -> None:
    """Under the same key, so that its page, its files and its trail are found."""
    user = User.objects.create_user("liu", full_name="刘伟")
    area = Area.objects.add_root({"kind": "street", "name": "金沙街道", "code": "990100001"})
    get = once.get_model
    role = get("communities", "Role").objects.create(
        code="own",
        name_zh="自定",
        name_en="Own",
        permissions=["training.event.view", "training.finding.verify"],
    )
    event = get("training", "Event").objects.create(
        area_id=area.pk, kind="drill", title="疏散演练", starts_at=AT, ends_at=END, state="held"
    )
    drill = get("training", "Drill").objects.create(event=event, kind="operational", scenario="火")
    finding = get("training", "DrillFinding").objects.create(
        drill=drill,
        problem="堆物",
        action="清理",
        owner_name="物业",
        due=dt.date(2026, 4, 1),
        state="done",
        done_on=dt.date(2026, 3, 20),
        done_by_id=user.pk,
        revision=3,
    )
    finding.written_by.add(user.pk)
    get("training", "FindingStep").objects.create(
        finding=finding, actor_id=user.pk, source="open", target="done", note="已清理"
    )
    kind, _new = get("contenttypes", "ContentType").objects.get_or_create(
        app_label="training", model="drillfinding"
    )
    file = get("communities", "Attachment").objects.create(
        target_type=kind, target_id=finding.pk, name="后.jpg", suffix=".jpg", size=1, sha256="a"
    )

    now = migrate(AFTER)
    action = now.get_model("actions", "CorrectiveAction").objects.get()
    assert (action.pk, action.revision, action.created_at) == (finding.pk, 3, finding.created_at)
    assert (action.area_id, action.source_kind, action.source_key, action.source) == (
        area.pk,
        "training.drill",
        drill.pk,
        "疏散演练",
    )
    assert (action.found_on, action.done_by_id) == (dt.date(2026, 3, 10), user.pk)
    assert [one.pk for one in action.written_by.all()] == [user.pk]
    assert [(one.target, one.note) for one in action.steps.all()] == [("done", "已清理")]
    file = now.get_model("communities", "Attachment").objects.get(pk=file.pk)
    assert file.target_type.model == "correctiveaction"
    role = now.get_model("communities", "Role").objects.get(pk=role.pk)
    assert role.permissions == [
        "training.event.view",
        "actions.action.view",
        "actions.action.verify",
    ]
    assert "training_drillfinding" not in connection.introspection.table_names()
