"""Writing the audit trail, and the words for its codes."""

import json
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, override

from accounts.models import AuditEntry, User
from lib import bulk
from lib.crypto import EncryptedTextField
from lib.http import SignedInRequest
from lib.text import folded

#: The address of the request being served; tasks and commands leave it empty.
request_address: ContextVar[str | None] = ContextVar("request_address", default=None)

Changes = dict[str, list[Any]]
#: Stands for what the trail does not repeat.
HIDDEN = "•••"
#: So much of a value with parts is said of a change.
SHOWN = 80

#: Codes with the words shown for them; apps add theirs with `register_codes` in `ready`.
CODE_LABELS: dict[str, str | Promise] = {
    "accounts.user.added": _("account opened"),
    "accounts.user.changed": _("account changed"),
    "accounts.user.closed": _("account closed"),
    "accounts.user.reopened": _("account reopened"),
    "accounts.session.begun": _("signed in"),
    "accounts.session.failed": _("sign-in failed"),
    "accounts.session.ended": _("signed out"),
    "accounts.sessions.ended": _("signed out everywhere"),
    "accounts.password.changed": _("password changed"),
    "accounts.link.given": _("link for the first sign-in given"),
    "accounts.password.reset": _("password reset by an administrator"),
    "accounts.factor.added": _("second factor added"),
    "accounts.factor.removed": _("second factor removed"),
    "accounts.export.made": _("list exported"),
}


#: Words for keys of `changes` that are no column of the record; apps add theirs likewise.
CHANGE_LABELS: dict[str, str | Promise] = {
    "areas": _("areas"),
    "batch": _("batch"),
    "count": _("number"),
    "factor": _("second factor"),
    "file": _("file"),
    "filter": _("filter"),
    "good": _("good rows"),
    "hash": _("digest"),
    "membership": _("membership"),
    "persons": _("persons"),
    "reason": _("reason"),
    "refused": _("refused rows"),
    "rows": _("rows"),
    "sha256": _("digest"),
    "year": _("year"),
}


def register_changes(labels: dict[str, str | Promise]) -> None:
    """Add the words for keys of `changes` that are no columns."""
    CHANGE_LABELS.update(labels)


def register_codes(labels: Mapping[str, str | Promise]) -> None:
    """Add the words for an app's audit codes."""
    CODE_LABELS.update(labels)


def record(
    *, actor: User | None, code: str, target: models.Model, changes: Changes | None = None
) -> AuditEntry:
    """Append an entry for `target`. `actor` None means the portal itself (a task)."""
    made = entry(actor=actor, code=code, target=target, changes=changes)
    made.save(force_insert=True)
    return made


def entry(
    *, actor: User | None, code: str, target: models.Model, changes: Changes | None = None
) -> AuditEntry:
    """Return an entry for `target` that `keep` will append with others."""
    return AuditEntry(
        actor=actor,
        code=code,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        target_text=said(target)[:200],
        area_key=_area_key(target),
        changes=changes or {},
        address=request_address.get(),
    )


def keep(entries: Iterable[AuditEntry]) -> None:
    """Append `entries` at once, in their order."""
    bulk.insert(list(entries))


def told_since(target: models.Model, changes: int) -> str:
    """Say in words what the last `changes` changes of `target` were, and whose."""
    rows = AuditEntry.objects.filter(
        target_type=target._meta.label_lower, target_id=str(target.pk)
    ).select_related("actor")
    return "; ".join(_told(one) for one in reversed(rows[: max(changes, 1)]))


def _told(one: AuditEntry) -> str:
    head = f"{one.actor or _('the portal')}, {CODE_LABELS.get(one.code, one.code)}"
    parts = [
        f"{name} {_or_dash(old)} → {_or_dash(new)}" for name, old, new in changes_in_words(one)
    ]
    return f"{head} ({', '.join(parts)})" if parts else head


def _or_dash(value: Any) -> Any:
    return "–" if value in (None, "") else value


def _area_key(target: models.Model) -> Any:
    """Return the key of the area in which `target` lies, None for what lies nowhere (a user)."""
    if (key := getattr(target, "area_id", None)) is not None:
        return key
    return getattr(getattr(target, "area", None), "pk", None)


def record_export(request: SignedInRequest, name: str, rows: int) -> None:
    """Append an entry for an export of `rows` rows that leaves under `name`.

    What was searched for may be a person's name or identity number: only that there was a search.
    """
    query = request.GET.copy()
    if query.get("q"):
        query["q"] = "***"
    AuditEntry.objects.create(
        actor=request.user,
        code="accounts.export.made",
        target_type="accounts.user",
        target_id=str(request.user.pk),
        target_text=name[:200],
        changes={"rows": [None, rows], "filter": [None, query.urlencode(safe="*")[:500]]},
        address=request_address.get(),
    )


def snapshot(instance: models.Model, fields: list[str] | None = None) -> dict[str, Any]:
    """Return the plain values of `fields` (default: all editable columns), for `difference`."""
    names = fields or [f.attname for f in instance._meta.concrete_fields if f.editable]
    return {name: getattr(instance, name) for name in names}


def difference(instance: models.Model, before: dict[str, Any]) -> Changes:
    """Return what changed since `snapshot`; of encrypted values only that they did.

    So too of the fields that the model names in `audit_hidden`: text in which persons may stand.
    """
    changes: Changes = {}
    for name, old in before.items():
        new = getattr(instance, name)
        if new == old:
            continue
        field = instance._meta.get_field(name)
        hidden = _is_hidden(instance, field)
        changes[field.name] = [HIDDEN, HIDDEN] if hidden else [_plain(old), _plain(new)]
    return changes


def last_values(instance: models.Model) -> Changes:
    """Return what a record had that is being deleted, as `difference` tells it; empty left out."""
    had = {name: value for name, value in snapshot(instance).items() if value not in ("", None, [])}
    changes: Changes = {}
    for name, old in had.items():
        field = instance._meta.get_field(name)
        changes[field.name] = [HIDDEN if _is_hidden(instance, field) else _plain(old), None]
    return changes


def _is_hidden(instance: models.Model, field: Any) -> bool:
    """Tell whether the trail does not repeat what stands in a column of `instance`."""
    unsaid = getattr(instance, "audit_hidden", ())
    return isinstance(field, EncryptedTextField) or field.name in unsaid


def codes_saying(text: str) -> list[str]:
    """Return the codes whose words, in the reader's language, hold `text`."""
    wanted = folded(text)
    return [code for code, words in CODE_LABELS.items() if wanted in folded(str(words))]


def changes_in_words(entry: AuditEntry) -> list[tuple[str, Any, Any]]:
    """Return (field, before, after) in words: the entry keeps codes, which outlive their names."""
    fields = _fields_of(entry.target_type)
    return [
        (
            _label(fields.get(name), name),
            *(_in_words(fields.get(name), one) for one in pair),
        )
        for name, pair in entry.changes.items()
    ]


def said(record: models.Model) -> str:
    """Return the name of a record in the portal's language, whoever acts: the trail keeps it."""
    with override(settings.LANGUAGE_CODE):
        return str(record)


def _label(field: models.Field | None, name: str) -> str:
    """Return the words for a key of `changes`; a column without words of its own has Django's."""
    if field is not None and isinstance(field.verbose_name, Promise):
        return str(field.verbose_name)
    return str(CHANGE_LABELS.get(name, name))


@lru_cache(maxsize=256)
def _fields_of(label: str) -> dict[str, models.Field]:
    """Return the columns of a model by name; none of one that is gone."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return {}
    return {field.name: field for field in model._meta.concrete_fields}


def _in_words(field: models.Field | None, value: Any) -> Any:
    if isinstance(value, dict):  # a boundary has thousands of numbers; the entry keeps them all
        text = json.dumps(value, ensure_ascii=False)
        return text if len(text) <= SHOWN else text[:SHOWN] + "…"
    return dict(getattr(field, "flatchoices", ())).get(value, value)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float) else str(value)
