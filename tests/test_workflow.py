"""One way through states: what every table of moves, every button and every service keeps to."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

import actions.workflow
import grids.workflow
import injuries.workflow
import programmes.workflow
import reports.workflow
import training.workflow
from accounts.audit import CODE_LABELS
from lib.append_only import AppendOnly
from lib.permissions import permissions
from lib.workflow import Move, Step

ROOT = Path(settings.BASE_DIR)
ROOMS = (
    "actions",
    "grids",
    "injuries",
    "programmes",
    "reports",
    "training",
    "premises",
    "communities",
)
MODULES = (
    actions.workflow,
    grids.workflow,
    injuries.workflow,
    programmes.workflow,
    reports.workflow,
    training.workflow,
)
#: Buttons that act on no state: nothing of what was looked at is decided.
NO_DECISION = {
    "account_login",
    "account_logout",
    "account_reset_password",
    "set_language",
    "injuries:record-reveal",  # shows, and writes that it did
    "training:issue-add",
    "training:issue-remove",
    "training:moment-add",
    "training:moment-remove",
    "communities:attachment-add",
    "communities:attachment-remove",
    "communities:membership-end",
    # Accounts are opened and closed, whatever else was changed; the service tells who came late.
    "communities:user-close",
    "communities:user-reopen",
    "communities:user-password",
    "communities:user-factor",
    "communities:user-sessions",
    "communities:first-links-file",  # shows links, and writes that it did
    "communities:first-links-mail",
    "communities:area-emblem-remove",
    "communities:draft-discard",
    "communities:list-view-begin",
    "communities:role-reset",  # back to what the portal brings, whatever it was made meanwhile
    "settings-apply",  # what it changes was shown from the file, and is compared again
    "communities:list-view-remove",
    "notices:all-read",
    "notices:channel-test",
    "tour-go",
    "tour-end",
    "reports:schedule-remove",  # whatever it says by now, it is not wanted
}
FORM = re.compile(r"<form\b[^>]*?action=\"{% url '([\w:-]+)'[^>]*>(.*?)</form>", re.DOTALL)


def moves() -> Iterator[Move]:
    """Every move of every table."""
    for module in MODULES:
        for value in vars(module).values():
            if isinstance(value, Move):
                yield value
            elif isinstance(value, tuple | dict):
                found = value.values() if isinstance(value, dict) else value
                yield from (one for one in found if isinstance(one, Move))


def test_every_move_has_words_in_the_trail_and_a_permission_that_roles_can_hold() -> None:
    """A code without words would stand in the trail as it is."""
    known = {one.key for one in permissions}
    found = list(moves())
    assert len(found) > 25
    assert not [one.audit_code for one in found if one.audit_code not in CODE_LABELS]
    assert not [one.permission for one in found if one.permission not in known]


def buttons() -> Iterator[tuple[str, str, str]]:
    """Every form of one button: template, address, what stands in it."""
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for name, inside in FORM.findall(path.read_text("utf-8")):
            if "csrf_token" in inside:
                yield path.name, name, inside


def test_every_button_that_decides_says_what_its_page_showed() -> None:
    """`{% read record %}` in each form; a new one that decides nothing is named above."""
    found = list(buttons())
    assert len(found) > 12
    silent = {(path, name) for path, name, inside in found if "{% read " not in inside}
    assert not {(path, name) for path, name in silent if name not in NO_DECISION}


def writes_of_states(path: Path) -> Iterator[str]:
    """Calls of `update` that set a state, in one file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "update":
            for keyword in node.keywords:
                if keyword.arg in {"state", "stage"}:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}"


def test_no_state_is_written_beside_the_one_way() -> None:
    """But for demonstration data, which are made as they would have become."""
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    files = [path for path in files if not {"demo", "migrations"} & set(path.parts)]
    assert len(files) > 100
    assert not [place for path in files for place in writes_of_states(path)]


@pytest.mark.parametrize("model", [one for one in apps.get_models() if issubclass(one, AppendOnly)])
def test_rows_that_are_only_added_refuse_everything_else(model: type[AppendOnly]) -> None:
    """Steps of all rooms, progress, money, the trail: one guard."""
    row = model()
    row._state.adding = False
    for change in (row.save, row.delete):
        with pytest.raises(RuntimeError, match=model.__name__):
            change()


def test_every_record_that_has_states_keeps_its_steps() -> None:
    """Six of them; a step says by its states what was left and reached."""
    steps = [one for one in apps.get_models() if issubclass(one, Step)]
    assert len(steps) >= 7
    for one in steps:
        state = next(iter(one.states)).value
        assert one(source=state, target=state).get_target_display()
