"""All settings as one file, so that an office keeps them and a city hands them to its streets.

The file is looked at by trying: it is applied in a transaction that is rolled back, and what the
trail would have told is what would change. So the preview cannot differ from the deed.
"""

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import AuditEntry, User
from communities.services.emblems import office
from communities.whole import may_for_all
from lib.canonical import canonical_bytes
from lib.office_settings import Problem, RefusedSettings, SettingsPart, settings_parts
from lib.version import VERSION

#: Counts the forms that the file has had; a portal reads the one it writes.
SCHEMA = 1
#: Lists and objects inside each other, in a file that the portal writes: parts, rows, permissions.
DEEPEST = 8
#: So many problems are told: whoever sees them knows that it is another file.
MOST_PROBLEMS = 50


class UnreadableFile(Exception):
    """The file is none of settings; `problems` say why, each at its place."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{one.place}: {one.text}" for one in problems))
        self.problems = list(problems)


#: A place in a part: its key, the number of a row from 0, what lies below.
PLACE = re.compile(r"(?P<key>[\w.-]+?)\[(?P<row>\d+)\](?P<rest>.*)")


def in_words(problem: Problem) -> str:
    """Return a place for people: the part's name and the row as it is counted, from 1."""
    found = PLACE.fullmatch(problem.place)
    part = settings_parts.get(found["key"]) if found else None
    if found is None or part is None:
        return ""
    text = _("%(part)s, row %(row)d")
    return text % {"part": part.label, "row": int(found["row"]) + 1}


@dataclass
class Preview:
    """What a file would change: entries as the trail would tell them, and what is left out."""

    entries: list[tuple[AuditEntry, list[tuple[str, Any, Any]]]] = field(default_factory=list)
    left_out: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> list[tuple[str, Problem]]:
        """What is wrong, each with its place in words."""
        return [(in_words(one), one) for one in self.problems]

    @property
    def passed_over(self) -> list[tuple[str, Problem]]:
        """What is left out, each with its place in words."""
        return [(in_words(one), one) for one in self.left_out]


def parts_of(user: User) -> list[SettingsPart]:
    """Return the parts that `user` may set for the whole portal."""
    return [part for part in settings_parts if may_for_all(user, part.permission)]


def written(user: User) -> dict[str, Any]:
    """Return all that `user` may set, as the file has it. Secrets are in no part."""
    return {
        "portal": "SafeCommunity",
        "schema": SCHEMA,
        "version": VERSION,
        "office": office().name,
        "exported_at": timezone.localtime().isoformat(timespec="seconds"),
        "parts": {part.key: part.dump() for part in parts_of(user)},
    }


def export(user: User) -> bytes:
    """Return the file; the trail tells who took it."""
    text = json.dumps(written(user), ensure_ascii=False, indent=1).encode()
    told: audit.Changes = {"sha256": [None, hashlib.sha256(text).hexdigest()]}
    audit.record(actor=user, code="communities.settings.exported", target=user, changes=told)
    return text


def state(user: User) -> str:
    """Return a digest of what is set now, by which a preview knows that it is still true."""
    return hashlib.sha256(canonical_bytes(written(user)["parts"])).hexdigest()


def read(text: str) -> dict[str, Any]:
    """Return the parts of a file. Raises UnreadableFile."""
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError as error:
        raise UnreadableFile(Problem("$", _("The file is nested too deeply."))) from error
    except json.JSONDecodeError as error:
        where = _("line %(line)d, column %(column)d") % {
            "line": error.lineno,
            "column": error.colno,
        }
        raise UnreadableFile(Problem(where, _("Here the file is no JSON."))) from error
    except ValueError as error:  # a number of thousands of digits
        raise UnreadableFile(Problem("$", _("The file is no JSON."))) from error
    if problem := _head_problem(data):
        raise UnreadableFile(problem)
    return data["parts"]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UnreadableFile(Problem(f"…{twice[:40]}", _("This stands there twice.")))
    return found


def _no_number(word: str) -> Any:
    raise UnreadableFile(Problem(word, _("This is no number.")))


def _head_problem(data: Any) -> Problem | None:
    if not isinstance(data, dict) or data.get("portal") != "SafeCommunity":
        return Problem("portal", _("This is no file of settings of this portal."))
    if type(data.get("schema")) is not int or data["schema"] != SCHEMA:
        text = _("The file is of another version: this portal reads form %d.") % SCHEMA
        return Problem("schema", text)
    if not isinstance(data.get("parts"), dict):
        return Problem("parts", _("Here the parts have to stand by name."))
    if _too_deep(data):
        return Problem("parts", _("The file is nested too deeply."))
    return None


def _too_deep(data: Any) -> bool:
    """Tell whether lists and objects lie deeper in each other than the portal writes them."""
    layer = [data]
    for _depth in range(DEEPEST):
        inner = [one.values() if isinstance(one, dict) else one for one in layer]
        layer = [one for values in inner for one in values if isinstance(one, dict | list)]
        if not layer:
            return False
    return True


def preview(user: User, text: str) -> Preview:
    """Return what the file would change, without changing anything."""
    found = Preview()
    started = timezone.now()
    with transaction.atomic():
        try:
            found.left_out = _apply(user, text)
        except (UnreadableFile, RefusedSettings) as error:
            found.problems = error.problems[:MOST_PROBLEMS]
        else:
            rows = AuditEntry.objects.filter(actor=user, at__gte=started).order_by("at", "id")
            found.entries = [(one, audit.changes_in_words(one)) for one in rows]
        transaction.set_rollback(True)
    return found


@transaction.atomic
def take_over(user: User, text: str) -> int:
    """Apply the file as a whole; return how many records changed.

    Raises UnreadableFile and RefusedSettings, and then nothing has changed.
    """
    started = timezone.now()
    _apply(user, text)
    count = AuditEntry.objects.filter(actor=user, at__gte=started).count()
    told: audit.Changes = {
        "sha256": [None, hashlib.sha256(text.encode()).hexdigest()],
        "count": [None, count],
    }
    audit.record(actor=user, code="communities.settings.imported", target=user, changes=told)
    return count


def _apply(user: User, text: str) -> list[Problem]:
    """Check all parts, then set them in their order; return what was left out."""
    data = read(text)
    allowed = {part.key: part for part in parts_of(user)}
    problems: list[Problem] = []
    left_out: list[Problem] = []
    for key, part in data.items():
        if key in allowed:
            problems += allowed[key].check(part, key)
        elif key in settings_parts:
            label: str | Promise = settings_parts[key].label
            left_out.append(Problem(key, _("%s: only who may set this takes it over.") % label))
        else:
            problems.append(Problem(key[:40], _("This portal has no such part.")))
    if problems:
        raise UnreadableFile(*problems)
    refused: list[Problem] = []
    for key, settable in allowed.items():
        if key in data:
            try:
                with transaction.atomic():
                    left_out += settable.apply(user, data[key], key)
            except RefusedSettings as error:
                refused += error.problems
    if refused:
        raise RefusedSettings(refused)
    return left_out
